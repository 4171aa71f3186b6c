"""Makes cells of CSV and Excel files safe: no spreadsheet runs them as a formula."""

import re

# A formula begins with one of these in Excel, LibreOffice or Google Sheets; full-width forms count too.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip
# White space, control characters, and signs without width such as the byte order mark.
INVISIBLE = re.compile(
    r"^(?:(?![\t\r\n])[\s\x00-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2060-\u206f\ufeff])+"
)


def neutral(cell):
    """A cell's value, safe to write: text that would be a formula gets an apostrophe before it.

    Spreadsheets show or hide the apostrophe, and compute nothing. Spaces and invisible signs before do not hide a
    formula from all of them, so they are skipped. Values that are not text (a number, a date, None) are left alone.
    """
    if isinstance(cell, str) and INVISIBLE.sub("", cell, count=1).startswith(BEGINNINGS):
        return f"'{cell}"
    return cell


def plain(cell):
    """A cell as it was before ``neutral``, for reading our own files."""
    if isinstance(cell, str) and cell.startswith("'") and neutral(cell[1:]) == cell:
        return cell[1:]
    return cell
