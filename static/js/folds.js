// Opens the fold that an address leads into, such as #priority-3 or #action-12, and goes there. Without this script
// browsers of today open the fold of an action themselves; that of a priority is one press away.
function unfold() {
  const place = location.hash && document.getElementById(location.hash.slice(1));
  if (!place) return;
  const inside = place.matches(".app-section") ? place.querySelector("details") : null;
  const fold = place.closest("details") ?? inside;
  if (fold && !fold.open) {
    fold.open = true;
    place.scrollIntoView();
  }
}
window.addEventListener("hashchange", unfold);
unfold();

// Prints what is folded for the screen alone. Browsers of today do so by the stylesheet.
const closed = new Set();
window.addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details.app-earlier:not([open])")) {
    closed.add(fold);
    fold.open = true;
  }
});
window.addEventListener("afterprint", () => {
  for (const fold of closed) fold.open = false;
  closed.clear();
});
