"""Reads the sheet of a return that someone has filled in: what they say of each action, and who they are."""

from dataclasses import dataclass
from io import BytesIO

import openpyxl
from django.core.exceptions import ValidationError

from partnership.text import clean_text
from plans.importing.guard import about, check_plan_file
from plans.importing.own_workbook import ABOUT

SHEET = "Return"
FILLED_BY = "Your name"
HEAD_ROW, FIRST_ROW = 4, 5  # from 0
# Field of a draft → the heading of its column.
ANSWERS = {
    "rating": "Rating now",
    "comment": "What has happened, and what difference has it made?",
    "next_steps": "Next steps",
}
HEADS = ("Id", "No.", "Action", "By when", "Last rating", "Last reported", *ANSWERS.values())
LONGEST, LONGEST_NAME = 5_000, 200  # characters
OTHER = "{name}: this is not the sheet of this return. Download the sheet again, and copy the answers into it."
MOVED = "{name}: the headings of the sheet were changed. Download the sheet again, and copy the answers into it."


@dataclass(frozen=True)
class Answer:
    """What a sheet says of one action; ``rating`` is the key of a rating, or "" where none was given."""

    pk: int
    rating: str
    comment: str
    next_steps: str

    @property
    def is_given(self):
        return bool(self.rating or self.comment or self.next_steps)


@dataclass(frozen=True)
class ReturnSheet:
    filled_by: str  # "" if the name was left blank
    answers: tuple[Answer, ...]


def mark_of(record):
    """What tells the sheet of one return from that of any other."""
    return f"return {record.pk} of period {record.period_id}"


def read_return_sheet(record, scheme, name, content):
    """The ReturnSheet of an uploaded file; ValidationError has a sentence for each thing that is wrong."""
    checked = check_plan_file(name, content)
    if checked.extension != "xlsx":
        raise ValidationError(f"{checked.name}: choose the Excel sheet of this return (.xlsx).")
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    if {SHEET, ABOUT} - {*book.sheetnames} or book[ABOUT]["A1"].value != mark_of(record):
        raise ValidationError(OTHER.format(name=checked.name))
    rows = list(book[SHEET].iter_rows(max_col=len(HEADS), values_only=True))
    if len(rows) <= HEAD_ROW or rows[HEAD_ROW] != HEADS:
        raise ValidationError(MOVED.format(name=checked.name))
    answers, wrong = [], []
    for number, row in enumerate(rows[FIRST_ROW:], FIRST_ROW + 1):
        if any(value is not None for value in row):
            answers.append(_answer(row, number, scheme, wrong))
    if wrong:
        raise ValidationError([about(checked.name, sentence) for sentence in wrong])
    return ReturnSheet(_text(rows[2][3])[:LONGEST_NAME], tuple(answers))


def _answer(row, number, scheme, wrong):
    told = dict(zip(ANSWERS, map(_text, row[-len(ANSWERS) :]), strict=True))
    label, pk = told.pop("rating"), row[0]
    keys = {rating.label.casefold(): rating.key for rating in scheme.ratings}
    if label and label.casefold() not in keys:
        wrong.append(f"Row {number}: “{label[:60]}” is not one of your ratings.")
    for field, text in told.items():
        if len(text) > LONGEST:
            said = f"“{ANSWERS[field]}” has {len(text):,} characters; at most {LONGEST:,} can be saved."
            wrong.append(f"Row {number}: {said}")
    if not isinstance(pk, int | float) or pk != int(pk):
        wrong.append(f"Row {number}: the hidden id of the action is missing.")
        pk = 0
    return Answer(int(pk), keys.get(label.casefold(), ""), **told)


def _text(value):
    return "" if value is None else clean_text(str(value)).strip()
