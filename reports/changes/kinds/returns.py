"""Describes what happened to the returns of a reporting period in one change, as part of the period."""

from partnership.text import Words, listed
from reports.changes.values import Fact, FieldText, content

WHEN = {"on_time": "", "late": " late", "after_freeze": " after the freeze"}


def describe_returns(values, rows):
    """The Facts: asked, chased, submitted, sent back, in the order in which they can follow one another."""
    facts = []
    for verb, alike in (
        ("return added for", _added),
        ("return removed for", _removed),
        ("chased", _chased),
    ):
        names = [_name(values, row) for row in rows if alike(row)]
        if names:
            facts.append(Fact(f"{verb} {listed(names)}"))
    for row in rows:
        facts += _own(values, row)
    return facts


def _added(row):
    return row.type == "+"


def _removed(row):
    return row.type == "-"


def _chased(row):
    """Not where the mail server refused the email, which puts the earlier moment back."""
    if row.type != "~" or "chased_at" not in row.altered or row.record.chased_at is None:
        return False
    before = row.before.chased_at if row.before is not None else None
    return before is None or row.record.chased_at > before


def _own(values, row):
    """The Facts of one return: what its people or the business manager did with it."""
    record, altered = row.record, row.altered if row.type == "~" else ()
    name = _name(values, row)
    if "submitted_at" in altered and record.submitted_at:
        again = " again" if row.before is not None and row.before.submitted_at else ""
        note = " with the note" if record.note else ""
        text = f"return of {name} submitted{again}{WHEN[record.timing]}{note}"
        yield content(text, "Note with the return", record.note)
    elif "note" in altered:
        yield Fact(
            f"note with the return of {name} reworded", (FieldText("Note", (Words(record.note),)),)
        )
    if "chased_at" in altered and not _chased(row):
        yield Fact(f"email about the return of {name} could not be sent")
    if "questioned_at" in altered and record.questioned_at:
        yield content(f"return of {name} sent back with a question", "Question", record.question)
    elif "question" in altered:
        yield Fact(
            f"question to {name} reworded", (FieldText("Question", (Words(record.question),)),)
        )


def _name(values, row):
    kind, pk = row.record.who
    return values.mention(row.model._meta.get_field(kind).related_model, pk)
