"""Checks Office files, which are archives from strangers: each part is unpacked within limits, and never to disk.

The limits are shared with the workbooks embedded for a document's charts, which are archives themselves.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

from django.core.exceptions import ValidationError

from plans.files.kinds import KINDS
from plans.files.office_parts import PartReader, check_contents

MOST_PARTS = 5_000
MOST_UNPACKED = 100 * 1024 * 1024  # bytes
MOST_RATIO = 200  # unpacked to packed, of the whole; spreadsheets reach fifty
CHUNK = 64 * 1024

DAMAGED = "The file is damaged. Choose a different file."
LOCKED = "The file is protected by a password. Save it without a password, then choose it again."
ACTIVE = (
    "The file contains macros or embedded objects. Save it without them, or as a PDF, then "
    "choose it again."
)
TOO_LARGE = "The file is too large when unpacked. Save it as a PDF, then choose it again."
WANDERING = "The file contains invalid file names. Save it as a PDF, then choose it again."
NESTED = "The file contains another archive. Save it as a PDF, then choose it again."
AROUND = (
    "The file has extra data before or after its content. Save it again, then choose that file."
)
DECLARES = "The file contains declarations (DOCTYPE) that are not allowed. Save it as a PDF, then choose it again."

# The exceptions of zipfile, zlib and expat for damaged archives.
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, EOFError, OSError),
    *(ValueError, RuntimeError, LookupError, OverflowError),
)
ACTIVE_PART = re.compile(
    r"vba(project|data)|(^|/)activex/|(^|/)macrosheets/|/oleobject|^basic/|^scripts/", re.IGNORECASE
)
EMBEDDED = re.compile(r"/embeddings/[^/]+\.(docx|xlsx|pptx)$", re.IGNORECASE)
READ = ("[Content_Types].xml", "META-INF/manifest.xml")
OFFICE = {f"{kind.media_type}.main+xml": kind for kind in KINDS if "openxml" in kind.media_type}
OPEN = {kind.media_type: kind for kind in KINDS if "opendocument" in kind.media_type}


@dataclass
class Room:
    """The number of parts and bytes that may still be unpacked."""

    parts: int
    size: int  # in bytes


def kind_of_archive(content, room=None, *, embedded=False):
    """The FileKind of an Office or OpenDocument file that passes all checks; None for another kind of file.

    Raises ValidationError with the reason if the file is not accepted.
    """
    room = room or Room(MOST_PARTS, MOST_UNPACKED)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_parts(archive, parts, content, room)
            said = {}
            for part in parts:
                _read_part(archive, part, room, said, embedded)
    except BROKEN as damage:
        raise ValidationError(DAMAGED) from damage
    kind = _kind(said)
    if kind and "mimetype" not in said:
        check_contents([part.filename for part in parts], said)
    return kind


def _check_parts(archive, parts, content, room):
    """Check the archive's own directory, before anything is unpacked."""
    names = [part.filename for part in parts]
    room.parts -= len(parts)
    whole = sum(part.file_size for part in parts)
    if room.parts < 0 or whole > room.size or whole > MOST_RATIO * len(content):
        raise ValidationError(TOO_LARGE)
    if any(_wanders(part.orig_filename) for part in parts) or len(set(names)) < len(names):
        raise ValidationError(WANDERING)
    if any(part.flag_bits & 1 for part in parts):
        raise ValidationError(LOCKED)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise ValidationError(DAMAGED)
    starts = min((part.header_offset for part in parts), default=1)
    if starts or archive.comment or content[-22:-18] != b"PK\5\6":
        raise ValidationError(AROUND)
    if any(_is_active(name) for name in names):
        raise ValidationError(ACTIVE)


def _wanders(name):
    return (
        name.startswith("/")
        or re.search(r"[\\:\0]", name) is not None
        or ".." in name.rstrip("/").split("/")
    )


def _is_active(name):
    """Whether a part is a program, or embeds an object of another program."""
    is_brought = re.search(r"/embeddings/[^/]+$", name, re.IGNORECASE) and not EMBEDDED.search(name)
    return bool(ACTIVE_PART.search(name) or is_brought)


def _read_part(archive, part, room, said, embedded):
    """Unpack one part within the limits; its types and encryption are added to ``said``."""
    is_xml = part.filename.lower().endswith((".xml", ".rels"))
    # LibreOffice adds empty directories.
    is_xml = is_xml and part.file_size > 0
    reader = _reader(part.filename, said) if is_xml else None
    keeps = part.filename == "mimetype" or EMBEDDED.search(part.filename)
    kept = bytearray()
    with archive.open(part) as stream:
        first = True
        while chunk := stream.read(CHUNK):
            room.size -= len(chunk)
            if room.size < 0:
                raise ValidationError(TOO_LARGE)
            if first and chunk.startswith(b"PK\3\4") and (embedded or not keeps):
                raise ValidationError(NESTED)
            first = False
            if reader:
                reader.Parse(chunk, False)
            if keeps:
                kept += chunk
    if reader:
        reader.Parse(b"", True)
    if part.filename == "mimetype":
        said["mimetype"] = bytes(kept[:200]).decode("ascii").strip()
    elif keeps and kind_of_archive(bytes(kept), room, embedded=True) is None:
        raise ValidationError(NESTED)


def _reader(name, said):
    """An XML parser for a part; it refuses declarations, and adds types and encryption to ``said``."""

    def refuse(*declared):
        raise ValidationError(DECLARES)

    def note(element, attributes):
        said.setdefault("types", set()).add(attributes.get("ContentType", ""))
        said.setdefault("parts", set()).add(attributes.get("PartName", "").lower())
        said.setdefault("extensions", set()).add(attributes.get("Extension", "").lower() or None)
        if element.endswith("encryption-data"):
            raise ValidationError(LOCKED)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    if name in READ:
        parser.StartElementHandler = note
    else:
        PartReader(name).attach(parser)
    return parser


def _kind(said):
    types = said.get("types", set())
    if any(re.search("macroenabled|vbaproject", name, re.IGNORECASE) for name in types):
        raise ValidationError(ACTIVE)
    if "mimetype" in said:
        return OPEN.get(said["mimetype"])
    found = [kind for name, kind in OFFICE.items() if name in types]
    return found[0] if len(found) == 1 else None
