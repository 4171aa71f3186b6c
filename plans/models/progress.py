"""A progress update: what was reported on an action on a day. Append-only; the next one never replaces it.

Only its author may correct it, for an hour (decision 0087).

“No change” confirms what was said before: ``last_words`` says which words an action has now (decision 0085).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from django.utils import timezone

from partnership.models import RatingKey, RatingKind
from partnership.rating_kinds import NEEDS_COMMENT
from plans.models.action import Action
from plans.models.period import ReportingPeriod
from plans.models.plan import PlanRecord, PlanRecordQuerySet
from plans.models.timescale import date_words


class ProgressUpdateQuerySet(PlanRecordQuerySet):
    def at_address(self, *, slug, pk):
        found = super().at_address(slug=slug, pk=pk)
        return found.select_related("action__priority", "period")

    def with_last_words(self):
        """The updates that ``last_words`` needs of each action: at most two."""
        of_action = self.model._default_manager.filter(action=OuterRef("action")).order_by()
        fullness = Case(When(~Q(comment=""), then=0), When(no_change=False, then=1), default=2)
        words = of_action.order_by(fullness, "-at", "-pk").values("pk")[:1]
        confirmation = of_action.filter(no_change=True).order_by("-at", "-pk").values("pk")[:1]
        return self.filter(Q(pk=Subquery(words)) | Q(pk=Subquery(confirmation)))


def last_words(updates):
    """(the update with the words that an action has now, the “no change” that confirmed them last, or None).

    ``updates`` are those of one action, latest first. The words are those of the last update with a comment. If there
    never was a comment, they are the last update that says more than “no change”. (None, None) without updates.
    """
    words = (
        next((update for update in updates if update.comment), None)
        or next((update for update in updates if not update.no_change), None)
        or next(iter(updates), None)
    )
    later = updates[: updates.index(words)] if words else []
    return words, next((update for update in later if update.no_change), None)


class Direction(models.TextChoices):
    BETTER = "better", "Better"
    WORSE = "worse", "Worse"


class ProgressUpdate(PlanRecord):
    PART_OF = ("action",)
    NAME_FIELDS = ("at",)

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField("when")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="progress_updates",
        verbose_name="who",
    )
    by_name = models.CharField("name at the time", max_length=200)
    # It came with a file, is in no person's name, and counts as no report.
    is_imported = models.BooleanField("imported", default=False, editable=False)
    rating = RatingKey()
    rating_kind = models.CharField(
        "kind of rating", max_length=10, choices=RatingKind, editable=False
    )
    previous_rating = RatingKey(default=RatingKind.NOT_RATED)
    # From the previous rating to this one, as they compared when it was recorded.
    direction = models.CharField(max_length=10, choices=Direction, blank=True, editable=False)
    comment = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    came_instead = models.TextField("what came instead", blank=True)
    no_change = models.BooleanField("no change since last time", default=False)
    suggested_kind = models.CharField(
        "suggested by the dates", max_length=10, choices=RatingKind, blank=True
    )
    reason = models.TextField("reason for the rating", blank=True)
    corrected_at = models.DateTimeField("corrected", null=True, editable=False)  # by its author
    period = models.ForeignKey(
        ReportingPeriod,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="updates",
        verbose_name="reporting period",
        editable=False,
    )
    timing = models.CharField(
        max_length=20, choices=ReportingPeriod.Timing, blank=True, editable=False
    )
    # Submitting the same form twice records one update.
    submission = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "submission"], name="update_sent_once"),
            models.CheckConstraint(
                condition=~Q(rating_kind__in=sorted(NEEDS_COMMENT))
                | Q(no_change=True)
                | ~Q(comment=""),
                name="rating_needs_a_comment",
                violation_error_message="This rating needs a comment.",
            ),
            # What was imported says no more than its file did.
            models.CheckConstraint(
                condition=~Q(rating_kind="ended")
                | Q(no_change=True)
                | Q(is_imported=True)
                | ~Q(came_instead=""),
                name="ended_says_what_came_instead",
                violation_error_message="Say what came instead of the action.",
            ),
            models.CheckConstraint(
                condition=Q(rating_kind="ended") | Q(came_instead=""),
                name="only_ended_has_something_instead",
                violation_error_message="Only an action that has ended says what came instead.",
            ),
            models.CheckConstraint(
                condition=Q(is_imported=False, by__isnull=False)
                | Q(is_imported=True, by=None, period=None),
                name="update_of_a_person_or_imported",
                violation_error_message="An update has its author, or came with a file.",
            ),
            models.CheckConstraint(
                condition=Q(period=None, timing="") | Q(period__isnull=False) & ~Q(timing=""),
                name="update_of_a_period_has_a_timing",
            ),
        ]

    def roles_of(self, user, *, on):
        return self.action.roles_of(user, on=on)

    def __str__(self):
        return f"Update of {self.action.reference}, {date_words(timezone.localdate(self.at))}"
