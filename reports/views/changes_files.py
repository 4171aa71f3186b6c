"""Downloads of filtered changes: each of the three lists as CSV, Excel, PDF and Word.

A short CSV file is answered at once; the others are made in the background.
"""

from django.utils import timezone

from partnership.downloads import NAMES, file_answer
from partnership.permissions import requires
from partnership.views.job import offer_file
from reports import jobs
from reports.changes.csv_export import read_changes, write_changes
from reports.changes.lists import action_list, all_changes, plan_list
from reports.views.changes import filter_of, reader

ENDINGS = ("csv", "docx", "pdf", "xlsx")
FEW = 100  # changes: a file of so many takes less than a second


@requires(jobs.changes_file.permission, on=jobs.changes_file.on)
def changes_file(request, partnership, kind):
    return _file(request, jobs.changes_file, partnership, all_changes(reader(request)), kind)


@requires(jobs.plan_changes_file.permission, on=jobs.plan_changes_file.on)
def plan_changes_file(request, plan, kind):
    return _file(request, jobs.plan_changes_file, plan, plan_list(reader(request), plan), kind)


@requires(jobs.action_changes_file.permission, on=jobs.action_changes_file.on)
def action_changes_file(request, action, kind):
    listed = action_list(reader(request), action)
    return _file(request, jobs.action_changes_file, action, listed, kind)


def _file(request, task, record, listed, kind):
    filters = filter_of(request, listed)
    if kind == "csv" and len(filters.qs.values_list("pk")[: FEW + 1]) <= FEW:
        content = write_changes(read_changes(listed, filters, on=timezone.localdate()))
        about = f"{task.about}, {NAMES[kind]}"
        return file_answer(request, content, listed.file_name, kind=kind, about=about)
    asked = {"query": request.GET.urlencode(), "ending": kind}
    return offer_file(request, task, record, listed.title, NAMES[kind], **asked)
