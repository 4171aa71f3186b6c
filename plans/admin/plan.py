"""The admin of a plan and the small records that belong to the plan itself."""

from django.contrib import admin

from partnership.admin import OwnRelatedFilter, TrackedAdmin
from plans.admin.base import OfPlan, PartInline, PlanPartAdmin
from plans.models import Column, CoreActivity, Driver, Plan, Priority, Theme


class ColumnInline(PartInline):
    model = Column
    max_num, validate_max = Column.MOST, True


class CoreActivityInline(PartInline):
    model = CoreActivity


class ThemeInline(PartInline):
    model = Theme


class DriverInline(PartInline):
    model = Driver


class PriorityInline(PartInline):
    model = Priority
    fields = ["position", "kind", "number", "title"]


@admin.register(Plan)
class PlanAdmin(OfPlan, TrackedAdmin):
    """Plans. Agreeing and closing one have pages of their own."""

    partnership_path = "partnership"
    may_delete = False  # its history must be kept
    list_display = ["title", "period", "status", "starts_on", "ends_on", "partnership"]
    list_filter = ["status", ("partnership", OwnRelatedFilter)]
    list_select_related = ["partnership"]
    search_fields = ["title", "period"]
    autocomplete_fields = ["previous"]
    inlines = [PriorityInline, ThemeInline, DriverInline, ColumnInline, CoreActivityInline]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        agreed = ("status", "agreed_at", "agreed_by", "agreed_where")
        return (*fields, *agreed) if obj else fields

    def history_within(self, rows, ids):
        return rows.filter(partnership_id__in=ids)


@admin.register(Column)
class ColumnAdmin(PlanPartAdmin):
    list_display = ["heading", "shows", "period", "as_at", "position", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan", "period"]
    search_fields = ["heading"]


@admin.register(CoreActivity)
class CoreActivityAdmin(PlanPartAdmin):
    list_display = ["__str__", "heading", "position", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["heading", "wording"]


@admin.register(Theme)
class ThemeAdmin(PlanPartAdmin):
    list_display = ["name", "plan"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["name"]


@admin.register(Driver)
class DriverAdmin(PlanPartAdmin):
    list_display = ["reference", "wording", "kind", "plan"]
    list_display_links = ["wording"]
    list_filter = ["kind", ("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["reference", "wording"]
