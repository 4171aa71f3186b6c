"""Makes the file of a logo safe: a PNG is drawn anew, an SVG is written anew from what is known to be harmless.

What an SVG may hold is a list of elements and attributes. Notes of drawing programs are left out; anything else that
is not on the list is refused, because the logo would look different without it.
"""

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from django.core.exceptions import ValidationError
from PIL import Image

LARGEST = 500_000  # bytes of a file
MOST_PIXELS = 16_000_000
LONGEST_SIDE = 1_200  # pixels of a PNG as it is kept
MOST_ELEMENTS, DEEPEST = 2_000, 30


def names_in(text):
    return frozenset(text.split())


SVG = "{http://www.w3.org/2000/svg}"
DRAWN = names_in(
    "svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient "
    "stop clipPath"
)
LEFT_OUT = frozenset({"title", "desc", "metadata"})
LOOKS = names_in(
    "fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset stroke-opacity opacity clip-path clip-rule "
    "stop-color stop-opacity color display visibility"
)
SHAPES = names_in(
    "id d x y x1 y1 x2 y2 cx cy r rx ry fx fy fr width height points transform viewBox offset "
    "pathLength gradientUnits gradientTransform spreadMethod clipPathUnits preserveAspectRatio"
)
# Attributes that change nothing here: the size of the root is that of its view box.
IGNORED = frozenset({"version", "baseProfile", "enable-background", "class"})
PLAIN = re.compile(r"[A-Za-z0-9\s.,#%()+_-]*\Z")
OWN_PART = re.compile(r"url\(#[A-Za-z0-9_-]+\)\Z")
NUMBER = re.compile(r"[0-9]{1,5}(\.[0-9]*)?(px)?\Z")
INSTEAD = "Save it as a PNG, then choose that file."


@dataclass(frozen=True)
class LogoFile:
    """A file that is safe to show."""

    kind: str  # png or svg
    content: bytes
    width: int  # pixels, or the units of the drawing
    height: int

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def read_logo_file(content):
    """The LogoFile of the bytes of a PNG or SVG; ValidationError with what to do if it is neither, or not safe."""
    if len(content) > LARGEST:
        raise ValidationError("The logo must be smaller than 500 kB.")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _drawn_anew(content)
    if b"<svg" in content[:5_000]:
        return _written_anew(content)
    raise ValidationError("The logo must be a PNG or an SVG.")


def _drawn_anew(content):
    """The pixels of a PNG alone, without what else the file says."""
    out = io.BytesIO()
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=["PNG"]) as given:
            warnings.simplefilter("error")
            if given.width * given.height > MOST_PIXELS:
                raise ValidationError("The logo has too many pixels. Make it smaller.")
            given.verify()  # WeasyPrint lets Pillow open what is cut off
        with Image.open(io.BytesIO(content), formats=["PNG"]) as given:
            picture = given.convert("RGBA")
        picture.info.clear()
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture.save(out, "PNG", optimize=True)
    except ValidationError:
        raise
    except Exception as broken:  # Pillow raises many types for damaged files
        raise ValidationError("The picture is damaged. Choose a different file.") from broken
    return LogoFile("png", out.getvalue(), *picture.size)


def _written_anew(content):
    root = _parse(content)
    if root.tag != f"{SVG}svg":
        raise ValidationError("The logo must be a PNG or an SVG.")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise ValidationError(f"The SVG has too many parts. {INSTEAD}")
    box = _view_box(root)
    inside = "".join(_write(child, 1) for child in root)
    looks = "".join(_attributes(root, LOOKS))
    width, height = (max(1, round(side)) for side in box[2:])
    view = " ".join(f"{number:g}" for number in box)
    size = f'viewBox="{view}" width="{width}" height="{height}"'
    text = f'<svg xmlns="{SVG[1:-1]}" {size}{looks}>{inside}</svg>'
    return LogoFile("svg", text.encode(), width, height)


def _parse(content):
    """The root of an SVG without entities: a declared one could hold anything, a thousand times over."""
    try:
        text = content.decode("utf-8-sig")
        text = re.sub(r"\A\s*<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*>", "", text)
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise ValidationError(f"The SVG declares parts of its own. {INSTEAD}")
        return ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError, RecursionError) as broken:
        raise ValidationError("The SVG is damaged. Choose a different file.") from broken


def _view_box(root):
    """x, y, width and height of the drawing."""
    given = root.get("viewBox", "").replace(",", " ").split()
    if not given and all(NUMBER.match(root.get(side, "")) for side in ("width", "height")):
        given = ["0", "0", *(root.get(side).removesuffix("px") for side in ("width", "height"))]
    try:
        box = [float(number) for number in given]
    except ValueError:
        box = []
    if len(box) != 4 or not all(abs(n) < 100_000 for n in box) or min(box[2:]) <= 0:
        raise ValidationError(f"The SVG does not say how large it is. {INSTEAD}")
    return box


def _write(element, depth):
    """One element and those in it, as text; “” for notes of a drawing program."""
    name = element.tag.removeprefix(SVG) if isinstance(element.tag, str) else "{"
    if name.startswith("{") or name in LEFT_OUT:
        return ""
    if name not in DRAWN or name == "svg":
        _refuse(name)
    if depth > DEEPEST:
        raise ValidationError(f"The SVG is too deeply nested. {INSTEAD}")
    inside = "".join(_write(child, depth + 1) for child in element)
    return f"<{name}{''.join(_attributes(element, LOOKS | SHAPES))}>{inside}</{name}>"


def _attributes(element, allowed):
    """The attributes of an element, and what its style declares, as text."""
    if any(name.endswith("}href") for name in element.attrib):
        _refuse("href")
    styles = dict(_declared(element.get("style", "")))
    own = {n: v for n, v in element.attrib.items() if n != "style" and not n.startswith("{")}
    for name, value in {**own, **styles}.items():
        if name in allowed:
            if not _is_plain(value.strip()):
                _refuse(name)
            yield f" {name}={quoteattr(value.strip())}"
        elif not _is_idle(name, declared=name in styles):
            _refuse(name)


def _is_plain(value):
    """Whether a value loads nothing: a part of the drawing itself may be named."""
    return bool(OWN_PART.match(value) or (PLAIN.match(value) and "url" not in value.lower()))


def _is_idle(name, *, declared):
    """Whether the drawing looks the same without it."""
    if name in SHAPES or name in IGNORED or name.startswith(("font-", "text-", "data-", "aria-")):
        return True
    return declared and name not in ("filter", "mask")


def _declared(style):
    """The (property, value) pairs of a style attribute."""
    for declaration in filter(str.strip, style.split(";")):
        name, _, value = declaration.partition(":")
        yield name.strip(), value.strip()


def _refuse(name):
    known = name if re.fullmatch(r"[A-Za-z-]{1,30}", name) else "unknown"
    raise ValidationError(f"The SVG has a part that cannot be shown safely: “{known}”. {INSTEAD}")
