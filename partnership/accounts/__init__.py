"""Signing in by email address, and second factors. There is no sign-up: accounts are made by invitation.

``adapter``, ``factors``, ``identity_providers`` and ``sessions`` are allauth's hooks; ``forms`` are its forms reworded.
"""

from partnership.accounts.adapter import LAST_VISIT, AccountAdapter, last_visit
from partnership.accounts.demonstration import (
    DEMONSTRATION_PASSWORD,
    DEMONSTRATION_SECRET,
    demonstration_accounts,
    demonstration_factor,
)
from partnership.accounts.forms import NEW_PASSWORD_HINT, SetPasswordForm

__all__ = [
    "DEMONSTRATION_PASSWORD",
    "DEMONSTRATION_SECRET",
    "LAST_VISIT",
    "NEW_PASSWORD_HINT",
    "AccountAdapter",
    "SetPasswordForm",
    "demonstration_accounts",
    "demonstration_factor",
    "last_visit",
]
