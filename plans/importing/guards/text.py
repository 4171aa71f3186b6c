"""Delimited text: that it is text, and no page or program under another name."""

import re

from django.core.exceptions import ValidationError

MOST_ROWS = 20_000
MOST_LINE = 2_000_000  # letters; longer than any row of a plan
NOT_TEXT = (
    "The file is not readable as text. In Excel, save it as “CSV UTF-8”, then choose it again."
)
CONTROL = (
    "Line {line} of the file has a character that text does not have (number {code}). Save the file again as “CSV "
    "UTF-8”."
)
TOO_MANY = "The file has {count:,} lines; at most {most:,} can be read. Split it."
TOO_LONG = "Line {line} of the file is too long to be a row of a plan."
MARKUP = re.compile(
    rb"\s*(?:<(?:!doctype|html|head|body|svg|script|\?xml)|%pdf-|\{\\rtf)", re.IGNORECASE
)
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
WIDE_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def check_text(content):
    """True for text; False for a web page or the like."""
    if MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        return False
    text = decode_text(content)
    if found := CONTROLS.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise ValidationError(CONTROL.format(line=line, code=ord(found[0])))
    lines = text.splitlines()
    if len(lines) > MOST_ROWS:
        raise ValidationError(TOO_MANY.format(count=len(lines), most=MOST_ROWS))
    for number, line in enumerate(lines, start=1):
        if len(line) > MOST_LINE:
            raise ValidationError(TOO_LONG.format(line=number))
    return True


def decode_text(content):
    """The text of UTF-8, of UTF-16 with its mark, or else of Windows-1252."""
    encoding = WIDE_MARKS.get(content[:2], "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as damage:
        if encoding != "utf-8-sig" or b"\0" in content:
            raise ValidationError(NOT_TEXT) from damage
    return content.decode("cp1252", errors="replace")
