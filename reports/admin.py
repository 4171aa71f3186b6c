"""The admin of yearly reports and of the frameworks that define their sections."""

from django.contrib import admin
from django.core.exceptions import ValidationError

from partnership.admin import (
    OwnRelatedFilter,
    RecordAdminForm,
    ScopedAdmin,
    TrackedAdmin,
    TrackedForm,
    TrackedInline,
    TrackedRowForm,
)
from partnership.permissions import Permission
from reports.models import AnnualReport, Framework, FrameworkSection, Section
from reports.policies.report import reason_not_to_report_on, reasons_not_to_cover
from reports.services.report import SECTION_LIMIT


class KeepsScrutiny:
    """Form mixin of a section: only the scrutineer edits the scrutineer's text."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            if "asked" in self.fields:
                self.fields["asked"].disabled = True
            if "text" in self.fields:
                self.fields["text"].disabled = self.instance.is_scrutiny

    def clean(self):
        cleaned = super().clean()
        asked = cleaned.get("asked")
        if self.instance._state.adding and asked is not None:
            report = cleaned.get("report")
            if report is not None and asked.framework_id != report.framework_id:
                self.add_error("asked", "The report’s framework does not include this section.")
            if asked.writer == FrameworkSection.Writer.SCRUTINEER and cleaned.get("text"):
                self.add_error("text", "Only the independent scrutineer can write this section.")
        return cleaned

    def clean_text(self):
        """Apply the length limit of the page for writing."""
        text = self.cleaned_data["text"]
        if "text" in self.changed_data and len(text) > SECTION_LIMIT:
            raise ValidationError(f"The text must be {SECTION_LIMIT:,} characters or less.")
        return text


class SectionAdminForm(KeepsScrutiny, TrackedForm):
    pass


class SectionRowForm(KeepsScrutiny, TrackedRowForm):
    pass


class ReportAdminForm(TrackedForm):
    """A report is about a plan that was agreed, and a time in which it was current."""

    def clean(self):
        cleaned = super().clean()
        plan, starts_on, ends_on = (cleaned.get(n) for n in ("plan", "starts_on", "ends_on"))
        if None in (plan, starts_on, ends_on):
            return cleaned
        if reason := reason_not_to_report_on(plan):
            self.add_error("plan", reason)
        for field, sentence in reasons_not_to_cover(plan, starts_on, ends_on).items():
            self.add_error(field, sentence)
        return cleaned


class SectionInline(TrackedInline):
    """The text of each section. A section is removed on its own page."""

    model = Section
    form = SectionRowForm
    permission = Permission.WRITE_REPORT
    partnership_path = "report__partnership"
    may_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("asked")

    def narrowed(self, choices, record):
        if choices.model is FrameworkSection:
            return choices.filter(framework=record.framework_id)
        return super().narrowed(choices, record)


@admin.register(AnnualReport)
class AnnualReportAdmin(TrackedAdmin):
    form = ReportAdminForm
    permission = Permission.WRITE_REPORT
    fixed = ("partnership", "framework")
    list_display = ["title", "starts_on", "ends_on", "plan", "framework", "partnership"]
    list_filter = [("partnership", OwnRelatedFilter), ("plan", OwnRelatedFilter)]
    list_select_related = ["plan", "framework", "partnership"]
    search_fields = ["title"]
    autocomplete_fields = ["plan"]
    inlines = [SectionInline]

    def save_model(self, request, obj, form, change):
        """Create an empty section in a new report for each one that its framework asks for."""
        super().save_model(request, obj, form, change)
        if not change:
            for asked in obj.framework.sections.all():
                obj.sections.create(asked=asked)


@admin.register(Section)
class SectionAdmin(TrackedAdmin):
    permission = Permission.WRITE_REPORT
    partnership_path = "report__partnership"
    form = SectionAdminForm
    fixed = ("report", "asked")
    list_display = ["asked", "report", "written"]
    list_filter = [("report", OwnRelatedFilter)]
    list_select_related = ["asked", "report"]
    search_fields = ["asked__title", "text"]
    autocomplete_fields = ["report"]

    @admin.display(boolean=True)
    def written(self, section):
        return bool(section.text)

    def has_delete_permission(self, request, obj=None):
        """What the scrutineer wrote is not deleted, nor a report that contains it."""
        kept = obj is not None and obj.is_scrutiny and obj.text
        return not kept and super().has_delete_permission(request, obj)

    def history_within(self, rows, ids):
        reports = AnnualReport.history.filter(partnership_id__in=ids)
        return rows.filter(report_id__in=reports.values("id"))


class FrameworkSectionInline(admin.StackedInline):
    model = FrameworkSection
    form = RecordAdminForm
    extra = 0

    # Only on the framework's page, which is for installation staff.
    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


@admin.register(Framework)
class FrameworkAdmin(ScopedAdmin):
    """The sections that the guidance of a year asks for: shared by all, edited by installation staff."""

    staff_only = True
    fixed = ()
    list_display = ["name", "key", "source"]
    search_fields = ["name", "key"]
    inlines = [FrameworkSectionInline]
