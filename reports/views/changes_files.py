"""Downloads of filtered changes: each of the three lists as CSV, PDF and Word."""

from django.utils import timezone

from partnership.downloads import file_answer
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from plans.models import Action, Plan
from reports.changes.csv_export import read_changes, write_changes
from reports.changes.lists import action_list, all_changes, plan_list
from reports.changes.sheets import changes_sheets
from reports.changes.word import write_word
from reports.render.pdf import print_pdf
from reports.views.changes import filter_of, reader


@requires(Permission.VIEW_CHANGES, on=Partnership)
def changes_file(request, partnership, kind):
    return _file(request, all_changes(reader(request)), kind)


@requires(Permission.VIEW_CHANGES, on=Plan)
def plan_changes_file(request, plan, kind):
    return _file(request, plan_list(reader(request), plan), kind)


@requires(Permission.VIEW_CHANGES, on=Action)
def action_changes_file(request, action, kind):
    return _file(request, action_list(reader(request), action), kind)


def _pdf(document):
    return print_pdf(changes_sheets(document))


# File extension → its name in the security log, and the function that writes it.
FILES = {"csv": ("CSV", write_changes), "docx": ("Word", write_word), "pdf": ("PDF", _pdf)}


def _file(request, listed, kind):
    called, write = FILES[kind]
    content = write(read_changes(listed, filter_of(request, listed), on=timezone.localdate()))
    about = f"{listed.kind}, {called}"
    return file_answer(request, content, listed.file_name, kind=kind, about=about)
