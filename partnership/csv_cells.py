"""Cells of CSV and Excel files that no spreadsheet takes for a formula."""

# With these a formula begins in Excel, LibreOffice or Google's; full-width forms are read alike.
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # fmt: skip


def neutral(cell):
    """A cell's value as it may be written: words that would be a formula get an apostrophe before them.

    Spreadsheets show or hide the apostrophe, and compute nothing. Spaces before do not hide a formula
    from all of them, so they are looked through. What is no text (a number, a date, None) is left alone.
    """
    if isinstance(cell, str) and cell.lstrip(" \u00a0").startswith(BEGINNINGS):
        return f"'{cell}"
    return cell


def plain(cell):
    """A cell as it was before ``neutral``, for a file of ours that comes back."""
    if isinstance(cell, str) and cell.startswith("'") and neutral(cell[1:]) == cell:
        return cell[1:]
    return cell
