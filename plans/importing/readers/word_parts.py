"""What a Word document has besides its text: comments, footnotes, headers and footers; and what its text told."""

from lxml import etree

from plans.importing.readers.word_text import W, all_text

# Ending of a relationship’s type → what is said of it.
ASIDES = {"header": "header of the page", "footer": "footer of the page"}


def note_what_was_seen(file, seen, document):
    """Add notes of tracked changes, hidden text, comments and footnotes; ``seen`` is of WordText."""
    if "inserted" in seen or "deleted" in seen:
        left_out = quoted(seen.get("deleted", ()))
        file.note(
            "tracked_changes_read_as_accepted",
            "document",
            "The document has tracked changes. Inserted text was read and deleted text was left out"
            + (f": {left_out}." if left_out else "."),
        )
    if "hidden" in seen:
        file.note(
            "hidden_text_left_out",
            "document",
            f"Hidden text was left out: {quoted(seen['hidden'])}.",
        )
    comments = _texts_by_id(document, "comments", "comment")
    for number in seen.get("comment", ()):
        said = quoted([comments.get(number, "")])
        file.note("comment_left_out", "document", f"A comment was left out: {said}.")
    for kind in ("footnote", "endnote"):
        texts = _texts_by_id(document, f"{kind}s", kind) if kind in seen else {}
        for number in seen.get(kind, ()):
            said = quoted([texts.get(number, "")])
            file.note("footnote_left_out", "document", f"A {kind} was left out: {said}.")


def leave_out_asides(file, document):
    """The words of headers and footers are in none of the blocks, each once."""
    told = set()
    for root, name in _related(document, ASIDES):
        for paragraph in root.iter(f"{W}p"):
            words = all_text(paragraph)
            if words and (name, words) not in told:
                told.add((name, words))
                file.leave_out(ASIDES[name], words)


def quoted(texts):
    return ", ".join(f"“{text}”" for text in texts if text)


def _texts_by_id(document, name, element):
    """{id: words} of the comments or notes of a document."""
    return {
        one.get(f"{W}id"): all_text(one)
        for root, _ in _related(document, {name})
        for one in root.iter(f"{W}{element}")
    }


def _related(document, names):
    """(root, name) of the parts that the document names with these relationships."""
    for relation in document.part.rels.values():
        name = relation.reltype.rsplit("/", 1)[-1]
        if name in names and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            yield etree.fromstring(relation.target_part.blob, parser), name
