"""The security log and people's second factors in the admin, for installation staff only."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import admin

from partnership.accounts.factors import has_second_factor
from partnership.admin.base import ReadOnly, ScopedAdmin
from partnership.models import SecurityEvent
from partnership.security_log.record import record_event


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnly, ScopedAdmin):
    """Every security event, in all partnerships and outside them."""

    staff_only = True
    list_display = ["at", "kind", "by_name", "about", "address", "partnership"]
    list_filter = ["kind", "partnership"]
    list_select_related = ["partnership"]
    search_fields = ["by_name", "about"]
    date_hierarchy = "at"


class LeftToItsOwner(ReadOnly, ScopedAdmin):
    """Part of how a person signs in: can be read, and removed for a person who lost it. Secrets are never shown."""

    staff_only = True
    may_delete = True
    search_fields = ["user__name", "user__email"]
    list_select_related = ["user"]

    def delete_model(self, request, obj):
        record_event(
            SecurityEvent.Kind.SECOND_FACTOR_REMOVED,
            by=request.user,
            about=f"{self.opts.verbose_name} of {obj.user}",
            request=request,
        )
        super().delete_model(request, obj)

    def delete_queryset(self, request, queryset):
        for record in queryset:
            self.delete_model(request, record)


@admin.register(Authenticator)
class AuthenticatorAdmin(LeftToItsOwner):
    """Removing the last one also removes the recovery codes, which have nothing left to replace."""

    fields = ["user", "type", "created_at", "last_used_at"]
    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        if not has_second_factor(obj.user):
            obj.user.authenticator_set.all().delete()


@admin.register(SocialAccount)
class SocialAccountAdmin(LeftToItsOwner):
    """An organisation's id for a person. Once removed, the next sign-in goes by email address again."""

    fields = ["user", "provider", "uid", "last_login", "date_joined"]
    list_display = ["user", "provider", "last_login"]
    list_filter = ["provider"]
