"""What WeasyPrint 70 leaves out of the tags of a PDF, added to the finished file (ISO 14289-1).

- A header cell says which cells it heads: its column, or its row.
- Running heads, marking and page numbers are furniture of the page, which a screen reader passes over.
- Links are there in print as well as on a screen.
"""

import re
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

PRINTED = 4  # the bit of an annotation's flags that has it printed (ISO 32000-1, table 165)
# The begin of marked content in a page's stream, as WeasyPrint writes it (its texts are hexadecimal: they hold no such
# words). Parsing the streams takes four times as long as all the rest.
BEGIN = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC")
PAGINATION = b"/Artifact <</Type /Pagination>> BDC"


def complete_tags(pdf):
    """The PDF (bytes) with complete tags, as bytes."""
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        tagged = set()
        for element, is_in_head in _walk(root.K[0], in_head=False):
            tagged.add(element.objgen)
            if element.S == Name.TH:
                _name_scope(element, is_in_head)
        owners = _owners_by_page(root)
        for page in document.pages:
            _mark_furniture(document, page, owners[int(page.obj.StructParents)], tagged)
            _print_annotations(page)
        result = BytesIO()
        document.save(result, deterministic_id=True)
    return result.getvalue()


def _walk(element, *, in_head):
    """Every element of the structure from ``element`` downwards, and whether it is in the head of a table."""
    yield element, in_head
    for child in element.get("/K", ()):
        if isinstance(child, Dictionary) and "/S" in child:
            yield from _walk(child, in_head=in_head or Name.THead == child.S)


def _name_scope(header, is_in_head):
    attributes = header.get("/A") or Dictionary(O=Name.Table)
    attributes["/Scope"] = Name.Column if is_in_head else Name.Row
    header["/A"] = attributes


def _owners_by_page(root):
    """The StructParents of a page → the element of each piece of its marked content, in the order of their numbers."""
    numbers = root.ParentTree.Nums
    return {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}


def _mark_furniture(document, page, owners, tagged):
    """Mark what belongs to no element of the document as an artifact."""
    furniture = {number for number, owner in enumerate(owners) if owner.objgen not in tagged}
    if not furniture:
        return
    content = BEGIN.sub(
        lambda begin: PAGINATION if int(begin[1]) in furniture else begin[0],
        page.Contents.read_bytes(),
    )
    page.Contents = document.make_stream(content)
    for number in furniture:
        owners[number] = None


def _print_annotations(page):
    for annotation in page.get("/Annots", Array()):
        annotation["/F"] = int(annotation.get("/F", 0)) | PRINTED
