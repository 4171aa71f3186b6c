"""The admin of priorities and objectives."""

from django.contrib import admin

from partnership.admin import OwnRelatedFilter
from plans.admin.base import (
    LeadInline,
    MeasureInline,
    PartAdmin,
    PartInline,
    PlanPartAdmin,
    TimescaleAdmin,
)
from plans.models import Objective, Priority, PriorityObjective, TimescaleChange


class ObjectivesOfPriorityInline(PartInline):
    model = PriorityObjective
    fk_name = "priority"


class PrioritiesOfObjectiveInline(PartInline):
    model = PriorityObjective
    fk_name = "objective"


@admin.register(Priority)
class PriorityAdmin(TimescaleAdmin):
    list_display = ["heading", "title", "due_on", "plan"]
    list_filter = ["kind", ("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["number", "title"]
    takes_along = (TimescaleChange,)
    inlines = [LeadInline, MeasureInline, ObjectivesOfPriorityInline]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return (*fields, "first_timescale", "first_due_on") if obj else fields


@admin.register(Objective)
class ObjectiveAdmin(PlanPartAdmin):
    list_display = ["number", "title", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["number", "title"]
    inlines = [PrioritiesOfObjectiveInline, MeasureInline]


@admin.register(PriorityObjective)
class PriorityObjectiveAdmin(PartAdmin):
    fixed = ("priority", "objective")
    list_display = ["objective", "priority", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["objective", "priority", "plan"]
    autocomplete_fields = ["priority", "objective"]
