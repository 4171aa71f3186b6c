"""The next free number of an action, in the style of the plan: “1.4” after “1.3”, “O1.8” after “O1.7”."""

import re

from plans.models import Action

LONGEST = Action._meta.get_field("reference").max_length
NUMBERED = re.compile(r"(?P<head>.*?)(?P<number>[0-9]{1,9})(?P<tail>[^0-9]*)", re.DOTALL)


class Numbering:
    """The numbers of a plan's actions so far, and the style in which the plan numbers them."""

    def __init__(self, rows):
        """``rows``: (reference, id of its priority, id of its objective, number of its objective) of each action."""
        self.rows = list(rows)
        self.is_plain = bool(self.rows) and not any("." in reference for reference, *_ in self.rows)
        under = [(ref, number) for ref, _, _, number in self.rows if number]
        by_objective = sum(reference.startswith(f"{number}.") for reference, number in under)
        self.is_by_objective = bool(under) and by_objective > len(under) / 2
        self.first = _first_like(self.rows[0][0]) if self.is_plain else "1"

    def restart(self, rows):
        """Keep the style and count on from ``rows``, those of another plan."""
        self.rows = list(rows)

    def next(self, priority=None, objective=None):
        """The next free reference under ``priority`` and ``objective`` (records or None); "" if too long."""
        taken = [reference for reference, *_ in self.rows]
        if self.is_plain and not taken:
            return self.first
        siblings = self._siblings(getattr(priority, "pk", None), getattr(objective, "pk", None))
        return next_reference(siblings, taken, head=self._head(priority, objective))

    def _siblings(self, priority, objective):
        """The references that the next one of a place follows: of its objective, if objectives lead the numbers."""
        if objective is not None and (self.is_by_objective or priority is None):
            return [ref for ref, _, under, _ in self.rows if under == objective]
        return [ref for ref, under, *_ in self.rows if under == priority]

    def _head(self, priority, objective):
        """What the first number of a place begins with; "" if the plan numbers straight through."""
        if self.is_plain:
            return ""
        if objective is not None and (self.is_by_objective or priority is None):
            return f"{objective.number}."
        return f"{priority.code}." if priority is not None else ""

    def take(self, reference, priority=None, objective=None):
        """Count an action that now has this reference."""
        number = objective.number if objective is not None else None
        place = (getattr(priority, "pk", None), getattr(objective, "pk", None))
        self.rows.append((reference, *place, number))


def _first_like(reference):
    """“001” where a plan begins with “006”, “A1” where it begins with “A3”."""
    found = NUMBERED.fullmatch(reference)
    if found is None:
        return "1"
    width = len(found["number"]) if found["number"].startswith("0") else 0
    return f"{found['head']}{1:0{width}}"


def read_numbering(plan):
    """The Numbering of ``plan``, in print order: one query."""
    return Numbering(
        plan.action_set.values_list("reference", "priority", "objective", "objective__number")
    )


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
    return [reference for reference in taken if reference.startswith(head)]


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
