"""The admin site: who can use it, and that every write in it belongs to one change.

It is outside the package that registers records, because Django imports that only once it has this site.
"""

from contextlib import suppress
from functools import update_wrapper

from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, FieldDoesNotExist, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from partnership.history import recording
from partnership.locks import PartnershipBusy
from partnership.permissions import Permission, roles_granted
from partnership.text import clean_text

LONGEST_REASON = 500
KEPT_OUT = {
    "allauth.account.admin",
    "allauth.mfa.admin",
    "allauth.socialaccount.admin",
    "allauth.usersessions.admin",
}


def managed_ids(user, permission):
    """Ids of the partnerships in which a role gives ``user`` the ``permission`` today."""
    return user.partnership_ids(timezone.localdate(), roles_granted(permission))


def reason_given(request):
    """The reason for the change as submitted, cut to the form's limit."""
    return clean_text(request.POST.get("change_reason", "")).strip()[:LONGEST_REASON]


class PlanAdminSite(admin.AdminSite):
    site_header = "Safeguarding plans: records"
    site_title = "Records"
    index_title = "All records you can edit"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Leave out allauth's own models, so that addresses, second factors and sessions cannot be read or edited."""
        if getattr(admin_class, "__module__", "") not in KEPT_OUT:
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        user = request.user
        if not user.is_active:
            return False
        return user.is_superuser or bool(managed_ids(user, Permission.MANAGE_PARTNERSHIP))

    def admin_view(self, view, cacheable=False):
        """Refuse other people and malformed requests, and open the change that writes belong to."""

        def recorded(request, *args, **kwargs):
            if request.method != "POST":
                return view(request, *args, **kwargs)
            try:
                with recording(by=request.user, reason=reason_given(request)):
                    return view(request, *args, **kwargs)
            except PartnershipBusy as busy:
                messages.error(request, " ".join(busy.messages))
                return redirect(request.get_full_path())

        guarded = super().admin_view(update_wrapper(recorded, view), cacheable)

        def inner(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied("Only business managers can edit records here.")
            if "\0" in request.path or any("\0" in text for text in request.GET.values()):
                raise BadRequest("Remove the null character from the text.")
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def login(self, request, extra_context=None):
        """Redirect to the one sign-in page."""
        wanted = request.GET.get("next", "")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
            wanted = reverse("admin:index", current_app=self.name)
        if request.user.is_authenticated:
            return HttpResponseRedirect(wanted)  # redirect() would look for a view of this name
        return redirect_to_login(wanted, settings.LOGIN_URL)

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    def autocomplete_view(self, request):
        """Accept only fields that have the choice: Django fails on the other end of a relation."""
        asked = request.GET
        with suppress(LookupError, FieldDoesNotExist):
            model = apps.get_model(asked["app_label"], asked["model_name"])
            if not model._meta.get_field(asked["field_name"]).concrete:
                raise PermissionDenied
        return super().autocomplete_view(request)

    def get_urls(self):
        """Leave out “view on site”: it would look up any record of any partnership."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
