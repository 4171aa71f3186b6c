// Shows “Why this rating?” only for the ratings that need a reason. Without this script the field is always there, and
// the server asks for it.
for (const group of document.querySelectorAll("[data-reason-for]")) {
  const part = group.closest("[data-draft]") ?? group.closest("form");
  const kinds = group.dataset.reasonFor.split(" ");
  const box = group.querySelector("textarea");
  const show = () => {
    const chosen = part.querySelector("input[type=radio][name$=rating]:checked");
    const needed = chosen && kinds.includes(chosen.value);
    group.hidden = !(needed || box.value.trim() || group.querySelector(".govuk-error-message"));
  };
  part.addEventListener("change", show);
  show();
}
