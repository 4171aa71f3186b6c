"""The next free number of an action, in the style of the plan: “1.4” after “1.3”, “O1.8” after “O1.7”."""

import re

from plans.models import Action

LONGEST = Action._meta.get_field("reference").max_length
NUMBERED = re.compile(r"(?P<head>.*?)(?P<number>[0-9]{1,9})(?P<tail>[^0-9]*)", re.DOTALL)


def read_next_reference(plan, *, priority=None, objective=None):
    """The next free reference under ``priority`` and ``objective`` (records or None), or "": one query."""
    rows = list(plan.action_set.values_list("reference", "priority", "objective"))
    place = (getattr(priority, "pk", None), getattr(objective, "pk", None))
    siblings = [ref for ref, *under in rows if tuple(under) == place]
    if not siblings and objective is not None:
        siblings = [ref for ref, _, under in rows if under == place[1]]
    taken = [ref for ref, *_ in rows]
    return next_reference(siblings, taken, head=_head(taken, priority, objective))


def _head(taken, priority, objective):
    """What the first number under a priority or an objective begins with; "" if the plan numbers straight through."""
    if taken and not any("." in reference for reference in taken):
        return ""
    if objective is not None and any(r.startswith(f"{objective.number}.") for r in taken):
        return f"{objective.number}."
    if priority is not None:
        return f"{priority.code}."
    return f"{objective.number}." if objective is not None else ""


def next_reference(siblings, taken, *, head=""):
    """The reference after ``siblings`` (those of the same place, in print order) that is not in ``taken``.

    Without siblings: the first one that begins with ``head``, or else the one after ``taken``.
    """
    numbered = [
        found for ref in siblings or _like(taken, head) if (found := NUMBERED.fullmatch(ref))
    ]
    if not numbered:
        return _first_free(lambda number: f"{head}{number}", 1, taken)
    last = numbered[-1]
    alike = [found for found in numbered if found["head"] == last["head"]]
    if letter := _next_letter(alike, taken):
        return letter
    tails = {found["tail"] for found in alike}
    tail = tails.pop() if len(tails) == 1 else ""
    width = len(last["number"]) if last["number"].startswith("0") else 0
    highest = max(int(found["number"]) for found in alike)
    return _first_free(lambda n: f"{last['head']}{n:0{width}}{tail}", highest + 1, taken)


def _like(taken, head):
    return [reference for reference in taken if head and reference.startswith(head)] or (
        [] if head else taken
    )


def _next_letter(alike, taken):
    """“2c” after “2a” and “2b”; "" if the siblings are not one number with letters."""
    letters = [found["tail"] for found in alike]
    one_number = len({found["number"] for found in alike}) == 1
    if len(alike) < 2 or not one_number or not all(len(x) == 1 and x.islower() for x in letters):
        return ""
    for code in range(ord(max(letters)) + 1, ord("z") + 1):
        reference = f"{alike[0]['head']}{alike[0]['number']}{chr(code)}"
        if reference not in taken:
            return reference
    return ""


def _first_free(write, number, taken):
    while (reference := write(number)) in taken:
        number += 1
    return reference if len(reference) <= LONGEST else ""
