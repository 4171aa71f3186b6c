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
