"""Memberships in the admin: read-only for business managers, who change them on the People page.

Installation staff add and change them here, to admit a partnership's first business manager. The rules of
the People page apply to them too, and changes are written to the security log.
"""

from datetime import timedelta

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from partnership.admin.base import TrackedAdmin
from partnership.admin.choices import OwnRelatedFilter
from partnership.admin.forms import TrackedForm
from partnership.models import Membership
from partnership.permissions import Role
from partnership.policies import refuse
from partnership.policies.membership import (
    reason_not_to_change_role,
    reason_not_to_replace_manager,
)
from partnership.services.membership import (
    tell_of_end,
    tell_of_role,
)


class MembershipAdminForm(TrackedForm):
    """The form for installation staff, who can admit anyone to any partnership."""

    GUESTS = ("user",)

    before = None  # the membership as it was; None for a new one

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self._keep_rules(cleaned)
            except ValidationError as refusal:
                self._update_errors(refusal)
        return cleaned

    def _keep_rules(self, cleaned):
        on = timezone.localdate()
        if self.instance._state.adding:
            self._refuse_oneself(cleaned, on=on)
            return
        self.before = Membership.objects.get(pk=self.instance.pk)
        if "role" in self.altered:
            refuse(reason_not_to_change_role(self.before.user, by=self.user), field="role")
        for day in self._days_without(cleaned, on=on):
            refuse(reason_not_to_replace_manager(self.before, on=day))

    def _refuse_oneself(self, cleaned, *, on):
        """Refuse making oneself the scrutineer or changing one's own role; admitting oneself is allowed."""
        partnership, user = cleaned["partnership"], cleaned["user"]
        if user == self.user and cleaned["role"] == Role.SCRUTINEER:
            raise ValidationError({"role": "You cannot make yourself the independent scrutineer."})
        if partnership.membership_set.lasting(on).filter(user=user).exists():
            refuse(reason_not_to_change_role(user, by=self.user), field="role")

    def _days_without(self, cleaned, *, on):
        """Days, from ``on``, on which the membership as typed leaves the partnership without a business manager."""
        role, since, until = (cleaned[name] for name in ("role", "since", "until"))
        if role != Role.BUSINESS_MANAGER or since > on:
            yield on
        if until is not None:
            yield max(on, until + timedelta(days=1))


@admin.register(Membership)
class MembershipAdmin(TrackedAdmin):
    form = MembershipAdminForm
    may_delete = False  # people's actions keep their name, and the dates of their membership
    fixed = ("partnership", "user")
    list_display = ["user", "role", "agency", "since", "until", "ended_at", "partnership"]
    list_filter = ["role", ("partnership", OwnRelatedFilter)]
    list_select_related = ["user", "agency", "partnership"]
    search_fields = ["user__name", "user__email"]
    autocomplete_fields = ["user", "agency"]

    def is_closed(self, record):
        """A membership that was ended on the People page is closed."""
        return record is not None and record.ended_at is not None

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        shown = () if request.user.is_superuser else ("changed_on",)
        return (*super().get_readonly_fields(request, obj), "ended_at", *shown)

    @admin.display(description="To change this")
    def changed_on(self, membership):
        address = reverse("subgroups:person", args=[membership.partnership.slug, membership.pk])
        return format_html('<a href="{}">Open {} on the People page</a>', address, membership.user)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        told = {"by": request.user, "request": request}
        if not change or "role" in form.altered:
            tell_of_role(obj, was=form.before, **told)
        if change and form.altered & {"since", "until"}:
            tell = tell_of_end if _ends_sooner(obj, form.before) else tell_of_role
            tell(obj, **told)


def _ends_sooner(membership, before):
    """Whether a last day was added, or moved earlier."""
    if membership.until is None:
        return False
    return before.until is None or membership.until < before.until
