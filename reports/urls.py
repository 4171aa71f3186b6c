"""URLs of home, changes, yearly reports, PDFs and earlier versions, below the partnership's."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from reports.plan_files import WRITERS
from reports.views.archive import archive, archive_download, partnership_archive
from reports.views.as_at import (
    action_as_at,
    groups_as_at,
    groups_past,
    plan_as_at,
    plan_as_at_json,
    plan_compare,
    plan_history,
    snapshot_new,
)
from reports.views.changes import action_changes, changes, plan_changes
from reports.views.changes_files import (
    ENDINGS,
    action_changes_file,
    changes_file,
    plan_changes_file,
)
from reports.views.home import home
from reports.views.patterns import plan_pattern, plan_patterns
from reports.views.plan_files import (
    plan_as_at_downloads,
    plan_as_at_file,
    plan_downloads,
    plan_file,
)
from reports.views.printing import plan_summary_pdf, report_pdf, report_word
from reports.views.report import report, report_new, report_read, report_withdraw, reports, section
from reports.views.search import search

app_name = "reports"


class FileKind(StringConverter):
    """The file extension of a download of changes."""

    regex = "|".join(ENDINGS)


class PlanFileKind(StringConverter):
    """The file extension of a download of a plan."""

    regex = "|".join(WRITERS)


register_converter(FileKind, "file_kind")
register_converter(PlanFileKind, "plan_file_kind")

# The yearly report, and PDFs
report_urls = [
    path("reports/", reports, name="reports"),
    path("reports/new/", report_new, name="report_new"),
    path("reports/<int:pk>/", report, name="report"),
    path("reports/<int:pk>/withdraw/", report_withdraw, name="report_withdraw"),
    path("reports/<int:pk>/read/", report_read, name="report_read"),
    path("reports/<int:pk>/report.pdf", report_pdf, name="report_pdf"),
    path("reports/<int:pk>/report.docx", report_word, name="report_word"),
    path("sections/<int:pk>/", section, name="section"),
    path("plans/<int:pk>/downloads/", plan_downloads, name="plan_downloads"),
    path("plans/<int:pk>/plan.<plan_file_kind:kind>", plan_file, name="plan_file"),
    path("plans/<int:pk>/summary.pdf", plan_summary_pdf, name="plan_summary_pdf"),
]

# Home and changes
home_urls = [
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("changes/", changes, name="changes"),
    path("changes/changes.<file_kind:kind>", changes_file, name="changes_file"),
    path("plans/<int:pk>/changes/", plan_changes, name="plan_changes"),
    path(
        "plans/<int:pk>/changes/changes.<file_kind:kind>",
        plan_changes_file,
        name="plan_changes_file",
    ),
    path("actions/<int:pk>/changes/", action_changes, name="action_changes"),
    path(
        "actions/<int:pk>/changes/changes.<file_kind:kind>",
        action_changes_file,
        name="action_changes_file",
    ),
    path("plans/<int:pk>/patterns/", plan_patterns, name="plan_patterns"),
    path("plans/<int:pk>/patterns/<slug:pattern>/", plan_pattern, name="plan_pattern"),
]

# Earlier versions
past_urls = [
    path("as-at/records/", archive, name="archive"),
    path("everything.zip", partnership_archive, name="partnership_archive"),
    path("as-at/<slug:moment>/records.zip", archive_download, name="archive_download"),
    path("as-at/groups/", groups_past, name="groups_past"),
    path("as-at/<slug:moment>/groups/", groups_as_at, name="groups_as_at"),
    path("plans/<int:pk>/versions/", plan_history, name="plan_history"),
    path("plans/<int:pk>/as-at/<slug:moment>/", plan_as_at, name="plan_as_at"),
    path(
        "plans/<int:pk>/as-at/<slug:moment>/downloads/",
        plan_as_at_downloads,
        name="plan_as_at_downloads",
    ),
    path(
        "plans/<int:pk>/as-at/<slug:moment>/plan.<plan_file_kind:kind>",
        plan_as_at_file,
        name="plan_as_at_file",
    ),
    path("plans/<int:pk>/as-at/<slug:moment>/record.json", plan_as_at_json, name="plan_as_at_json"),
    path("plans/<int:pk>/snapshots/new/", snapshot_new, name="snapshot_new"),
    path(
        "plans/<int:pk>/as-at/<slug:moment>/actions/<int:action>/",
        action_as_at,
        name="action_as_at",
    ),
    path("plans/<int:pk>/compare/", plan_compare, name="plan_compare"),
]

urlpatterns = [
    *home_urls,
    *past_urls,
    *report_urls,
]
