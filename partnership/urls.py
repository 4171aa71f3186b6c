"""Every address: the admin, signing in, what is the same for all, and each partnership's pages."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path

from partnership.accounts import DEMONSTRATION_PASSWORD, SetPasswordForm, demonstration_accounts
from partnership.views.front_door import front_door
from partnership.views.information import accessibility, privacy
from partnership.views.information import help as help_page

# Of allauth's pages those that can be reached, by the names that allauth knows them by.
account_urls = [
    path(
        "sign-in/",
        account.LoginView.as_view(
            extra_context={
                "demonstration_accounts": demonstration_accounts,
                "demonstration_password": DEMONSTRATION_PASSWORD,
            }
        ),
        name="account_login",
    ),
    path("sign-out/", account.logout, name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
    path(
        "password/set/",
        account.PasswordSetView.as_view(form_class=SetPasswordForm),
        name="account_set_password",
    ),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include(account_urls)),
    path("", front_door, name="front_door"),
    path("help/", help_page, name="help"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("<slug:slug>/", include("partnership.urls_of_partnership")),
    path("<slug:slug>/", include("reports.urls")),
    path("<slug:slug>/", include("plans.urls")),
    path("<slug:slug>/", include("subgroups.urls")),
]

handler400 = "partnership.views.errors.bad_request"
handler403 = "partnership.views.errors.forbidden"
handler404 = "partnership.views.errors.not_found"
handler429 = "partnership.views.errors.too_many"
handler500 = "partnership.views.errors.broken"
