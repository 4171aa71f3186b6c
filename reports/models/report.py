"""The yearly report: what the partnership tells the public about a plan and a period."""

from django.db import models
from django.db.models import F, Q

from partnership.history import TrackedModel, TrackedQuerySet
from partnership.models import PartnershipRecord, PartnershipRecordQuerySet
from partnership.permissions import Permission, roles_granted
from plans.models import Plan
from reports.models.framework import Framework, FrameworkSection


class AnnualReportQuerySet(PartnershipRecordQuerySet):
    """Reports are not published yet: only those who may read drafts see them."""

    def visible_to(self, user, *, on):
        readers = user.partnership_ids(on, roles_granted(Permission.VIEW_DRAFT_REPORT))
        return self.filter(partnership__in=readers)

    def at_address(self, *, slug, pk):
        return (
            super()
            .at_address(slug=slug, pk=pk)
            .select_related("plan__partnership__house_style", "framework")
        )

    def summed_up(self):
        """Fetch the plan, for a list."""
        return self.select_related("plan", "framework")


class AnnualReport(PartnershipRecord):
    NAME_FIELDS = ("title",)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField(max_length=200)
    starts_on = models.DateField("from")
    ends_on = models.DateField("until")

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        verbose_name = "yearly report"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="report_ends_after_it_starts",
                violation_error_message="The period cannot end before it starts.",
            )
        ]

    def __str__(self):
        return self.title

    def history_home(self):
        return "report", self.pk


class SectionQuerySet(TrackedQuerySet):
    def visible_to(self, user, *, on):
        readers = user.partnership_ids(on, roles_granted(Permission.VIEW_DRAFT_REPORT))
        return self.filter(report__partnership__in=readers)

    def at_address(self, *, slug, pk):
        return self.filter(pk=pk, report__partnership__slug=slug).select_related(
            "report__partnership__house_style",
            "report__plan__partnership__house_style",
            "report__framework",
            "asked",
        )


class Section(TrackedModel):
    """One section of a report: its author's text, below what is filled in automatically."""

    report = models.ForeignKey(AnnualReport, on_delete=models.CASCADE, related_name="sections")
    asked = models.ForeignKey(FrameworkSection, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("words", blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["asked__position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "asked"], name="section_once_a_report")
        ]

    def __str__(self):
        return self.asked.title

    @property
    def partnership(self):
        return self.report.partnership

    @property
    def is_scrutiny(self):
        return self.asked.writer == FrameworkSection.Writer.SCRUTINEER

    @property
    def write_permission(self):
        """The permission needed to write it: only the scrutineer edits the scrutineer's text."""
        return Permission.WRITE_SCRUTINY if self.is_scrutiny else Permission.WRITE_REPORT

    def history_home(self):
        return "report", self.report_id

    def partnership_pk(self):
        return self.report.partnership_id

    def roles_of(self, user, *, on):
        return self.report.roles_of(user, on=on)
