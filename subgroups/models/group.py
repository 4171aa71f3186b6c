"""A group that works for the partnership, and its reporting lines."""

from django.db import models
from django.db.models import F, Q

from partnership.history import TrackedModel, TrackedQuerySet
from partnership.models import Agency, PartnershipRecord, PartnershipRecordQuerySet
from subgroups.models.seat import seats_of


class GroupQuerySet(PartnershipRecordQuerySet):
    def lasting(self, on):
        """Those that have not ended on the day ``on``; the last day still counts."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=on))


class Group(PartnershipRecord):
    """An executive, board, subgroup or network. A task and finish group has an end date and deliverables."""

    NAME_FIELDS = ("name",)

    class Kind(models.TextChoices):
        EXECUTIVE = "executive", "Executive"
        BOARD = "board", "Board"
        MANAGEMENT = "management", "Business management group"
        SUBGROUP = "subgroup", "Subgroup"
        NETWORK = "network", "Network"
        TASK_AND_FINISH = "task_and_finish", "Task and finish group"
        CROSS_PARTNERSHIP = "cross_partnership", "Cross-partnership board"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40, blank=True)
    also_known_as = models.TextField(
        blank=True, help_text="Other spellings used in plans, one on each line."
    )
    kind = models.CharField(max_length=20, choices=Kind)
    remit = models.TextField(blank=True, help_text="What the group is for.")
    chair_agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chaired_groups",
        verbose_name="agency that chairs",
    )
    meetings_a_year = models.PositiveSmallIntegerField(null=True, blank=True)
    shared_with = models.CharField(
        max_length=200, blank=True, help_text="Other partnerships that share this group."
    )
    ends_on = models.DateField(null=True, blank=True)
    deliverables = models.TextField(blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="group_once",
                violation_error_message="There is already a group with this name.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="task_and_finish")
                | (Q(ends_on__isnull=False) & ~Q(deliverables="")),
                name="task_and_finish_group_finishes",
                violation_error_message="A task and finish group needs an end date and what it will deliver.",
            ),
        ]

    def __str__(self):
        return self.name

    def has_ended(self, *, on):
        """Whether its last day is before the day ``on``."""
        return self.ends_on is not None and self.ends_on < on

    def history_home(self):
        return "group", self.pk

    def roles_of(self, user, *, on):
        roles = super().roles_of(user, on=on)
        return roles | {seat.gives for seat in seats_of(user, on=on) if seat.group_id == self.pk}


class GroupRecordQuerySet(TrackedQuerySet):
    def visible_to(self, user, *, on):
        return self.filter(group__partnership__in=user.partnership_ids(on))


class GroupReporting(TrackedModel):
    """One reporting line: ``group`` reports to ``reports_to``. A group may report to several."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="reporting_lines")
    reports_to = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="reported_by")

    objects = GroupRecordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "reporting line"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "reports_to"],
                name="reporting_line_once",
                violation_error_message="This reporting line already exists.",
            ),
            models.CheckConstraint(
                condition=~Q(group=F("reports_to")),
                name="group_does_not_report_to_itself",
                violation_error_message="A group cannot report to itself.",
            ),
        ]

    def __str__(self):
        return f"{self.group} reports to {self.reports_to}"

    def history_home(self):
        return "group", self.group_id

    def partnership_pk(self):
        return self.group.partnership_id
