"""The part of a plan's document that one group leads: its work plan, as at any moment."""

from dataclasses import replace

from plans.leads.rules import LEADING


def leading_groups(document):
    """[(id, name at that moment)] of the groups that lead an action, by name."""
    found = {who for action in document.actions for who in _groups(action)}
    return sorted(found, key=lambda group: group[1])


def led_by_group(document, pk):
    """The document as filtered to the actions that the group with this id leads.

    The twin of the filter of live actions (``plans.leads.rules.led_by``), for what is no longer in the tables.
    """
    return replace(document, sections=tuple(_section(s, pk) for s in document.sections))


def _section(section, pk):
    parts = (
        replace(part, actions=tuple(_action(action, pk) for action in part.actions))
        for part in section.parts
    )
    return replace(section, parts=tuple(parts))


def _action(action, pk):
    return replace(action, is_shown=any(group == pk for group, _ in _groups(action)))


def _groups(action):
    leads = (lead for lead in action.leads if lead.kind == "group" and lead.role in LEADING)
    return {(lead.pk, lead.name) for lead in leads}
