"""Reporting periods: the rounds in which groups, posts, agencies and persons report how their actions are going."""

import re

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from partnership.models import Agency, Post, RatingKey
from partnership.permissions import Role
from plans.models.action import Action
from plans.models.lead import Lead, one_named
from plans.models.plan import PlanRecord, PlanRecordQuerySet
from subgroups.models import Group


class ReportingPeriodQuerySet(PlanRecordQuerySet):
    def open(self):
        return self.filter(frozen_at=None)

    def frozen(self, *, before=None):
        """The frozen ones, the latest freeze first; with ``before`` (a moment), those frozen until then."""
        found = self.filter(frozen_at__isnull=False)
        found = found if before is None else found.filter(frozen_at__lt=before)
        return found.order_by("-frozen_at", "-pk")

    def latest_of(self, plan, *, at):
        """The plan's period opened last before the moment ``at``; None if there was none yet."""
        return self.filter(plan=plan, opened_at__lte=at).order_by("-opened_at").first()


class ReportingPeriod(PlanRecord):
    """One round of reporting on a plan: leads draft, chairs submit, the business manager freezes."""

    NAME_FIELDS = ("name",)

    class Timing(models.TextChoices):
        ON_TIME = "on_time", "On time"
        LATE = "late", "Late"
        AFTER_FREEZE = "after_freeze", "After freeze"

    name = models.CharField(max_length=100, help_text="For example, “Autumn 2026”.")
    meeting = models.CharField(
        "meeting", max_length=200, blank=True, help_text="The meeting that will read the reports."
    )
    leads_by = models.DateField("leads update by")
    chairs_by = models.DateField("chairs submit by")
    freezes_on = models.DateField("freezes on")
    opened_at = models.DateTimeField(editable=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    frozen_at = models.DateTimeField(null=True, editable=False)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leads_by__lte=F("chairs_by")) & Q(chairs_by__lte=F("freezes_on")),
                name="period_dates_follow",
                violation_error_message="The dates must be in this order: leads, chairs, freeze.",
            ),
            models.CheckConstraint(
                condition=Q(frozen_at=None, frozen_by=None)
                | Q(frozen_at__isnull=False, frozen_by__isnull=False),
                name="period_frozen_at_and_by",
                violation_error_message="Enter both when the period was frozen and by whom.",
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(frozen_at=None),
                name="period_one_open_a_plan",
                violation_error_message="This plan already has an open reporting period. Freeze it first.",
            ),
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="period_once_a_name",
                violation_error_message="The plan already has a reporting period with this name.",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_frozen(self):
        return self.frozen_at is not None

    def timing(self, *, on):
        """Whether an update made on the day ``on`` is on time, late, or after the freeze."""
        if self.is_frozen:
            return self.Timing.AFTER_FREEZE
        return self.Timing.LATE if on > self.chairs_by else self.Timing.ON_TIME

    def days_left(self, *, on):
        """Days until chairs have to submit; negative once that day is past."""
        return (self.chairs_by - on).days


class GroupReturnQuerySet(PlanRecordQuerySet):
    def at_address(self, *, slug, pk):
        found = super().at_address(slug=slug, pk=pk)
        return found.select_related(
            *("plan__partnership__house_style", "period"),
            *("group", "post__holder", "agency", "person"),
        )


class GroupReturn(PlanRecord):
    """What one group, post, agency or person who leads is asked for in a period, and whether it is submitted."""

    PART_OF = ("period",)
    WHO = Lead.NAMED

    period = models.ForeignKey(ReportingPeriod, on_delete=models.CASCADE, related_name="returns")
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="returns"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="returns"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="returns"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="returns",
    )
    note = models.TextField("note with the return", blank=True)
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    timing = models.CharField(
        max_length=20, choices=ReportingPeriod.Timing, blank=True, editable=False
    )
    question = models.TextField("question when sent back", blank=True)
    questioned_at = models.DateTimeField(null=True, editable=False)
    questioned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    chased_at = models.DateTimeField("last chased", null=True, editable=False)

    objects = GroupReturnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "return"
        constraints = [
            models.CheckConstraint(
                condition=one_named(Lead.NAMED),
                name="return_of_exactly_one",
            ),
            models.UniqueConstraint(fields=["period", "group"], name="return_once_a_group"),
            models.UniqueConstraint(fields=["period", "post"], name="return_once_a_post"),
            models.UniqueConstraint(fields=["period", "agency"], name="return_once_an_agency"),
            models.UniqueConstraint(fields=["period", "person"], name="return_once_a_person"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, submitted_by=None, timing="")
                | Q(submitted_at__isnull=False, submitted_by__isnull=False) & ~Q(timing=""),
                name="return_submitted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(questioned_at=None, questioned_by=None, question="")
                | Q(questioned_at__isnull=False, questioned_by__isnull=False) & ~Q(question=""),
                name="return_questioned_at_and_by",
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.period}"

    @property
    def who(self):
        """(kind, id) of the group, post, agency or person."""
        kind = next(kind for kind in self.WHO if getattr(self, f"{kind}_id"))
        return kind, getattr(self, f"{kind}_id")

    @property
    def name(self):
        return str(getattr(self, self.who[0]))

    @property
    def due_on(self):
        """A group submits by the chairs' day, all others by the leads'."""
        return self.period.chairs_by if self.group_id else self.period.leads_by

    @property
    def is_submitted(self):
        """Whether it is submitted and has not been sent back since."""
        return self.submitted_at is not None and not self.is_questioned

    @property
    def is_questioned(self):
        return self.questioned_at is not None and (
            self.submitted_at is None or self.questioned_at > self.submitted_at
        )

    def roles_of(self, user, *, on):
        """Roles in the partnership, and those that the group, post, agency or person gives for the return."""
        if self.group_id:
            self.group.partnership = self.plan.partnership  # it is the same one: saves a query
            return self.group.roles_of(user, on=on)
        roles = super().roles_of(user, on=on)
        if self.post_id:
            return roles | ({Role.LEAD} if self.post.holder_id == user.pk else set())
        if self.person_id:
            return roles | ({Role.LEAD} if self.person_id == user.pk else set())
        sent = {
            m.agency_id
            for m in user.current_memberships(on)
            if m.partnership_id == self.plan.partnership_id
        }
        return roles | ({Role.LEAD} if self.agency_id in sent else set())


class Draft(models.Model):
    """Input for an update that is not saved yet: only its author can change it, and it is stored as typed.

    Drafts have no history. Recording an update deletes the person's draft.
    """

    NOT_IN_ARCHIVE = "is seen by its author alone until it is saved"

    BOXES = ("rating", "comment", "came_instead", "next_steps", "reason")
    # The fields of a piece of evidence, as forms name them; its file is a PendingFile.
    EVIDENCE_BOXES = (
        *("evidence_text", "evidence_measure", "evidence_question", "evidence_source"),
        *("evidence_found_on_day", "evidence_found_on_month", "evidence_found_on_year"),
        *("evidence_link", "evidence_figure"),
    )
    FIGURE_BOX = re.compile(r"figure_[0-9]{1,18}(?:_when)?")  # a value of a measure, and its date
    # A milestone that is ticked as done, and the parts of its date
    MILESTONE_BOX = re.compile(r"done_[0-9]{1,18}|done_on_[0-9]{1,18}_(?:day|month|year)")
    MOST_FIGURES = MOST_MILESTONE_BOXES = 100

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="drafts")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts"
    )
    at = models.DateTimeField("when")
    rating = RatingKey(blank=True)
    comment = models.TextField(blank=True)
    came_instead = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    evidence = models.JSONField(default=dict, blank=True)  # by name of EVIDENCE_BOXES
    figures = models.JSONField(default=dict, blank=True)  # by name, as FIGURE_BOX has them
    milestones = models.JSONField(default=dict, blank=True)  # by name, as MILESTONE_BOX has them
    # Who filled in the sheet that it comes from, if they sent their answers on one.
    filled_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["action", "by"], name="draft_once_a_person")]

    def __str__(self):
        return f"Draft of {self.action}"

    @classmethod
    def words_of(cls, partnership):
        """The rows whose text a redaction searches, as there is no history."""
        return cls.objects.filter(action__plan__partnership=partnership)

    @property
    def typed(self):
        """The text of each field."""
        words = {box: getattr(self, box) for box in self.BOXES}
        return words | self.evidence | self.figures | self.milestones

    @classmethod
    def boxes_of(cls, typed):
        """The names of all fields that a draft keeps: the fixed ones, and figures and milestones of ``typed``."""
        figures = [name for name in typed if cls.FIGURE_BOX.fullmatch(name)]
        milestones = [name for name in typed if cls.MILESTONE_BOX.fullmatch(name)]
        varying = (*figures[: cls.MOST_FIGURES], *milestones[: cls.MOST_MILESTONE_BOXES])
        return (*cls.BOXES, *cls.EVIDENCE_BOXES, *varying)
