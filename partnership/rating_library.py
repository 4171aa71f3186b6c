"""Schemes of ratings to start from, in the words that partnerships write in their plans and trackers."""

from dataclasses import asdict, dataclass

from django.utils.text import slugify

from partnership.rating_kinds import RatingKind

OFF_TRACK, AT_RISK, ON_TRACK, COMPLETE, NOT_DUE, ON_HOLD, ENDED, NOT_RATED = RatingKind


@dataclass(frozen=True, slots=True)
class LibraryRating:
    """One rating of a scheme of the library."""

    kind: str
    label: str
    meaning: str
    colour: str  # of partnership.palette
    symbol: str  # a RatingSymbol value
    stays: str = ""  # the key of the present rating that it is, even if it has another label
    is_reviewed_yearly: bool | None = None  # None: as the rating that it is, or not

    def values(self):
        """The fields of a RatingDefinition."""
        values = asdict(self)
        del values["stays"]
        if self.is_reviewed_yearly is None:
            del values["is_reviewed_yearly"]
        return values

    @property
    def key(self):
        return NOT_RATED.value if self.kind == NOT_RATED else slugify(self.label.replace("/", " "))


@dataclass(frozen=True, slots=True)
class LibraryScheme:
    key: str
    name: str
    ratings: tuple[LibraryRating, ...]  # worst first; those that are neither good nor bad last


def _scheme(key, name, *rows):
    """A scheme of ``rows`` (the fields of LibraryRating in their order), and what was not rated yet."""
    unrated = LibraryRating(NOT_RATED, "Not yet rated", "Not rated yet.", "grey", "ring")
    return LibraryScheme(key, name, (*(LibraryRating(*row) for row in rows), unrated))


LATE = "Off track: unlikely to be done in time, or not making the difference it should."
SOME_DELAY = "Some delay or doubt, with a plan to put it right."
IN_TIME = "On track to be done in time."
DONE = "Done, with evidence of the difference it made."
NOT_BEGUN = "Not due to start yet."
PAUSED = "Work has stopped for now. The last update says why."
DROPPED = "It will not be done. The last update says why, and what came instead."

RED = (OFF_TRACK, "Red", LATE, "red", "triangle")
AMBER = (AT_RISK, "Amber", SOME_DELAY, "amber", "diamond")
GREEN = (ON_TRACK, "Green", IN_TIME, "green", "circle")
COMPLETED = (COMPLETE, "Complete", DONE, "blue", "tick")

RED_AMBER_GREEN = _scheme("rag", "Red, amber, green", RED, AMBER, GREEN, COMPLETED)
LIBRARY = (
    RED_AMBER_GREEN,
    _scheme(
        "brag", "Blue, red, amber, green",
        RED, AMBER, GREEN, (COMPLETE, "Blue", DONE, "blue", "tick"),
    ),
    _scheme(
        "ryg", "Red, yellow, green",
        RED, (AT_RISK, "Yellow", SOME_DELAY, "yellow", "diamond"), GREEN, COMPLETED,
    ),
    _scheme(
        "green_completed", "Green for completed",
        (OFF_TRACK, "Red", "Unacceptable progress.", "red", "triangle"),
        (ON_TRACK, "Amber", "Acceptable progress.", "amber", "circle"),
        (COMPLETE, "Green", "Completed.", "green", "tick"),
    ),
    _scheme(
        "on_stream", "Off track, slightly off track, on track",
        (OFF_TRACK, "Off track", LATE, "red", "triangle"),
        (AT_RISK, "Slightly off track", SOME_DELAY, "amber", "diamond"),
        (ON_TRACK, "On track", IN_TIME, "green", "circle"),
        COMPLETED,
        (NOT_DUE, "Not on stream yet", NOT_BEGUN, "slate", "open_square"),
    ),
    _scheme(
        "five_points", "Red, amber/red, amber/green, green, closed",
        RED,
        (AT_RISK, "Amber/red", "Serious delay or doubt, and help may be needed.", "orange", "diamond"),
        (AT_RISK, "Amber/green", SOME_DELAY, "amber", "open_diamond"),
        GREEN,
        (COMPLETE, "Closed", DONE, "blue", "tick"),
    ),
    _scheme(
        "targets", "Achieved, on target, under control, behind schedule",
        (AT_RISK, "Behind schedule", "Late, or likely to be late.", "red", "triangle"),
        (ON_TRACK, "Under control", "Some work left to do, with nothing in the way.", "lime", "half"),
        (ON_TRACK, "On target", IN_TIME, "green", "circle"),
        (COMPLETE, "Achieved", DONE, "blue", "tick"),
        (ON_HOLD, "Pending on others", "Waiting for someone else. The last update says for whom.", "purple", "pause"),
    ),
    _scheme(
        "ongoing", "Complete, ongoing, paused",
        (ON_TRACK, "Ongoing", "Work is going on.", "green", "circle"),
        COMPLETED,
        (ON_HOLD, "Paused", PAUSED, "slate", "pause"),
    ),
    _scheme(
        "numbers", "1 to 4",
        (OFF_TRACK, "1", LATE, "red", "triangle"),
        (AT_RISK, "2", SOME_DELAY, "amber", "diamond"),
        (ON_TRACK, "3", IN_TIME, "green", "circle"),
        (COMPLETE, "4", DONE, "blue", "tick"),
    ),
    _scheme(
        "whole", "Red, amber, green, not started, on hold, ended",
        RED, AMBER, GREEN, COMPLETED,
        (NOT_DUE, "Not started", NOT_BEGUN, "slate", "open_square"),
        (ON_HOLD, "On hold", PAUSED, "purple", "pause"),
        (ENDED, "Ended", DROPPED, "slate", "cross"),
    ),
    _scheme(
        "kept_going", "Complete, and complete and kept going",
        RED, AMBER, GREEN,
        (COMPLETE, "Complete and kept going", "Done, and now part of everyday work.", "teal", "repeat", "", True),
        COMPLETED,
    ),
    _scheme(
        "sign_off", "Done, awaiting sign-off",
        RED, AMBER, GREEN,
        (ON_TRACK, "Done, awaiting sign-off", "The work is done. Someone has yet to agree that it is.", "teal", "half"),
        COMPLETED,
    ),
)  # fmt: skip
BY_KEY = {scheme.key: scheme for scheme in LIBRARY}
