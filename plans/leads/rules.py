"""Whose leads an action has: its own, or its priority's if the action names none (decision 0062).

Each rule is a function of plain values, with the equivalent condition for a QuerySet of actions beside it.
This module imports no model, so that models can use it too.
"""

from django.db.models import Q

# Roles of those who carry the work; overseeing or contributing is not leading.
LEADING = frozenset({"lead", "joint", "via"})

BLANK = " \t\r\n"


def has_own_leads(leads, words):
    """Whether an action names anyone: by a lead of any role, or in the words of its cell.

    Words count even if they are not yet matched to anyone on the lists: they mean that the priority's
    leads do not apply, and they give no one permission to update the action.
    """
    return bool(leads) or bool(words.strip(BLANK))


WITHOUT_OWN_LEADS = Q(leads=None, leads_words__regex=rf"^[{BLANK}]*$")


def led_by(**who):
    """Condition: those who lead the action match ``who`` (such as ``group=3``). May return an action twice."""
    own = {f"leads__{name}": value for name, value in who.items()}
    shared = {f"priority__leads__{name}": value for name, value in who.items()}
    return Q(leads__role__in=LEADING, **own) | WITHOUT_OWN_LEADS & Q(
        priority__leads__role__in=LEADING, **shared
    )


LED = led_by()
