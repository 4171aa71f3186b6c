"""What a partnership's cells of leads mean, and the names in its plans that mean nobody on its lists."""

from dataclasses import dataclass

from django.db.models import Count

from plans.models import Lead, LeadAlias, Plan


@dataclass(frozen=True)
class AliasRow:
    """An alias on the list; ``has_left`` if it means a person who is no longer a member, whom nothing finds."""

    alias: LeadAlias
    has_left: bool


@dataclass(frozen=True)
class AliasList:
    rows: tuple[AliasRow, ...]
    unmatched: tuple[
        tuple[str, int], ...
    ]  # words that lead, and in how many places; the most frequent first


def read_alias_list(partnership, *, on):
    """The AliasList of a partnership on the day ``on``: three queries."""
    members = set(partnership.membership_set.lasting(on).values_list("user", flat=True))
    aliases = LeadAlias.objects.filter(partnership=partnership).with_names()
    rows = (
        AliasRow(alias, alias.person_id is not None and alias.person_id not in members)
        for alias in aliases
    )
    return AliasList(tuple(rows), tuple(_unmatched(partnership)))


def leads_in_words(partnership):
    """The Leads in words of the partnership's plans that may still be changed."""
    open_plans = partnership.plan_set.exclude(status=Plan.Status.CLOSED)
    return Lead.objects.filter(plan__in=open_plans).exclude(words="")


def _unmatched(partnership):
    found = leads_in_words(partnership).order_by().values_list("words")
    return found.annotate(number=Count("pk")).order_by("-number", "words")
