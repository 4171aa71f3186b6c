"""The list behind each number of the patterns page."""

from dataclasses import dataclass

from partnership.rating_kinds import GOOD


@dataclass(frozen=True)
class Listing:
    title: str
    about: str  # what is counted, and how
    kind: str  # the kind of items: “slips”, “actions”, “unmoved”, “measures”, “returns”, “proposals” or “carried”
    items: tuple


SLIP = "A date moved later or removed. It counts for each lead at the time. Actions removed since then count too."
LATE = "Returns submitted late or not at all, and those overdue now."


def read_pattern_list(patterns, key, of=""):
    """The Listing behind a number; None if there is no such number.

    ``of`` is the ``key`` of a Leader, for numbers by lead.
    """
    if not of:
        return LISTS[key](patterns) if key in LISTS else None
    carried = next((one for one in patterns.carried if one.leader.key == of), None)
    return LISTS_OF_ONE[key](carried) if carried and key in LISTS_OF_ONE else None


def _without_evidence(patterns):
    title = f"{patterns.document.words(*GOOD).capitalize()} without evidence"
    about = "No evidence has been added that shows a difference."
    return Listing(title, about, "actions", patterns.no_evidence)


LISTS = {
    "slips": lambda p: Listing("Dates that slipped", SLIP, "slips", p.slips),
    "same-rating": lambda p: Listing(
        "Ratings that never changed",
        "Open actions that were rated more than once, with the same rating every time.",
        "unmoved",
        p.unmoved,
    ),
    "without-evidence": _without_evidence,
    "counted": lambda p: Listing(
        "Measures that count",
        "Success measures that are counted in a unit, with their values and targets.",
        "measures",
        p.counted,
    ),
    "worse": lambda p: Listing(
        "Values that got worse",
        "Measures whose last value is worse than the one before it.",
        "measures",
        p.worse,
    ),
    "reached": lambda p: Listing(
        "Targets reached",
        "Measures whose last value is at the target or better. This does not change any rating.",
        "measures",
        p.reached,
    ),
    "without-values": lambda p: Listing(
        "Targets without a value",
        "Measures with a target for which nothing has been counted yet.",
        "measures",
        p.without_values,
    ),
    "led-by-nobody": lambda p: Listing(
        "Actions without a lead",
        "The lead is blank, or the people named only oversee or contribute.",
        "actions",
        p.led_by_nobody,
    ),
    "idle-agencies": lambda p: Listing(
        "Agencies that lead nothing",
        "Neither the agency nor its posts lead any actions in the plan.",
        "carried",
        p.idle,
    ),
    "always-late": lambda p: Listing(
        "Always late",
        "Groups, posts, agencies and people asked for 2 or more returns that submitted none in time.",
        "carried",
        p.always_late,
    ),
    "decided": lambda p: Listing(
        "From proposal to decision",
        "Proposals that were accepted or declined, and how many days it took. Withdrawn proposals are not counted.",
        "proposals",
        p.decided,
    ),
    "waiting": lambda p: Listing(
        "Proposals waiting for a decision",
        "And how many days they have waited.",
        "proposals",
        p.waiting,
    ),
}
LISTS_OF_ONE = {
    "actions": lambda one: Listing(
        f"{one.leader.name}: actions led now",
        "An agency leads what its posts lead. Actions it only oversees or contributes to are not counted.",
        "actions",
        one.actions,
    ),
    "slips": lambda one: Listing(
        f"{one.leader.name}: dates that slipped", SLIP, "slips", one.slips
    ),
    "overdue": lambda one: Listing(
        f"{one.leader.name}: actions overdue now",
        "Actions past their date that are not complete.",
        "actions",
        one.overdue,
    ),
    "late-returns": lambda one: Listing(
        f"{one.leader.name}: returns that were late", LATE, "returns", one.late
    ),
}
