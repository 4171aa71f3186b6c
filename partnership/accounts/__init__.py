"""Signing in, by e-mail address, and what more than a password somebody shows. Nobody signs up.

``adapter``, ``factors``, ``trusted`` and ``sessions`` are what allauth asks of us; ``forms`` its forms in our words.
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
