"""The list behind each number of the patterns."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Listing:
    title: str
    about: str  # what is counted, and how
    kind: str  # of what the items are: “slips”, “actions”, “unmoved”, “returns”, “proposals” or “carried”
    items: tuple


SLIP = (
    "A date moved to a later one, or given up. It counts for whoever led at the time, for each of several; actions "
    "that were taken out since count too."
)
LATE = "Returns that were submitted late or never, and those that are overdue now."


def list_behind(patterns, key, of=""):
    """The Listing that a number opens; None where there is no such number.

    ``of`` is the ``key`` of a Leader, for what is counted by who leads.
    """
    if not of:
        return LISTS[key](patterns) if key in LISTS else None
    carried = next((one for one in patterns.carried if one.leader.key == of), None)
    return LISTS_OF_ONE[key](carried) if carried and key in LISTS_OF_ONE else None


def _without_evidence(patterns):
    green, blue = (patterns.document.rating(kind).label for kind in ("green", "blue"))
    title = f"{green} or {blue.lower()} without evidence"
    about = "Nothing has been brought that shows a difference."
    return Listing(title, about, "actions", patterns.no_evidence)


LISTS = {
    "slips": lambda p: Listing("Dates that slipped", SLIP, "slips", p.slips),
    "same-rating": lambda p: Listing(
        "Ratings that never changed",
        "Actions under way that were rated more than once, and the same every time.",
        "unmoved",
        p.unmoved,
    ),
    "without-evidence": _without_evidence,
    "led-by-nobody": lambda p: Listing(
        "Actions that nobody leads",
        "The lead is blank, or whoever is named only oversees or contributes.",
        "actions",
        p.led_by_nobody,
    ),
    "idle-agencies": lambda p: Listing(
        "Agencies that lead nothing",
        "No action of the plan is led by the agency itself or by one of its posts.",
        "carried",
        p.idle,
    ),
    "always-late": lambda p: Listing(
        "Always late",
        "Whoever was asked for two returns or more, and sent none of them in time.",
        "carried",
        p.always_late,
    ),
    "decided": lambda p: Listing(
        "From proposal to decision",
        "Proposals that were accepted or declined, and the days it took. What was withdrawn is left out.",
        "proposals",
        p.decided,
    ),
    "waiting": lambda p: Listing(
        "Proposals that wait for a decision", "And for how many days.", "proposals", p.waiting
    ),
}
LISTS_OF_ONE = {
    "actions": lambda one: Listing(
        f"{one.leader.name}: actions led now",
        "An agency leads what its posts lead. What it only oversees or contributes to is left out.",
        "actions",
        one.actions,
    ),
    "slips": lambda one: Listing(
        f"{one.leader.name}: dates that slipped", SLIP, "slips", one.slips
    ),
    "overdue": lambda one: Listing(
        f"{one.leader.name}: actions overdue now",
        "Their date is past, and they are not complete.",
        "actions",
        one.overdue,
    ),
    "late-returns": lambda one: Listing(
        f"{one.leader.name}: returns that were late", LATE, "returns", one.late
    ),
}
