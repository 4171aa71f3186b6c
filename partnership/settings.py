"""Settings, all from the environment.

Three ways to run: demonstration (``DEMONSTRATION=1``: the sign-in page lists the accounts, no setting is
needed), development (``DEBUG=1``) and production (neither: a secret key, hosts and a database are required).
"""

import os
import re
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from partnership.environment import (
    read_cache,
    read_class,
    read_database,
    read_flag,
    read_folder,
    read_json,
    read_list,
    read_number,
    read_origins,
    read_sender,
    read_text,
)
from partnership.identity_config import origins, tenants

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = read_flag("DEBUG", False)
DEMONSTRATION = read_flag("DEMONSTRATION", False)
LOCAL = DEBUG or DEMONSTRATION

# Production does not start without these: none of them has a safe default.
NEEDED = {
    "SECRET_KEY": "a long random text that nobody else knows",
    "ALLOWED_HOSTS": "the names people reach it by, such as plan.example.org",
    "DATABASE_URL": "postgres://… or, for one small partnership, sqlite:////a/file",
}
for name, what in {} if LOCAL else NEEDED.items():
    if not os.environ.get(name, "").strip():
        raise ImproperlyConfigured(
            f"Set {name} ({what}), or DEMONSTRATION=1 to look round on your own machine."
        )

SECRET_KEY = os.environ.get("SECRET_KEY", "for-this-machine-only")
if not LOCAL and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5):
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 random characters.")
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
if "*" in ALLOWED_HOSTS and not LOCAL:
    # Emails link to the requested host, which must not be an attacker's choice.
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS must name the hosts: “*” would let anyone choose one."
    )
CSRF_TRUSTED_ORIGINS = read_origins("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "partnership",
    "subgroups",
    "plans",
    "reports",
    "csp",
    "simple_history",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "partnership.apps.PlanAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "partnership.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "partnership.middleware.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "partnership.accounts.second_factor.SecondFactorMiddleware",
    "partnership.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "partnership.urls"
WSGI_APPLICATION = "partnership.wsgi.application"

# Our pages are Jinja2 (DESIGN: a plan page in a quarter of the time); Django's language stays for the admin.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "partnership.jinja.environment",
            "context_processors": ["partnership.context.shell"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": read_database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var' / 'db.sqlite3'}")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers continue while one person saves; immediate transactions wait for their turn instead of
    # failing half way when a read turns into a write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = read_number("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Seconds. Without it, a request waits for minutes for a machine that does not answer.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    # Our longest statements ask many small tables. PostgreSQL takes them for expensive and compiles them, which
    # takes up to forty times as long as running them. For the same reason it plans them again for each page, unless
    # it is to keep one plan for all values. A pooler may refuse such options: see docs/running.md.
    usual = "-c jit=off -c plan_cache_mode=force_generic_plan"
    if postgres_options := read_text("POSTGRES_OPTIONS", usual):
        DATABASES["default"]["OPTIONS"].setdefault("options", postgres_options)

# Our fixed statements (partnership/statements.py) are prepared: PostgreSQL plans them once a connection. A pooler that
# gives every transaction another connection may not allow that: see docs/running.md.
POSTGRES_PREPARED = read_flag("POSTGRES_PREPARED", True)

# Attempts to sign in are counted here, over all processes and machines, so in the database. ``migrate``
# makes the table. Many entries: with Django's 300, someone who tries many addresses would push out other counts.
CACHES = {"default": read_cache("CACHE_URL", "dbcache://shared_cache?max_entries=100000")}

AUTH_USER_MODEL = "partnership.User"
AUTHENTICATION_BACKENDS = ["partnership.accounts.backend.AddressBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "partnership.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# No one signs in with a password or passkey before their address is confirmed.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "partnership.accounts.forms.SignInForm",
    "reset_password": "partnership.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "partnership.accounts.forms.ResetPasswordKeyForm",
    "change_password": "partnership.accounts.forms.ChangePasswordForm",
    "reauthenticate": "partnership.accounts.forms.ReauthenticateForm",
}
ACCOUNT_SESSION_REMEMBER = False
# Of one internet address, which a whole office may share. Wrong passwords are counted far more strictly
# (partnership/accounts/sign_in_attempts.py).
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip"}

# Who needs a second factor in every partnership; a partnership may require it of more people.
SECOND_FACTOR = read_text("SECOND_FACTOR", "nobody")
if SECOND_FACTOR not in ("nobody", "business_managers", "everybody"):
    raise ImproperlyConfigured("SECOND_FACTOR is nobody, business_managers or everybody.")
MFA_ADAPTER = "partnership.accounts.factors.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# People who sign in through their organisation may have an address that was never confirmed here.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL  # http://localhost
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute out
MFA_FORMS = {
    "authenticate": "partnership.accounts.forms.AuthenticateForm",
    "reauthenticate": "partnership.accounts.forms.CodeReauthenticateForm",
    "authenticate_webauthn": "partnership.accounts.forms.AuthenticatePasskeyForm",
    "login_webauthn": "partnership.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "partnership.accounts.forms.ReauthenticatePasskeyForm",
    "add_webauthn": "partnership.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "partnership.accounts.forms.EditPasskeyForm",
    "activate_totp": "partnership.accounts.forms.ActivateTOTPForm",
    "deactivate_totp": "partnership.accounts.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "partnership.accounts.forms.GenerateRecoveryCodesForm",
}
USERSESSIONS_ADAPTER = "partnership.accounts.sessions.SessionsAdapter"

# Organisations whose own sign-in is trusted, as JSON: partnership/identity_config.py says what each has.
SOCIALACCOUNT_PROVIDERS = tenants(read_json("OPENID_CONNECT", []), insecure=LOCAL)
SOCIALACCOUNT_ADAPTER = "partnership.accounts.identity_providers.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # the organisation has verified them
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "front_door"
# An email may contain a key, so it is printed instead of sent only on a developer's own machine.
EMAIL_BACKEND = read_class(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'console' if LOCAL else 'smtp'}.EmailBackend",
)
EMAIL_HOST, EMAIL_PORT = (
    read_text("EMAIL_HOST", "localhost"),
    read_number("EMAIL_PORT", 25, most=65535),
)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_TIMEOUT = read_flag("EMAIL_USE_TLS", False), 10  # seconds
DEFAULT_FROM_EMAIL = read_sender("DEFAULT_FROM_EMAIL", "plan@localhost")
# The address of this site, for links in emails that no request causes (manage.py send_reminders).
SITE_URL = read_text("SITE_URL", "http://127.0.0.1:8000" if LOCAL else "").strip().rstrip("/")
if SITE_URL and not re.fullmatch(
    r"https?://[^/?#\s@]+" if LOCAL else r"https://[^/?#\s@]+", SITE_URL
):
    raise ImproperlyConfigured("SITE_URL is https:// and a host’s name, with nothing behind it.")

# Background work (partnership/jobs.py), which ``manage.py worker`` does.
TASKS = {"default": {"BACKEND": "partnership.jobs.JobBackend"}}
# What the worker does every day by itself, from which time on. Reminders need SITE_URL for their links; nobody is
# reminded by a demonstration.
TIMETABLE = {} if LOCAL else {"partnership.services.owed_seal.seal_due": "02:00"}
if SITE_URL and not LOCAL:
    TIMETABLE["plans.jobs.send_due_reminders"] = "07:00"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static" / name for name in ("build", "js", "images")]
# What browsers request at the root by themselves: the icon of a PDF, for instance, which cannot link to one.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": read_class(
            "STATICFILES_BACKEND", "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

CSRF_FAILURE_VIEW = "partnership.views.errors.open_too_long"

# A megabyte in a text field is refused by the form with an error; far beyond that, Django answers 400.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A return has 14 fields and a file for each action of a group.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
DATA_UPLOAD_MAX_NUMBER_FILES = 250
# What one job of the worker may use, in megabytes: a hostile file cannot take the memory of the machine.
WORKER_MEMORY_MAX_MB = read_number("WORKER_MEMORY_MAX_MB", 2_000, least=256)
# Evidence files: the largest one, and all of a partnership's together, in bytes.
EVIDENCE_FILE_MAX_BYTES = read_number("EVIDENCE_FILE_MAX_BYTES", 10_000_000, least=1)
EVIDENCE_TOTAL_MAX_BYTES = read_number("EVIDENCE_TOTAL_MAX_BYTES", 2_000_000_000, least=1)
FILE_UPLOAD_HANDLERS = [
    "partnership.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Bulk writes bypass history, and reasons are stored once, on the change (partnership/history.py).
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_REVERT_DISABLED = True

# One sign-in a working day. Reading does not write the session, so that it ends ten hours after
# signing in, in use or not; unsaved input is restored (partnership/editing/unsaved_input.py).
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if not LOCAL:
    # Browsers restrict a cookie with this prefix to this host and to HTTPS.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
# Turn this off if the host is a whole organisation's (example.org).
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = read_flag("HSTS_SUBDOMAINS", not LOCAL)
SECURE_REFERRER_POLICY = "same-origin"  # the editing pages return people to where they came from
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if read_flag("BEHIND_PROXY", False) else None
)
# How many proxies of our own add to X-Forwarded-For; the address before them is the client's.
ALLAUTH_TRUSTED_PROXY_COUNT = read_number(
    "TRUSTED_PROXIES", 1 if read_flag("BEHIND_PROXY", False) else 0
)
X_FRAME_OPTIONS = "DENY"

# What a page may load and where its forms may go: only our own, and nothing inline.
# Browsers apply form-action to the redirects that follow too, so the organisations that people sign
# in through are named.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *origins(SOCIALACCOUNT_PROVIDERS)],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

# The contact in security.txt: an email address or a page (https://…).
SECURITY_CONTACT = read_text("SECURITY_CONTACT")
# A directory whose accessibility.md, privacy.md and help.md replace ours.
PAGES_DIR = read_folder("PAGES_DIR")

# Failures go to the console, where the service's journal keeps them; never with people's input, and
# nothing by email.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"routes": {"()": "partnership.logs.RoutesOnly"}},
    "formatters": {
        "line": {
            "()": "partnership.logs.Wordless",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"format": "{message}", "style": "{"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["routes"],
        },
        "events": {"class": "logging.StreamHandler", "formatter": "json"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "partnership.security_log.record": {
            "handlers": ["events"],
            "level": "INFO",
            "propagate": False,
        },
        # It logs URLs from people's texts.
        "weasyprint": {"level": "CRITICAL"},
    },
}
