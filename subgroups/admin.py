"""The admin of groups, seats and reporting lines, and of invitations (read-only)."""

from django.contrib import admin

from partnership.admin import OwnRelatedFilter, ReadOnly, TrackedAdmin, TrackedInline
from subgroups.models import Group, GroupReporting, Invitation, InvitationSeat, Seat


class ReportingLineInline(TrackedInline):
    model = GroupReporting
    fk_name = "group"


class SeatInline(TrackedInline):
    model = Seat


@admin.register(Group)
class GroupAdmin(TrackedAdmin):
    list_display = ["name", "short_name", "kind", "chair_agency", "ends_on", "partnership"]
    list_filter = ["kind", ("partnership", OwnRelatedFilter)]
    list_select_related = ["chair_agency", "partnership"]
    search_fields = ["name", "short_name", "also_known_as"]
    autocomplete_fields = ["chair_agency"]
    inlines = [ReportingLineInline, SeatInline]


class GroupPartAdmin(TrackedAdmin):
    """A part of one group, which never moves to another."""

    partnership_path = "group__partnership"
    fixed = ("group",)
    autocomplete_fields = ["group"]

    def history_within(self, rows, ids):
        groups = Group.history.filter(partnership_id__in=ids)
        return rows.filter(group_id__in=groups.values("id"))


@admin.register(Seat)
class SeatAdmin(GroupPartAdmin):
    list_display = ["__str__", "group", "holder", "agency", "role", "since", "until"]
    list_filter = ["role", ("group", OwnRelatedFilter)]
    list_select_related = ["group", "holder", "agency"]
    search_fields = ["title", "holder__name", "group__name"]
    autocomplete_fields = ["group", "holder", "agency"]


@admin.register(GroupReporting)
class GroupReportingAdmin(GroupPartAdmin):
    list_display = ["group", "reports_to"]
    list_filter = [("group", OwnRelatedFilter)]
    list_select_related = ["group", "reports_to"]
    search_fields = ["group__name", "reports_to__name"]
    autocomplete_fields = ["group", "reports_to"]


class InvitationSeatInline(ReadOnly, TrackedInline):
    model = InvitationSeat
    fields = ["group", "role"]
    show_change_link = False


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, TrackedAdmin):
    """Invitations are sent, sent again and withdrawn on the People page; their tokens are never shown."""

    fixed = ()
    fields = [
        "partnership",
        "name",
        "email",
        "role",
        "agency",
        "sent_at",
        "sent_by",
        "accepted_at",
        "accepted_by",
        "withdrawn_at",
        "withdrawn_by",
    ]
    readonly_fields = ["accepted_at", "accepted_by", "withdrawn_at", "withdrawn_by"]
    list_display = ["name", "email", "role", "sent_at", "accepted_at", "withdrawn_at"]
    list_filter = ["role", ("partnership", OwnRelatedFilter)]
    search_fields = ["name", "email"]
    inlines = [InvitationSeatInline]
