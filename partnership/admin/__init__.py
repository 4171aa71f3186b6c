"""The admin: any record, limited to one's own partnerships, with every edit in history."""

from partnership.admin.base import ReadOnly, ScopedAdmin, TrackedAdmin, TrackedInline, words
from partnership.admin.choices import OwnRelatedFilter
from partnership.admin.forms import RecordAdminForm, TrackedForm, TrackedRowForm
from partnership.admin_site import PlanAdminSite

__all__ = [
    "OwnRelatedFilter",
    "PlanAdminSite",
    "ReadOnly",
    "RecordAdminForm",
    "ScopedAdmin",
    "TrackedAdmin",
    "TrackedForm",
    "TrackedInline",
    "TrackedRowForm",
    "words",
]

import partnership.admin.memberships
import partnership.admin.records
import partnership.admin.security  # noqa: F401
