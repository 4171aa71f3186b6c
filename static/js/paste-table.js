// A table that is pasted keeps its cells, lists and colours: plain text has only its words. The text stays in the box to
// be seen, and what the clipboard has as HTML goes into a hidden field, until someone edits the text.
for (const box of document.querySelectorAll("[data-paste-table]")) {
  const hidden = document.getElementById(box.dataset.pasteTable);
  let isPasting = false;

  box.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html") ?? "";
    isPasting = true;
    hidden.value = /<table[\s>]/i.test(html) ? html : "";
  });
  box.addEventListener("input", () => {
    if (!isPasting) hidden.value = "";
    isPasting = false;
  });
}
