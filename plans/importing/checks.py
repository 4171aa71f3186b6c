"""What a person should look at in an imported plan before it is brought in."""

import re
from collections import Counter
from itertools import pairwise

from plans.models.timescale import TimescaleKind

NUMBER = re.compile(r"(\d+)")


def check_plan(plan):
    """Add notes on blanks, dates and numbers; and that it is no plan, if nothing was found."""
    if not plan.actions:
        plan.note(
            "not_a_plan",
            "file",
            "No table in this file looks like a plan: a plan has a row or cell for each action, with a heading above.",
        )
        return
    for action in plan.actions:
        _check_blanks(plan, action)
        _check_timescale(plan, action)
    _check_numbers(plan)


def _check_blanks(plan, action):
    name = f"“{action.reference or action.wording[:60]}”"
    for code, value, words in (
        ("blank_lead", action.leads, "no lead"),
        ("blank_timescale", action.timescale.words, "no timescale"),
        ("blank_measures", action.measures, "no success measure"),
    ):
        if not value:
            plan.note(code, action.where, f"Action {name} has {words}.")


def _check_timescale(plan, action):
    words, read = action.timescale.words, action.timescale.read
    shown = f"“{' '.join(words.split())}”"
    if words and (not read.is_understood or read.needs_check):
        if read.due_on:
            said = "Only a part of it was read as a date."
        elif read.offer:
            said = "It may mean a month: confirm it."
        else:
            said = "It was kept as words."
        plan.note("unread_timescale", action.where, f"The timescale {shown} needs a check. {said}")
    dates = len(re.findall(r"(?:19|20)\d\d|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b", words))
    if read.kind == TimescaleKind.SEVERAL or dates > 1:
        plan.note("several_dates", action.where, f"The timescale {shown} has more than one date.")
    if read.due_on and plan.starts_on and read.due_on < plan.starts_on:
        plan.note("date_before_plan", action.where, f"The date {shown} is before the plan begins.")


def _check_numbers(plan):
    references = [action.reference for action in plan.actions if action.reference]
    for reference, count in Counter(references).items():
        if count > 1:
            where = [action.where for action in plan.actions if action.reference == reference][-1]
            plan.note(
                "duplicate_reference", where, f"The reference {reference} is used {count} times."
            )
    for numbers, what in (
        (references, "action"),
        ([objective.number for objective in plan.objectives if objective.number], "objective"),
    ):
        for before, after in pairwise(numbers):
            if _key(after) < _key(before) and _prefix(after) == _prefix(before):
                plan.note(
                    "numbers_out_of_order",
                    f"{what} {after}",
                    f"The number {after} comes after {before}.",
                )


def _key(number):
    return [int(part) if part.isdecimal() else part for part in NUMBER.split(number)]


def _prefix(number):
    return NUMBER.split(number)[0]
