"""The admin of challenges and their responses: read-only, as they are changed only by their own pages."""

from django.contrib import admin

from partnership.admin import ReadOnly, TrackedAdmin
from partnership.permissions import Permission
from plans.models import Challenge, ChallengeResponse


class SaidAdmin(ReadOnly, TrackedAdmin):
    permission = Permission.EDIT_PLAN
    fixed = ()


@admin.register(Challenge)
class ChallengeAdmin(SaidAdmin):
    fields = [
        "partnership",
        "about",
        "about_words",
        "to_group",
        "to_post",
        "to_agency",
        "to_person",
        "question",
        "at",
        "by_name",
        "due_on",
        "state",
        "said_at",
    ]
    list_display = ["__str__", "at", "by_name", "due_on", "state"]
    list_filter = ["state", "about"]
    search_fields = ["about_words", "question", "by_name"]


@admin.register(ChallengeResponse)
class ChallengeResponseAdmin(SaidAdmin):
    fields = ["challenge", "kind", "words", "due_on", "at", "by_name", "in_place_of"]
    list_display = ["challenge", "kind", "at", "by_name", "in_place_of"]
    list_filter = ["kind"]
    list_select_related = ["challenge"]
    search_fields = ["words", "by_name"]
