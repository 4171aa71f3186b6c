"""Schemes of ratings to start from, as partnerships write them."""

from dataclasses import dataclass

from partnership.rating_kinds import RatingKind


@dataclass(frozen=True, slots=True)
class LibraryRating:
    """One rating of a scheme of the library."""

    key: str
    kind: str
    label: str
    meaning: str
    colour: str
    symbol: str


@dataclass(frozen=True, slots=True)
class LibraryScheme:
    key: str
    name: str
    ratings: tuple[LibraryRating, ...]  # worst first


NOT_RATED = LibraryRating(
    "not_rated", RatingKind.NOT_RATED, "Not yet rated", "Not rated yet.", "grey", "ring"
)

RED_AMBER_GREEN = LibraryScheme(
    "rag",
    "Red, amber, green",
    (
        LibraryRating(
            "red", RatingKind.OFF_TRACK, "Red",
            "Off track: unlikely to be done in time, or not making the difference it should.",
            "red", "triangle",
        ),
        LibraryRating(
            "amber", RatingKind.AT_RISK, "Amber",
            "Some delay or doubt, with a plan to put it right.",
            "amber", "diamond",
        ),
        LibraryRating(
            "green", RatingKind.ON_TRACK, "Green", "On track to be done in time.", "green", "circle"
        ),
        LibraryRating(
            "complete", RatingKind.COMPLETE, "Complete",
            "Done, with evidence of the difference it made.",
            "blue", "tick",
        ),
        NOT_RATED,
    ),
)  # fmt: skip
