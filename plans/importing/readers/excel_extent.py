"""Where the sheets of a workbook have values and formulas, from its XML: openpyxl keeps one of both, and counts
cells that are only coloured."""

import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath
from xml.parsers import expat

CHUNK = 64 * 1024
CELL = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


@dataclass(slots=True)
class Extent:
    """``cells`` counts those that the file names, with a value or not."""

    cells: int = 0
    last_row: int = 0
    last_column: int = 0
    merged: int = (
        0  # cells in its merged areas, each of which openpyxl makes when it opens the file
    )
    formulas: set = field(default_factory=set)  # “B12”


def read_extents(content):
    """{title of a sheet: Extent} of the bytes of an .xlsx."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        names = set(archive.namelist())
        targets = dict(_targets(archive, names))
        return {
            title: _read_sheet(archive, targets[key])
            for title, key in _sheets(archive, names)
            if targets.get(key) in names
        }


def _targets(archive, names):
    for attributes in _elements(archive, names, "xl/_rels/workbook.xml.rels", "Relationship"):
        target = attributes.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        yield attributes.get("Id"), path


def _sheets(archive, names):
    for attributes in _elements(archive, names, "xl/workbook.xml", "sheet"):
        key = next((v for name, v in attributes.items() if name.split(":")[-1] == "id"), None)
        yield attributes.get("name", ""), key


def _elements(archive, names, path, wanted):
    found = []

    def start(name, attributes):
        if name.split(":")[-1] == wanted:
            found.append(attributes)

    if path in names:
        _parse(archive, path, start, None)
    return found


def _read_sheet(archive, path):
    extent, here, number = Extent(), "", [0, 0]  # row and column of the cell that is read

    def start(name, attributes):
        nonlocal here
        name = name.split(":")[-1]
        if name == "row":
            number[:] = [int(attributes.get("r") or number[0] + 1), 0]
        elif name == "c":
            extent.cells += 1
            match = CELL.match(attributes.get("r", ""))
            number[1] = column_number(match[1]) if match else number[1] + 1
            here = match[0] if match else ""
        elif name == "mergeCell":
            extent.merged += _area(attributes.get("ref", ""))
        elif name == "f":
            extent.formulas.add(here)
        if name in ("v", "t", "f"):
            extent.last_row = max(extent.last_row, number[0])
            extent.last_column = max(extent.last_column, number[1])

    _parse(archive, path, start, None)
    return extent


def _parse(archive, path, start, end):
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    with archive.open(path) as stream:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _area(reference):
    """The number of cells of “B2:D4”."""
    corners = [CELL.match(corner) for corner in reference.split(":")]
    if len(corners) != 2 or not all(corners):
        return 0
    (left, top), (right, bottom) = ((column_number(c[1]), int(c[2])) for c in corners)
    return (abs(right - left) + 1) * (abs(bottom - top) + 1)


def column_number(letters):
    """1 of “A”, 27 of “AA”."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
