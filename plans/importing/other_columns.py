"""What becomes of the columns of a file that are no field of their own in an imported action."""

from plans.importing import headings
from plans.models import Action
from plans.models.timescale import date_words
from plans.timescales.parse import read_start_words

# Kinds of column whose words are a field of an action of the same name.
FIELDS = (headings.FURTHER, headings.RESOURCES, headings.NOTE)
# Kinds whose lines are records that an action is linked to.
LINKS = (headings.THEME, headings.DRIVER)


def other_fields(action):
    """{field: text} of the other columns of an ImportedAction's row; in its note what has no field."""
    found = dict.fromkeys(FIELDS, ())
    for kind, text in action.others:
        importance = text.strip().lower()
        if kind in FIELDS:
            found[kind] += (text,)
        elif kind == headings.IMPORTANCE and importance in Action.Importance.values:
            found["importance"] = (importance,)
        elif (
            kind == headings.START
            and "start" not in found
            and (start := _start_of(text, action.timescale.due_on))
        ):
            found["start"] = (start,)
        elif kind not in LINKS:
            found[headings.NOTE] += (f"{headings.LABELS[kind]}: {text}",)
    return {name: "\n".join(texts) for name, texts in found.items() if texts}


def _start_of(text, due_on):
    """The month or day in a cell of a start; "" for other words, or a day too late, which are kept as a note."""
    starts_on, precision = read_start_words(text) or (None, "")
    if starts_on is None or (due_on and due_on < starts_on):
        return ""
    return date_words(starts_on, precision)
