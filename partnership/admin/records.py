"""The partnership, its agencies and its accounts, in the admin."""

from django.contrib import admin

from partnership.admin.base import ReadOnly, ScopedAdmin, TrackedAdmin, TrackedInline
from partnership.admin.choices import OwnRelatedFilter
from partnership.admin.forms import TrackedForm
from partnership.models import (
    Agency,
    Change,
    HouseStyle,
    Membership,
    Partnership,
    Post,
    RatingDefinition,
    User,
)


class HouseStyleInline(TrackedInline):
    model = HouseStyle
    may_delete = False


class RatingDefinitionInline(TrackedInline):
    model = RatingDefinition
    may_delete = False
    max_num = 0
    fields = ["label", "kind", "meaning", "colour", "symbol"]
    readonly_fields = ["kind"]


class PostInline(TrackedInline):
    model = Post
    exclude = ["partnership", "also_known_as"]


@admin.register(Partnership)
class PartnershipAdmin(TrackedAdmin):
    """Added by installation staff; wording and appearance are up to the business manager."""

    partnership_path = "pk"
    fixed = ()
    may_delete = False  # its history must be kept
    list_display = ["name", "short_name", "slug"]
    search_fields = ["name", "short_name", "formerly"]
    inlines = [HouseStyleInline, RatingDefinitionInline]

    def has_add_permission(self, request):
        return request.user.is_superuser

    def history_within(self, rows, ids):
        return rows.filter(id__in=ids)


@admin.register(HouseStyle)
class HouseStyleAdmin(TrackedAdmin):
    may_delete = False
    list_display = ["partnership", "colour", "marking"]
    list_select_related = ["partnership"]


@admin.register(RatingDefinition)
class RatingDefinitionAdmin(TrackedAdmin):
    may_delete = False
    fixed = ("partnership", "kind", "severity")
    list_display = ["label", "kind", "meaning", "severity", "retired_at", "partnership"]
    list_filter = [("partnership", OwnRelatedFilter)]
    list_select_related = ["partnership"]
    search_fields = ["label", "meaning"]


@admin.register(Agency)
class AgencyAdmin(TrackedAdmin):
    list_display = ["name", "short_name", "sector", "standing", "partnership"]
    list_filter = ["sector", "standing", ("partnership", OwnRelatedFilter)]
    list_select_related = ["partnership"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["succeeded_by"]
    inlines = [PostInline]


@admin.register(Post)
class PostAdmin(TrackedAdmin):
    list_display = ["title", "agency", "holder", "partnership"]
    list_filter = [("agency", OwnRelatedFilter), ("partnership", OwnRelatedFilter)]
    list_select_related = ["agency", "holder", "partnership"]
    search_fields = ["title", "also_known_as", "holder__name"]
    autocomplete_fields = ["agency", "holder"]


class UserForm(TrackedForm):
    """An account without a password: the person sets one from the invitation."""

    version = None

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def save(self, commit=True):
        if self.instance._state.adding:
            self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class UserAdmin(TrackedAdmin):
    """Accounts are edited by installation staff; business managers see those of their own people."""

    form = UserForm
    partnership_path = "memberships__partnership"
    fixed = ()
    may_delete = False  # names must be kept in history
    fields = ["name", "email", "is_active", "is_staff", "is_superuser"]
    list_display = ["name", "email", "is_active"]
    list_filter = ["is_active"]
    search_fields = ["name", "email"]

    def within(self, records, ids):
        members = Membership.objects.filter(partnership__in=ids)
        return records.filter(pk__in=members.values("user"))

    def holds(self, request, record=None):
        if request.user.is_superuser or record is None:
            return super().holds(request)
        return self.get_queryset(request).filter(pk=record.pk).exists()

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def get_fields(self, request, obj=None):
        return self.fields if request.user.is_superuser else ["name", "email", "is_active"]

    def has_view_history_permission(self, request, obj=None):
        """An account's history may mention other partnerships the person belongs to."""
        return request.user.is_superuser


@admin.register(Change)
class ChangeAdmin(ReadOnly, ScopedAdmin):
    """Every user action that changed something, newest first."""

    list_display = ["at", "by_name", "through", "where", "reason", "partnership"]
    list_filter = ["through", ("partnership", OwnRelatedFilter)]
    list_select_related = ["partnership"]
    search_fields = ["by_name", "reason"]
