"""What is only ever added to: updates, and moves of a timescale."""

from django.contrib import admin

from partnership.admin import OwnRelatedFilter, ReadOnly
from plans.admin.base import PartAdmin
from plans.models import ProgressUpdate, TimescaleChange


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(ReadOnly, PartAdmin):
    fixed = ()
    fields = [
        "action",
        "at",
        "by_name",
        "rating",
        "previous_rating",
        "no_change",
        "comment",
        "next_steps",
        "suggested_rating",
        "reason",
    ]
    list_display = ["action", "at", "by_name", "rating", "no_change"]
    list_filter = ["rating", "no_change", ("plan", OwnRelatedFilter)]
    list_select_related = ["action"]
    search_fields = ["action__reference", "action__title", "by_name", "comment"]


@admin.register(TimescaleChange)
class TimescaleChangeAdmin(ReadOnly, PartAdmin):
    fixed = ()
    fields = [
        "action",
        "priority",
        "from_words",
        "from_due_on",
        "to_words",
        "to_due_on",
        "reason",
        "agreed_where",
        "at",
        "by_name",
    ]
    list_display = ["__str__", "action", "priority", "at", "by_name", "reason"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["action", "priority"]
    search_fields = ["reason", "by_name"]
