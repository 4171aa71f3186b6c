// Saves the input of a return or an update as a draft on the server, shortly after typing stops.
// Without this script the button "Keep drafts" does the same.
const PAUSE = 1500; // milliseconds
const form = document.querySelector("form[data-drafts]");
const told = form?.querySelector("[data-drafts-kept]");
const waiting = new Map(); // part of the form → timer

function boxesOf(part) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const box of part.querySelectorAll("textarea, input[type=radio]:checked")) {
    if (box.name) data.set(box.name.slice(part.dataset.prefix.length), box.value);
  }
  return data;
}

function say(words) {
  if (told) told.textContent = words;
}

async function keep(part) {
  waiting.delete(part);
  try {
    const answer = await fetch(part.dataset.draft, { method: "POST", body: boxesOf(part), redirect: "manual" });
    const time = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    if (answer.ok) say(`Draft saved at ${time}.`);
    else say("We could not save your draft. You may have been signed out. What you typed is still here.");
  } catch {
    say("We could not save your draft because there is no connection. What you typed is still here.");
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
