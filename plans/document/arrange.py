"""The actions of a plan arranged otherwise than by priority: by the month they are due, or by who leads them."""

from collections import defaultdict

from plans.document.records import SectionFacts, SectionPart
from plans.leads.rules import LEADING
from plans.models import Precision, TimescaleKind
from plans.models.timescale import date_words

ONGOING, NO_DATE, NOBODY = "Ongoing", "No date", "Nobody named"
WAYS = {"date": "by date", "lead": "by lead"}


def arranged_sections(document, by=""):
    """The sections of a PlanDocument, with the actions that match its filter: by priority, or in one of WAYS.

    By lead, an action is in the section of each who leads it; so numbers are never counted from these sections.
    """
    if by not in WAYS:
        return document.narrowed() if document.is_filtered else document.sections
    groups = defaultdict(list)
    for action in document.shown:
        for key in _KEYS[by](action):
            groups[key].append(action)
    return tuple(
        SectionFacts(None, (SectionPart(None, tuple(groups[key])),), heading=key[-1], number=number)
        for number, key in enumerate(sorted(groups), start=1)
    )


def way_asked(parameters):
    """The key of WAYS that the parameters of an address name; "" for any other."""
    by = parameters.get("by", "")
    return by if by in WAYS else ""


def _by_date(action):
    """The month of its due date; what is ongoing and what has no date come last."""
    due_on = action.timescale.due_on
    if due_on is not None:
        return [(0, due_on.year, due_on.month, date_words(due_on, Precision.MONTH))]
    if action.timescale.kind == TimescaleKind.ONGOING:
        return [(1, 0, 0, ONGOING)]
    return [(2, 0, 0, NO_DATE)]


def _by_lead(action):
    """Each who leads it, by name; words in its cell that name nobody known count as names."""
    who = [(lead.kind, lead.pk or 0, lead.name) for lead in action.leads if lead.role in LEADING]
    if not action.leads:
        who = [
            ("words", 0, words)
            for line in action.leads_words.splitlines()
            if (words := line.strip())
        ]
    keys = dict.fromkeys((0, name.lower(), kind, pk, name) for kind, pk, name in who)
    return list(keys) or [(1, NOBODY)]


_KEYS = {"date": _by_date, "lead": _by_lead}
