// Saves the input of a return or an update as a draft on the server, shortly after typing stops.
// Without this script the button "Save drafts" does the same.
const PAUSE = 1500; // milliseconds
const form = document.querySelector("form[data-drafts]");
const BOXES = "textarea, select, input[type=text], input[type=url], input:is([type=radio], [type=checkbox]):checked";
const waiting = new Map(); // part of the form → timer

function boxesOf(part) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const box of part.querySelectorAll(BOXES)) {
    if (box.name) data.set(box.name.slice(part.dataset.prefix.length), box.value);
  }
  return data;
}

// The words are beside the button of the part that was saved, or of the form if it has only one.
function say(part, words) {
  const told = part.querySelector("[data-drafts-kept]") ?? form.querySelector("[data-drafts-kept]");
  if (told) told.textContent = words;
}

// 3:04pm, as everywhere else.
function clock() {
  const now = new Date();
  const minutes = String(now.getMinutes()).padStart(2, "0");
  return `${now.getHours() % 12 || 12}:${minutes}${now.getHours() < 12 ? "am" : "pm"}`;
}

async function keep(part) {
  waiting.delete(part);
  try {
    const answer = await fetch(part.dataset.draft, { method: "POST", body: boxesOf(part), redirect: "manual" });
    if (answer.ok) say(part, `Draft saved ${clock()}`);
    else say(part, "We could not save your draft. You may have been signed out. What you typed is still here.");
  } catch {
    say(part, "We could not save your draft because there is no connection. What you typed is still here.");
  }
}

function soon(event) {
  const part = event.target.closest("[data-draft]");
  if (!part) return;
  clearTimeout(waiting.get(part));
  waiting.set(part, setTimeout(keep, PAUSE, part));
}

// Saves immediately when the person leaves the page or puts the phone away. A browser limits what it sends then
// (64 kB): longer drafts are sent with fetch, as usual.
function atOnce() {
  for (const [part, timer] of waiting) {
    clearTimeout(timer);
    if (!navigator.sendBeacon(part.dataset.draft, boxesOf(part))) keep(part);
  }
  waiting.clear();
}

if (form) {
  form.addEventListener("input", soon);
  form.addEventListener("submit", () => {
    for (const timer of waiting.values()) clearTimeout(timer);
    waiting.clear();
  });
  document.addEventListener("visibilitychange", () => document.hidden && atOnce());
  addEventListener("pagehide", atOnce);
  // Send the draft before the browser requests a link's page, so that the page shows it on return.
  document.addEventListener("click", (event) => event.target.closest("a[href]") && atOnce());
}
