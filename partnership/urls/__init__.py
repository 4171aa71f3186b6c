"""All URLs: the admin, signing in, pages that are the same for everyone, and each partnership's pages."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as socialaccount
from django.contrib import admin
from django.urls import include, path, re_path

from partnership.accounts import (
    DEMONSTRATION_PASSWORD,
    SetPasswordForm,
    demonstration_accounts,
    demonstration_factor,
)
from partnership.accounts.identity_providers import tenant_names
from partnership.views import passwords, security
from partnership.views.email_confirm import email_confirm
from partnership.views.front_door import front_door
from partnership.views.health import healthz, readyz
from partnership.views.information import accessibility, privacy
from partnership.views.information import help as help_page
from partnership.views.well_known import security_txt

# Those of allauth's pages that can be reached, under allauth's own names.
account_urls = [
    path("", security.your_account, name="your_account"),
    path(
        "sign-in/",
        account.LoginView.as_view(
            extra_context={
                "demonstration_accounts": demonstration_accounts,
                "demonstration_factor": demonstration_factor,
                "demonstration_password": DEMONSTRATION_PASSWORD,
                "tenants": tenant_names,
            }
        ),
        name="account_login",
    ),
    path("sign-out/", security.SignOutView.as_view(), name="account_logout"),
    path("sign-up/", account.signup, name="account_signup"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("password/change/", account.password_change, name="account_change_password"),
    path(
        "password/set/",
        account.PasswordSetView.as_view(form_class=SetPasswordForm),
        name="account_set_password",
    ),
    path("password/reset/", passwords.PasswordResetView.as_view(), name="account_reset_password"),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        passwords.NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "address/sent/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("address/confirm/<str:key>/", email_confirm, name="account_confirm_email"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("sessions/", security.usersessions_list, name="usersessions_list"),
    path("sessions/<int:pk>/end/", security.session_end, name="session_end"),
    path("second-factor/", mfa.index, name="mfa_index"),
    path("second-factor/sign-in/", mfa.authenticate, name="mfa_authenticate"),
    path("second-factor/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-factor/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/sign-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/confirm/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/name/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path(
        "organisation/cancelled/",
        socialaccount.login_cancelled,
        name="socialaccount_login_cancelled",
    ),
    path(
        "organisation/<slug:provider_id>/",
        security.openid_connect_login,
        name="openid_connect_login",
    ),
    path(
        "organisation/<slug:provider_id>/back/",
        security.openid_connect_callback,
        name="openid_connect_callback",
    ),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include(account_urls)),
    path("accounts/invitation/", include("subgroups.urls.invitation")),
    path("accounts/", include("plans.urls.account")),
    path("", front_door, name="front_door"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("help/", help_page, name="help"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("<slug:slug>/", include("partnership.urls.partnership")),
    path("<slug:slug>/", include("reports.urls")),
    path("<slug:slug>/", include("plans.urls")),
    path("<slug:slug>/", include("subgroups.urls")),
]

handler400 = "partnership.views.errors.bad_request"
handler403 = "partnership.views.errors.forbidden"
handler404 = "partnership.views.errors.not_found"
handler429 = "partnership.views.errors.too_many"
handler500 = "partnership.views.errors.broken"
