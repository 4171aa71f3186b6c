"""Real files of every kind that is accepted as evidence, as small as possible."""

import io
import zipfile

from PIL import Image

from plans.files.kinds import OFFICE, OPEN

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
    b"xref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n0000000104 00000 n \n"
    b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n166\n%%EOF\n"
)
MAIN = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"),
}
OPENS = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
TYPES = "[Content_Types].xml"
ENDINGS = ("rels", "xml", "png", "docx", "xlsx")  # that [Content_Types].xml names


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    """An archive of ``parts``: pairs of a name (or a ZipInfo) and its content."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as file:
        for name, content in parts:
            file.writestr(name, content, compress_type=compression)
    return made.getvalue()


def office(extension="docx", *more, content_type=None):
    """A Word, Excel or PowerPoint file, with ``more`` parts in it."""
    part, usual = MAIN[extension]
    types = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + "".join(f'<Default Extension="{name}" ContentType="x/{name}"/>' for name in ENDINGS)
        + f'<Override PartName="/{part}" ContentType="{content_type or usual}"/></Types>'
    )
    return archive([(TYPES, types), (part, '<?xml version="1.0"?><x>Words</x>'), *more])


def open_document(extension="odt", *more, manifest="<manifest/>"):
    """A file of LibreOffice, with ``more`` parts in it."""
    return archive(
        [
            ("mimetype", f"{OPEN}.{OPENS[extension]}"),
            ("META-INF/manifest.xml", manifest),
            ("content.xml", "<x>Words</x>"),
            ("Configurations2/accelerator/current.xml", ""),
            *more,
        ]
    )


def picture(extension="png", size=(3, 2)):
    made = io.BytesIO()
    Image.new("RGB", size, "white").save(made, "PNG" if extension == "png" else "JPEG")
    return made.getvalue()


REAL = {
    "pdf": PDF,
    **{extension: office(extension) for extension in MAIN},
    **{extension: open_document(extension) for extension in OPENS},
    "png": picture("png"),
    "jpg": picture("jpg"),
    "jpeg": picture("jpg"),
    "txt": "Zoë’s words.\n".encode(),
    "csv": b"\xef\xbb\xbfQuestion,Children\r\nWere you heard?,18\r\n",
}
