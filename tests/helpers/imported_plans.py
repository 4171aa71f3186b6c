"""Compares a plan as it was read with what a careful person reads, and its words with those of the file."""

import csv
import io
import re
import zipfile
from collections import Counter

import openpyxl
import pdfplumber
from lxml import etree

from plans.importing.guards.text import decode_text
from plans.importing.read import read_file
from plans.importing.tables import INVISIBLE
from plans.importing.to_data import plan_data
from plans.importing.understand import understand

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Parts of a document whose words must be found again.
WORD_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|comments)\.xml")
# What only joins or labels: “and” between two leads, “Lead:” before one.
JOINING = {"and", "with", "lead", "plus"}
LIST_NUMBER = re.compile(r"\d|[a-e]")
FIELDS = ("reference", "wording", "priority", "objective", "measures", "rating", "progress")


def read(extension, content, **given):
    """The ImportedPlan of the bytes of a file."""
    return understand(read_file(extension, content), **given)


def codes(plan):
    return {note.code for note in plan.notes}


def actions(plan, *fields):
    """The given fields of each action, in their order, as ``plan_data`` names them; of leads the names."""
    return [
        tuple(_field(action, field) for field in fields) for action in plan_data(plan)["actions"]
    ]


def _field(action, field):
    if field == "leads":
        return [lead["name"] for lead in action["leads"]]
    if field in ("words", "due_on"):
        return action["timescale"][field]
    return action[field]


def differences(data, expected):
    """Sentences on what ``plan_data`` says otherwise than an example's expected JSON."""
    found = []

    def check(what, got, wanted, also=()):
        if got != wanted and got not in also:
            found.append(f"{what}: {got!r}, not {wanted!r}")

    check(
        "priorities", *([part["heading"] for part in one["priorities"]] for one in (data, expected))
    )
    check("objectives", data["objectives"], expected["objectives"])
    check("number of actions", len(data["actions"]), len(expected["actions"]))
    for got, wanted in zip(data["actions"], expected["actions"], strict=False):
        name = wanted["reference"] or wanted["wording"][:40]
        for field in FIELDS:
            also = wanted.get(f"{field}_also_accepted", ())
            check(f"{name}, {field}", got[field], wanted[field], also)
        names = [lead["name"] for lead in got["leads"]]
        check(f"{name}, leads", names, wanted["leads"], wanted.get("leads_also_accepted", ()))
        check(f"{name}, timescale", got["timescale"]["words"], wanted["timescale"])
        _check_due(check, name, got["timescale"]["due_on"], wanted)
    missing = set(expected["warnings_expected"]) - {note["code"] for note in data["warnings"]}
    check("warnings", sorted(missing), [])
    return found


def _check_due(check, name, got, wanted):
    """A month is as good as its last day."""
    accepted = (wanted["due"], *wanted.get("due_also_accepted", ()))
    is_same = any(got == one or (got and one and got[:7] == one) for one in accepted)
    check(f"{name}, due", got if not is_same else wanted["due"], wanted["due"])


def lost_words(extension, content, plan):
    """{word: times} of the words of a file that are neither in the plan, nor in a note, nor listed as left out."""
    return lost_words_of_text(_text_of(extension, content), plan)


def lost_words_of_text(text, plan):
    """As ``lost_words``; a heading that comes again, as after a page, is in the plan once."""
    lost = _words(text) - _words(_text_of_plan(plan))
    headings = [part.heading for part in plan.priorities] + [
        f"{one.label} {one.title}" for one in plan.objectives
    ]
    again = _words("\n".join(headings)).keys() | JOINING
    return {w: n for w, n in lost.items() if w not in again and not LIST_NUMBER.fullmatch(w)}


def _words(text):
    return Counter(re.findall(r"[^\W_]+", INVISIBLE.sub("", text).casefold()))


def _text_of_plan(plan):
    texts = [plan.title, *(part.heading for part in plan.priorities)]
    texts += [f"{one.label} {one.number} {one.title}" for one in plan.objectives]
    for action in plan.actions:
        if action.priority is not None:
            texts.append(plan.priorities[action.priority].heading)
        objectives = (o for o in plan.objectives if action.objective in (o.number, o.title))
        texts += [f"{one.label} {one.number} {one.title}" for one in objectives]
        texts += [action.reference, action.wording, *action.leads, action.timescale.words]
        # A letter, such as “G”, is given as its colour
        texts += [*action.measures, action.rating, action.rating[:1], action.progress]
        texts += [text for _, text in action.others]
    texts += [column.heading for column in plan.columns]
    texts += [note.text for note in plan.notes]
    texts += [words for _, words in plan.left_out]
    return "\n".join(texts)


def _text_of(extension, content):
    if extension == "docx":
        return _text_of_word(content)
    if extension == "xlsx":
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        cells = (cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row)
        return "\n".join(value for value in cells if isinstance(value, str))
    if extension == "pdf":
        with pdfplumber.open(io.BytesIO(content)) as pages:
            return " ".join(word["text"] for page in pages.pages for word in page.extract_words())
    return "\n".join(
        " ".join(row) for row in csv.reader(io.StringIO(decode_text(content)), delimiter="\0")
    )


def _text_of_word(content):
    texts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if WORD_PARTS.fullmatch(name):
                root = etree.fromstring(archive.read(name))
                for fallback in list(root.iter(FALLBACK)):
                    fallback.getparent().remove(fallback)
                texts += [_text_of_paragraph(one) for one in root.iter(f"{W}p")]
    return "\n".join(texts)


def _text_of_paragraph(paragraph):
    """Its own text, without that of text boxes in it, and with a space where deleted and inserted text meet."""
    parts = []
    for element in paragraph.iter():
        nearest = next((one for one in element.iterancestors(f"{W}p")), paragraph)
        if element.tag in (f"{W}t", f"{W}delText") and nearest is paragraph:
            parts.append(element.text or "")
        elif element.tag in (
            f"{W}br",
            f"{W}tab",
            f"{W}del",
            f"{W}ins",
            f"{W}moveFrom",
            f"{W}vanish",
        ):
            parts.append(" ")
    return "".join(parts)


def read_whole(extension, content, **given):
    """The ImportedPlan of a file, none of whose words is lost."""
    plan = read(extension, content, **given)
    assert lost_words(extension, content, plan) == {}
    return plan
