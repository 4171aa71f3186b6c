"""What a reader gives, whatever the kind of file: paragraphs and tables in their order, and notes about them."""

import re
from dataclasses import dataclass, field
from functools import cached_property

# A bullet or a number that was typed: “•”, “- ”, “1.”, “a)”, “(iv)”.
BULLET = re.compile(r"^\s*(?:[•·▪●○◦■□►➢➤❖✓✔\uf0b7\uf0a7\uf0d8\uf0fc*]\s*|[-–—]\s+)")
TYPED_NUMBER = re.compile(r"^\s*(?:\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})[.)]|\([0-9a-z]{1,2}\))\s+")
# Marks that nobody sees: control characters, of direction, of no width, soft hyphens.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
LIST_NUMBER = re.compile(r"^\(?(?:[0-9]{1,2}|[A-Za-z]|[ivxIVX]{1,5})[.):]?\)?$")


@dataclass(frozen=True, slots=True)
class Note:
    """Something a person should look at: a stable ``code``, where in the file, and a sentence."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a cell. ``is_item``: a list item, by the program that wrote it or by a typed bullet or number.

    ``number`` is what the program prints before it and does not keep in its text: “1.”, “a)”.
    """

    text: str
    is_item: bool = False
    number: str = ""

    @property
    def full_text(self):
        """The text with the number printed before it."""
        return f"{self.number} {self.text}" if self.number else self.text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the grid: ``column`` counts from 0, ``span`` columns; ``fill`` is its colour as rrggbb, or ""."""

    column: int
    lines: tuple[Line, ...] = ()
    span: int = 1
    fill: str = ""
    is_below: bool = False  # the cell above goes on here
    where: str = ""

    @property
    def text(self):
        return "\n".join(line.text for line in self.lines)

    @property
    def is_empty(self):
        return not self.lines


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    where: str  # “table 2, row 3”
    is_head: bool = False  # the file says that it is repeated on every page

    @property
    def filled(self):
        return [cell for cell in self.cells if not cell.is_empty]

    def cell(self, column):
        """The cell that covers a column of the grid; an empty one if the row is short."""
        if column < len(self.cells) and self.cells[column].column == column:
            return self.cells[column]
        for cell in self.cells:
            if cell.column <= column < cell.column + cell.span:
                return cell
        return Cell(column, where=self.where)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside of tables. ``level``: 1 to 9 of a heading; 0 of other text."""

    text: str
    level: int = 0
    is_bold: bool = False
    is_item: bool = False


@dataclass(frozen=True)
class Table:
    where: str  # “table 2”, “sheet Action plan”
    rows: tuple[Row, ...]
    name: str = ""  # of its sheet

    @cached_property
    def width(self):
        ends = (cell.column + cell.span for row in self.rows for cell in row.cells)
        return max(ends, default=0)


@dataclass(slots=True)
class SourceFile:
    """What one file holds; ``kind`` is word, excel, csv, pdf or pasted."""

    kind: str
    blocks: list = field(default_factory=list)  # Paragraph or Table
    notes: list = field(default_factory=list)
    left_out: list = field(default_factory=list)  # (where, words) that are in none of the blocks

    def note(self, code, where, text):
        self.notes.append(Note(code, where, text))

    def leave_out(self, where, words):
        if words := " ".join(words.split()):
            self.left_out.append((where, words))

    @property
    def tables(self):
        return [block for block in self.blocks if isinstance(block, Table)]


def visible(text):
    """A text on one line, without the marks that nobody sees and that would make two equal words differ."""
    return " ".join(INVISIBLE.sub("", text).split())


def is_sign(text):
    """Whether a text is only signs, such as “●” or “✓”, and no word or number."""
    return bool(text.strip()) and not any(letter.isalnum() for letter in text)


def numbered_lines(lines):
    """The Lines of a cell; a number of several parts or with words belongs to its text: “1.2”, “Action 3:”."""
    return tuple(
        Line(line.full_text) if line.number and not LIST_NUMBER.match(line.number) else line
        for line in lines
    )


def plain_lines(text):
    """The Lines of a plain text as they are, bullets included."""
    return tuple(Line(words) for raw in text.split("\n") if (words := visible(raw)))


def lines_of(text, *, is_item=False):
    """The Lines of a plain text: a typed bullet makes an item, and what follows it unmarked goes on with it."""
    lines = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        words = visible(raw)
        if not words:
            continue
        bare = BULLET.sub("", words, count=1)
        lines.append(Line(bare.strip() or words, is_item or bare != words))
    return tuple(lines)
