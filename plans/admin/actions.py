"""The admin of actions, their leads, success measures, evidence and reporting points."""

from django.contrib import admin

from partnership.admin import OwnRelatedFilter, ReadOnly, words
from plans.admin.base import (
    LeadInline,
    MeasureInline,
    PartAdmin,
    PartInline,
    RatedAdmin,
    TimescaleAdmin,
)
from plans.admin.forms import MeasureValueForm
from plans.models import (
    Action,
    ActionDriver,
    ActionPriority,
    ActionSuccession,
    ActionTheme,
    Evidence,
    EvidenceFile,
    FileContent,
    Lead,
    MeasureValue,
    ProgressUpdate,
    ReportingPoint,
    SuccessMeasure,
    TimescaleChange,
)


class ReportingPointInline(PartInline):
    """The reports that are due. Milestones have a page of their own."""

    model = ReportingPoint
    fields = ["position", "due_on", "due_precision", "timescale_words", "measure"]

    def get_queryset(self, request):
        return super().get_queryset(request).reports()


class EvidenceInline(PartInline):
    model = Evidence
    fields = ["measure", "question", "source", "found_on", "text", "link"]


class ActionDriverInline(PartInline):
    model = ActionDriver
    named_by = ("driver",)


class ActionPriorityInline(PartInline):
    model = ActionPriority


class ActionThemeInline(PartInline):
    model = ActionTheme
    named_by = ("theme",)


@admin.register(Action)
class ActionAdmin(RatedAdmin, TimescaleAdmin):
    """Actions. Their current state is set by progress updates, and so read-only here."""

    TOLD = (
        "rated",
        "rated_before",
        "rated_at",
        "last_update",
        "first_wording",
        "first_timescale",
        "first_due_on",
    )

    list_display = ["reference", "title", "priority", "importance", "rating_kind", "due_on", "plan"]
    list_filter = ["rating_kind", "importance", ("plan", OwnRelatedFilter)]
    list_select_related = ["priority", "plan"]
    search_fields = ["reference", "title", "wording"]
    takes_along = (ProgressUpdate, TimescaleChange, EvidenceFile, FileContent)
    deletes_with_reason = True
    inlines = [
        LeadInline,
        MeasureInline,
        ActionDriverInline,
        ActionThemeInline,
        ActionPriorityInline,
        ReportingPointInline,
        EvidenceInline,
    ]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *self.TOLD) if obj else fields


@admin.register(Lead)
class LeadAdmin(PartAdmin):
    fixed = ("action", "priority")
    list_display = ["__str__", "role", "action", "priority", "plan"]
    list_filter = ["role", ("plan", OwnRelatedFilter)]
    list_select_related = [*Lead.NAMED, "action", "priority", "plan"]
    search_fields = ["words", "group__name", "post__title", "agency__name", "person__name"]
    autocomplete_fields = ["action", "priority", *Lead.NAMED]


@admin.register(SuccessMeasure)
class SuccessMeasureAdmin(PartAdmin):
    fixed = ("action", "priority", "objective")
    list_display = ["short", "action", "priority", "objective", "plan"]
    list_filter = ["is_placeholder", ("plan", OwnRelatedFilter)]
    list_select_related = ["action", "priority", "objective", "plan"]
    search_fields = ["wording"]
    autocomplete_fields = ["action", "priority", "objective"]
    deletes_with_reason = True

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "first_wording") if obj else fields

    @admin.display(description="wording", ordering="wording")
    def short(self, measure):
        return words(measure.wording)


@admin.register(MeasureValue)
class MeasureValueAdmin(PartAdmin):
    form = MeasureValueForm
    fixed = ("measure", "by_name")
    fields = [
        "measure",
        "value",
        "numerator",
        "denominator",
        "on",
        "precision",
        "source",
        "evidence",
    ]
    list_display = ["short", "value", "on", "precision", "by_name", "plan"]
    list_filter = ["precision", ("plan", OwnRelatedFilter)]
    list_select_related = ["measure", "plan"]
    search_fields = ["measure__wording", "source"]
    autocomplete_fields = ["measure", "evidence"]
    deletes_with_reason = True

    def get_fields(self, request, obj=None):
        return super().get_fields(request, obj) + (["by_name"] if obj else [])

    @admin.display(description="measure", ordering="measure")
    def short(self, value):
        return words(value.measure.wording)


@admin.register(Evidence)
class EvidenceAdmin(PartAdmin):
    fixed = ("action", "by")
    list_display = ["short", "action", "question", "source", "found_on", "by"]
    list_filter = ["question", "source", ("plan", OwnRelatedFilter)]
    list_select_related = ["action", "by"]
    search_fields = ["text"]
    autocomplete_fields = ["action", "measure"]
    takes_along = (EvidenceFile, FileContent)

    @admin.display(description="what was found")
    def short(self, evidence):
        return words(evidence.text)


@admin.register(EvidenceFile)
class EvidenceFileAdmin(ReadOnly, PartAdmin):
    """The metadata of a file. The file is downloaded and redacted on the action's page."""

    fixed = ()
    fields = ["evidence", "name", "media_type", "size", "sha256", "at", "by_name", "redacted_at"]
    list_display = ["name", "media_type", "size", "evidence", "at", "by_name", "redacted_at"]
    list_filter = ["media_type", ("plan", OwnRelatedFilter)]
    list_select_related = ["evidence"]
    search_fields = ["name", "by_name", "sha256"]


@admin.register(ReportingPoint)
class ReportingPointAdmin(PartAdmin):
    """Reports that are due, and milestones: those are dated and recorded as done on the page of the action."""

    TIMESCALE = ("timescale_words", "timescale_kind", "due_on", "due_precision")
    CHECKED = ("rhythm", "needs_check")
    OF_MILESTONES = ("text", "lead", "who")

    fixed = ("action",)
    list_display = ["__str__", "kind", "action", "due_on", "plan"]
    list_filter = ["kind", ("plan", OwnRelatedFilter)]

    def get_fields(self, request, obj=None):
        fields = super().get_fields(request, obj)
        unfit = (
            ("measure",)
            if obj and obj.is_milestone
            else (*self.OF_MILESTONES, *self.CHECKED, "timescale_kind")
        )
        return [name for name in fields if name not in unfit]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if obj is None or not obj.is_milestone:
            return fields
        return (*fields, "lead", *self.TIMESCALE, *self.CHECKED)

    list_select_related = ["action", "plan"]
    autocomplete_fields = ["action", "measure"]


@admin.register(ActionDriver)
class ActionDriverAdmin(PartAdmin):
    fixed = ("action", "driver")
    list_display = ["driver", "action", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["driver", "action", "plan"]
    autocomplete_fields = ["action", "driver"]


@admin.register(ActionTheme)
class ActionThemeAdmin(PartAdmin):
    fixed = ("action", "theme")
    list_display = ["theme", "action", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["theme", "action", "plan"]
    autocomplete_fields = ["action", "theme"]


@admin.register(ActionPriority)
class ActionPriorityAdmin(PartAdmin):
    fixed = ("action", "priority")
    list_display = ["priority", "action", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["priority", "action", "plan"]
    autocomplete_fields = ["action", "priority"]


@admin.register(ActionSuccession)
class ActionSuccessionAdmin(ReadOnly, PartAdmin):
    """What became of actions. They are merged, split and replaced on their own pages."""

    fixed = ()
    fields = ["kind", "action", "successor", "at", "by_name"]
    list_display = ["__str__", "action", "at", "by_name", "plan"]
    list_filter = ["kind", ("plan", OwnRelatedFilter)]
    list_select_related = ["action", "successor", "plan"]
