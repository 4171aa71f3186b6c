"""The business plan: what the partners agreed for a period, and the small records that belong to the plan itself."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, FilteredRelation, Q

from partnership.history import TrackedModel, TrackedQuerySet
from partnership.models import PartnershipRecord, PartnershipRecordQuerySet
from partnership.permissions import Permission, Role, roles_granted
from subgroups.models import Group, seats_of


def readers_of_plans(user, *, on):
    """The ids of partnerships by which a person reads plans on the day ``on``, as ``readable`` takes them."""
    drafts = roles_granted(Permission.VIEW_DRAFT_PLAN)
    return {"members": user.partnership_ids(on), "readers": user.partnership_ids(on, drafts)}


class PlanQuerySet(PartnershipRecordQuerySet):
    def visible_to(self, user, *, on):
        return self.readable(**readers_of_plans(user, on=on))

    def readable(self, members, readers, lookup="in"):
        """``visible_to`` by ids of partnerships: one's own, and those whose drafts one reads.

        In a Statement they are Given, and the lookup is “among”.
        """
        return self.filter(
            ~Q(status=Plan.Status.DRAFT) | Q(**{f"partnership__{lookup}": readers}),
            **{f"partnership__{lookup}": members},
        )

    def at_address(self, *, slug, pk):
        """The plan of a partnership's slug and an id, with ``running`` as in ``with_running``."""
        found = super().at_address(slug=slug, pk=pk).with_running()
        return found.select_related("partnership__house_style", "running")

    def with_running(self):
        """Each with ``running``: its open reporting period (there is at most one), or None."""
        running = FilteredRelation(
            "reportingperiod_set", condition=Q(reportingperiod_set__frozen_at=None)
        )
        return self.annotate(running=running).select_related("running")

    def open_to_imports(self):
        """Plans into which a file may be brought: those that are not closed, drafts first."""
        return self.exclude(status=Plan.Status.CLOSED).order_by("-status", "-starts_on")

    def current(self, *, on):
        """Agreed plans whose dates include the day ``on``, like ``Plan.phase`` for one plan; the latest begun first."""
        agreed = self.filter(status=Plan.Status.AGREED)
        return agreed.filter(starts_on__lte=on, ends_on__gte=on).order_by("-starts_on", "-pk")

    def current_first(self, *, on):
        """For lists: current plans, other agreed ones, drafts, closed ones; the latest first among each."""
        order = models.Case(
            models.When(status=Plan.Status.AGREED, starts_on__lte=on, ends_on__gte=on, then=0),
            models.When(status=Plan.Status.AGREED, then=1),
            models.When(status=Plan.Status.DRAFT, then=2),
            default=3,
        )
        return self.order_by(order, "-starts_on", "-pk")


class Plan(PartnershipRecord):
    NAME_FIELDS = ("title",)

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        AGREED = "agreed", "Agreed"
        CLOSED = "closed", "Closed"

    class Phase(models.TextChoices):
        """The state of a plan on a day; see decision 0063."""

        DRAFT = "draft"
        LATER = "later"  # agreed, and its period has not begun
        CURRENT = "current"
        ENDED = "ended"  # agreed, its period is over, and it is not closed
        CLOSED = "closed"

    title = models.CharField(max_length=200)
    period = models.CharField(
        max_length=60, help_text="As printed in the plan, for example 2020–23."
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    introduction = models.TextField(blank=True)
    note = models.TextField(blank=True, help_text="Printed under the introduction.")
    previous = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        verbose_name="previous plan",
    )
    owner = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_plans",
        verbose_name="group that owns the plan",
    )
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    agreed_where = models.CharField(max_length=200, blank=True, editable=False)

    running = None  # its open reporting period, if QuerySet.with_running found one

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message="The plan cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="plan_agreed_at_and_by",
                violation_error_message="Enter both when the plan was agreed and by whom.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_draft(self):
        return self.status == self.Status.DRAFT

    @property
    def is_closed(self):
        return self.status == self.Status.CLOSED

    def phase(self, *, on):
        """The Phase of the plan on the day ``on``."""
        if self.status != self.Status.AGREED:
            return self.Phase(self.status)
        if self.starts_on > on:
            return self.Phase.LATER
        return self.Phase.CURRENT if self.ends_on >= on else self.Phase.ENDED

    def history_home(self):
        return "plan", self.pk

    def clean(self):
        if self.owner_id and self.owner.partnership_id != self.partnership_id:
            raise ValidationError({"owner": "Choose a group in your partnership."})

    def roles_of(self, user, *, on):
        """Roles in the partnership, and the role of those who chair the group that owns the plan."""
        roles = super().roles_of(user, on=on)
        chairs = self.owner_id and any(
            seat.group_id == self.owner_id and seat.gives == Role.CHAIR
            for seat in seats_of(user, on=on)
        )
        return roles | {Role.OWNER} if chairs else roles


class PlanRecordQuerySet(TrackedQuerySet):
    def visible_to(self, user, *, on):
        return self.filter(plan__in=Plan.objects.visible_to(user, on=on))

    def at_address(self, *, slug, pk):
        return self.filter(pk=pk, plan__partnership__slug=slug).select_related(
            "plan__partnership__house_style"
        )


class PlanRecord(TrackedModel):
    """A record that is part of one plan, directly or through the parent named in ``PART_OF``.

    Every one has a foreign key to its plan, so that a plan as at a day takes one query a table, without joining
    live tables that lack what was deleted since.
    """

    # Names of the foreign keys that may hold its parent, nearest first; empty if the plan is the parent.
    PART_OF = ()

    plan = models.ForeignKey(
        Plan, on_delete=models.CASCADE, related_name="%(class)s_set", editable=False
    )

    objects = PlanRecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def part_of(self):
        """The record this one belongs to: an action, a priority, an objective or the plan itself."""
        return (
            next(
                (getattr(self, name) for name in self.PART_OF if getattr(self, f"{name}_id")), None
            )
            or self.plan
        )

    def save(self, *args, **kwargs):
        if self.plan_id is None:
            parent = self.part_of()
            self.plan = parent.plan
        super().save(*args, **kwargs)

    @property
    def partnership(self):
        return self.plan.partnership

    def history_home(self):
        return "plan", self.plan_id

    def partnership_pk(self):
        return self.plan.partnership_id

    def roles_of(self, user, *, on):
        return self.plan.roles_of(user, on=on)


class CoreActivity(PlanRecord):
    """Business as usual that the plan lists beside its actions; several may have the same heading."""

    NAME_FIELDS = ("wording",)

    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200, blank=True)
    wording = models.TextField()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "core activities"

    def __str__(self):
        return self.wording


class Theme(PlanRecord):
    """A theme of actions under one or several priorities, such as a workstream."""

    NAME_FIELDS = ("name",)

    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="theme_once",
                violation_error_message="The plan already has this theme.",
            )
        ]

    def __str__(self):
        return self.name
