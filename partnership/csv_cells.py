"""Makes cells of CSV and Excel files safe: no spreadsheet runs them as a formula."""

# A formula begins with one of these in Excel, LibreOffice or Google Sheets; full-width forms count too.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip


def neutral(cell):
    """A cell's value, safe to write: text that would be a formula gets an apostrophe before it.

    Spreadsheets show or hide the apostrophe, and compute nothing. Spaces before do not hide a formula
    from all of them, so they are skipped. Values that are not text (a number, a date, None) are left alone.
    """
    if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(BEGINNINGS):
        return f"'{cell}"
    return cell


def plain(cell):
    """A cell as it was before ``neutral``, for reading our own files."""
    if isinstance(cell, str) and cell.startswith("'") and neutral(cell[1:]) == cell:
        return cell[1:]
    return cell
