// Lets the parts of an order be dragged by a handle, with a mouse, a pen or a finger. The buttons do the same by keyboard,
// and without this script. The server's answer is the new list: what is shown is what was saved.
const form = document.querySelector("form[data-order-form]");
const told = document.querySelector("[data-order-told]");
const EDGE = 80; // pixels from the top or bottom of the window where the page begins to scroll
let drag = null;
let isSaving = false;

function partsOf(list) {
  return [...list.children].filter((one) => one.dataset.part);
}

function addHandles() {
  for (const list of form.querySelectorAll("[data-order]")) {
    if (partsOf(list).length < 2) continue;
    for (const part of partsOf(list)) {
      const handle = document.createElement("span");
      handle.className = "app-order__handle";
      handle.setAttribute("aria-hidden", "true"); // the buttons beside it are for those who do not point
      part.querySelector(".app-order__buttons").append(handle);
    }
  }
}

function start(event) {
  const handle = event.target.closest(".app-order__handle");
  if (!handle || event.button !== 0 || drag || isSaving) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  const part = handle.closest("[data-part]");
  const list = part.parentElement;
  const line = document.createElement(list.matches("ol") ? "li" : "div");
  line.className = "app-order__line";
  line.setAttribute("aria-hidden", "true");
  drag = { part, list, line, y: event.clientY, next: null, after: partsOf(list)[partsOf(list).indexOf(part) + 1] ?? null };
  told.textContent = "";
  fold(true);
  show();
  requestAnimationFrame(scroll);
}

// Long parts show only their headings while one of them is dragged. What is dragged stays under the pointer.
function fold(isFolded) {
  const before = drag.part.getBoundingClientRect().top;
  drag.part.classList.toggle("app-order__part--dragged", isFolded);
  drag.list.classList.toggle("app-order--dragging", isFolded);
  scrollBy({ top: drag.part.getBoundingClientRect().top - before, behavior: "instant" });
}

function isBelow(part) {
  const { top, height } = part.getBoundingClientRect();
  return drag.y < top + height / 2;
}

// A line where the part will land; none if it would stay.
function show() {
  const others = partsOf(drag.list).filter((one) => one !== drag.part);
  drag.next = others.find(isBelow) ?? null;
  drag.line.hidden = drag.next === drag.after;
  if (drag.next) drag.next.before(drag.line);
  else others.at(-1).after(drag.line);
}

function scroll() {
  if (!drag) return;
  const above = EDGE - drag.y;
  const below = drag.y - (innerHeight - EDGE);
  const step = above > 0 ? -above : Math.max(below, 0);
  if (step) {
    scrollBy({ top: step / 4, behavior: "instant" });
    show();
  }
  requestAnimationFrame(scroll);
}

function end() {
  const { part, list, line, next, after } = drag;
  fold(false);
  line.remove();
  drag = null;
  return { part, list, next, after };
}

async function drop() {
  const { part, list, next, after } = end();
  if (next === after) return;
  list.insertBefore(part, next);
  part.scrollIntoView({ block: "nearest" });
  isSaving = true;
  try {
    await save(part, partsOf(list));
  } catch {
    list.insertBefore(part, after);
    told.textContent = "We could not save the new order. There may be no connection, or you may have been signed out. Nothing was moved.";
  }
  isSaving = false;
}

async function save(part, order) {
  const data = new FormData(form);
  data.set("move", `${part.dataset.part}-place`);
  data.set("order", order.map((one) => one.dataset.part.split("-")[1]).join(","));
  const answer = await fetch(location.href, { method: "POST", body: data });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const saved = page.querySelector("form[data-order-form]");
  if (!saved) throw new Error("another page was answered");
  form.replaceChildren(...saved.childNodes);
  addHandles();
  document.querySelector(".govuk-error-summary")?.remove();
  const refusal = page.querySelector(".govuk-error-summary");
  if (refusal) {
    form.before(refusal);
    refusal.tabIndex = -1;
    refusal.focus();
  } else {
    announce(part.dataset, order.indexOf(part) + 1, order.length);
  }
}

// Says where it is now, and gives it the focus, so that it can be moved on with the buttons.
function announce({ part, name }, place, number) {
  const moved = form.querySelector(`[data-part="${part}"]`);
  moved.classList.add("app-order__part--moved");
  moved.querySelector(".app-order__buttons button").focus({ preventScroll: true });
  told.textContent = `Moved: ${name} is now ${place} of ${number}`;
}

if (form) {
  addHandles();
  form.addEventListener("pointerdown", start);
  form.addEventListener("pointermove", (event) => {
    if (!drag) return;
    drag.y = event.clientY;
    show();
  });
  form.addEventListener("pointerup", () => drag && drop());
  form.addEventListener("pointercancel", () => drag && end());
  document.addEventListener("keydown", (event) => event.key === "Escape" && drag && end());
}
