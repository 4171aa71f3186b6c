"""The admin of records that are append-only or changed only by their own pages: updates, periods, snapshots …"""

from django.contrib import admin

from partnership.admin import OwnRelatedFilter, ReadOnly
from plans.admin.base import PartAdmin, RatedAdmin
from plans.models import (
    GroupReturn,
    ProgressUpdate,
    Proposal,
    ReportingPeriod,
    Snapshot,
    TimescaleChange,
)


@admin.register(ProgressUpdate)
class ProgressUpdateAdmin(RatedAdmin, ReadOnly, PartAdmin):
    fixed = ()
    fields = [
        "action",
        "at",
        "by_name",
        "rated",
        "rated_before",
        "no_change",
        "comment",
        "came_instead",
        "next_steps",
        "suggested_kind",
        "reason",
    ]
    list_display = ["action", "at", "by_name", "rating_kind", "no_change"]
    list_filter = ["rating_kind", "no_change", ("plan", OwnRelatedFilter)]
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


@admin.register(Proposal)
class ProposalAdmin(ReadOnly, PartAdmin):
    fixed = ()
    fields = [
        "action",
        "about",
        "from_words",
        "proposed",
        "reason",
        "at",
        "by_name",
        "decision",
        "agreed_words",
        "note",
        "agreed_where",
        "decided_at",
        "decided_by_name",
    ]
    list_display = ["__str__", "at", "by_name", "decision", "decided_at"]
    list_filter = ["decision", "about", ("plan", OwnRelatedFilter)]
    list_select_related = ["action"]
    search_fields = ["reason", "by_name", "words"]


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(ReadOnly, PartAdmin):
    fixed = ()
    fields = [
        "name",
        "meeting",
        "leads_by",
        "chairs_by",
        "freezes_on",
        "opened_at",
        "opened_by",
        "frozen_at",
        "frozen_by",
    ]
    list_display = ["name", "plan", "chairs_by", "freezes_on", "frozen_at"]
    list_filter = [("plan", OwnRelatedFilter)]
    list_select_related = ["plan"]
    search_fields = ["name", "meeting"]


@admin.register(GroupReturn)
class GroupReturnAdmin(ReadOnly, PartAdmin):
    fixed = ()
    fields = [
        "period",
        "group",
        "post",
        "agency",
        "person",
        "note",
        "submitted_at",
        "submitted_by",
        "timing",
        "question",
        "questioned_at",
        "questioned_by",
        "chased_at",
    ]
    list_display = ["__str__", "period", "submitted_at", "timing", "questioned_at", "chased_at"]
    list_filter = ["timing", ("plan", OwnRelatedFilter)]
    list_select_related = ["period", *GroupReturn.WHO]
    search_fields = ["note", "question"]


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnly, PartAdmin):
    """Without its document: a whole plan is too much for an admin page."""

    fixed = ()
    fields = ["taken_at", "by_name", "why", "period", "schema", "digest"]
    list_display = ["plan", "taken_at", "why", "by_name", "period"]
    list_filter = ["why", ("plan", OwnRelatedFilter)]
    list_select_related = ["plan", "period"]
    search_fields = ["by_name", "digest"]
