"""What becomes of the columns of a file that are no field of their own in an imported action."""

from plans.importing import headings
from plans.models import Action

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
        elif kind not in LINKS:
            found[headings.NOTE] += (f"{headings.LABELS[kind]}: {text}",)
    return {name: "\n".join(texts) for name, texts in found.items() if texts}
