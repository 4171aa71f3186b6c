"""Reads settings from the environment. A value that cannot be meant is refused in a sentence that names the setting."""

import json
import os
import re

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}
DATABASE = re.compile(
    r"(postgres|postgresql|pgsql)://\S*/[^/\s]+|sqlite:///[^/\s].*|sqlite:////.+|sqlite://:memory:"
)
CACHES = ", ".join(sorted(environ.Env.CACHE_SCHEMES))


def read_text(name, default=""):
    return os.environ.get(name, default)


def read_flag(name, default):
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() not in YES | NO:
        raise ImproperlyConfigured(f"{name} must be 1 or 0.")
    return value.strip().lower() in YES


def read_number(name, default, *, least=0, most=2**62):
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number, {least} or more.")
    return int(value)


def read_list(name, default):
    value = os.environ.get(name)
    return default if value is None else [one.strip() for one in value.split(",") if one.strip()]


def read_origins(name):
    found = read_list(name, [])
    if not all(re.fullmatch(r"https?://[^/?#\s@]+", one) for one in found):
        raise ImproperlyConfigured(
            f"{name} must be origins such as https://plan.example.org, separated by commas."
        )
    return found


def read_json(name, default):
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        return json.loads(value)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be JSON.") from error


def read_database(name, default):
    """Django's settings of a database. The URL itself is never repeated: it may contain a password."""
    value = os.environ.get(name, "").strip() or default
    wrong = ImproperlyConfigured(
        f"{name} must be postgres://user:password@host/name or sqlite:////path/to/file. Write special characters "
        "of the password as in a URL: %40 for @."
    )
    if not DATABASE.fullmatch(value):
        raise wrong
    try:
        return environ.Env.db_url_config(value)
    except (ValueError, KeyError, IndexError) as error:
        raise wrong from error


def read_cache(name, default):
    value = os.environ.get(name, "").strip() or default
    scheme, separator, _ = value.partition("://")
    if not separator or scheme not in environ.Env.CACHE_SCHEMES:
        raise ImproperlyConfigured(f"{name} must begin with one of these and ://: {CACHES}.")
    try:
        return environ.Env.cache_url_config(value)
    except (ValueError, KeyError, IndexError) as error:
        raise ImproperlyConfigured(f"{name} is not the address of a cache.") from error


def read_class(name, default):
    """The dotted path of a class."""
    value = os.environ.get(name, "").strip() or default
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", value):
        raise ImproperlyConfigured(f"{name} must be the dotted path of a class.")
    return value


def read_folder(name):
    value = os.environ.get(name, "").strip()
    if value and not os.path.isdir(value):
        raise ImproperlyConfigured(f"{name} must be a folder that exists.")
    return value


def read_sender(name, default):
    value = os.environ.get(name, "").strip() or default
    if not re.fullmatch(r"[^@\r\n]*[^@\s<]+@[^@\s]+", value):
        raise ImproperlyConfigured(f"{name} must be an email address.")
    return value
