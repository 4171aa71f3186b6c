"""What every export of a plan is made of."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

from plans.document.records import PlanDocument
from plans.models.timescale import date_words
from plans.registers import Registers


@dataclass(frozen=True)
class PlanExport:
    """A PlanDocument with the registers of the same moment, both as one reader may see them.

    The words of its filter say that it is not the whole plan.
    """

    document: PlanDocument
    made_on: date
    registers: Registers = field(default_factory=Registers)
    filtered: tuple[str, ...] = ()  # “Rating: Red”
    mark: str = ""  # of an earlier version: “version 214, 3f9c2ab81d04”
    at: datetime | None = None  # the moment of the document

    @property
    def as_at(self):
        """“As at 22 November 2026, version 214, 3f9c2ab81d04”; a draft says so."""
        draft = "Draft, as at" if self.document.status == "draft" else "As at"
        words = f"{draft} {date_words(self.document.on)}"
        return f"{words}, {self.mark}" if self.mark else words

    @property
    def part(self):
        """“12 of 28 actions”; "" for the whole plan."""
        if not self.document.is_filtered:
            return ""
        return f"{len(self.document.shown)} of {len(self.document.actions)} actions"

    @property
    def filter_lines(self):
        """What was filtered by, and how much of the plan that is; () for the whole plan."""
        return (*self.filtered, f"This is {self.part}.") if self.part else self.filtered

    @cached_property
    def narrowed(self):
        """The document with nothing but what matches the filter, for faces that count what they show."""
        document = self.document
        return replace(document, sections=document.narrowed()) if self.part else document

    @cached_property
    def ratings(self):
        """Key → RatingFacts."""
        return {rating.key: rating for rating in self.document.legend.ratings}

    @cached_property
    def references(self):
        """Id of each action → its reference."""
        return {action.pk: action.reference for action in self.document.actions}

    def reference(self, pk):
        return self.references.get(pk, "")
