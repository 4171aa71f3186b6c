"""What became of an action: it was merged into another, split into several, or replaced."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from partnership.text import listed
from plans.models.action import Action
from plans.models.plan import PlanRecord, PlanRecordQuerySet


class ActionSuccessionQuerySet(PlanRecordQuerySet):
    def of(self, action):
        """Those that lead to the action (its id) or from it, in the order in which they were made."""
        return self.filter(Q(action=action) | Q(successor=action)).order_by("pk")


class ActionSuccession(PlanRecord):
    """One action that goes on in another.

    Both are of one plan. Only where an action was carried on into a draft, and merged or split there, is the one it
    was carried on from in an earlier plan of the same partnership: nothing of it was ever in the draft as agreed.
    """

    PART_OF = ("action",)
    NAME_FIELDS = ("kind", "successor")
    LINKS_TO = "successor"

    class Kind(models.TextChoices):
        MERGED = "merged", "Merged"
        SPLIT = "split", "Split"
        SUPERSEDED = "superseded", "Replaced"

    # Before the names of those that came after, and of those that were before.
    INTO = {
        Kind.MERGED: "Merged into",
        Kind.SPLIT: "Split into",
        Kind.SUPERSEDED: "Replaced by",
    }
    FROM = {
        Kind.MERGED: "Merged from",
        Kind.SPLIT: "Split from",
        Kind.SUPERSEDED: "Replaces",
    }

    action = models.ForeignKey(
        Action, on_delete=models.CASCADE, related_name="successor_links", verbose_name="action"
    )
    successor = models.ForeignKey(
        Action,
        on_delete=models.CASCADE,
        related_name="predecessor_links",
        verbose_name="what came instead",
    )
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    by_name = models.CharField("by", max_length=200, editable=False)

    objects = ActionSuccessionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "what became of an action"
        verbose_name_plural = "what became of actions"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "successor"],
                name="succession_once",
                violation_error_message="The action already goes on in this one.",
            ),
            models.CheckConstraint(
                condition=~Q(action=F("successor")),
                name="succession_not_of_itself",
                violation_error_message="An action cannot go on in itself.",
            ),
        ]

    def __str__(self):
        return f"{self.INTO[self.kind]} {self.successor}"

    def clean(self):
        if self.action.plan_id != self.successor.plan_id and not self._is_of_earlier_plan():
            raise ValidationError({"successor": "Choose actions of the same plan."})
        if self.action_id in _after(self.successor_id):
            sentence = f"{self.successor} already goes on in {self.action}."
            raise ValidationError({"successor": sentence})

    def _is_of_earlier_plan(self):
        return (
            self.plan_id == self.successor.plan_id
            and self.action.plan.partnership_id == self.successor.plan.partnership_id
        )


def _after(pk):
    """The ids of all actions in which the one with this id goes on, and its own."""
    found, new = {pk}, {pk}
    while new:
        links = ActionSuccession.objects.filter(action__in=new)
        new = set(links.values_list("successor", flat=True)) - found
        found |= new
    return found


def succession_lines(links, words):
    """“Split into 2.5 and 2.6”: one line a kind, of (kind, name) in order; ``words`` are INTO or FROM."""
    return tuple(
        f"{words[kind]} {listed([name for one, name in links if one == kind])}"
        for kind in dict.fromkeys(kind for kind, _ in links)
    )
