// Keeps what is typed in a return or an update as a draft on the server, a moment after the typing stops.
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

// Somebody who turns to another page or puts the phone away does not wait for the pause. A browser carries only
// so much on the way out (64 kB): what is too long for that is sent as usual.
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
  // A link's page is asked for as soon as it is pressed: the draft leaves before, so that the way back finds it.
  document.addEventListener("click", (event) => event.target.closest("a[href]") && atOnce());
}
