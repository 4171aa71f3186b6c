"""Files that take longer than anyone should wait for: each kind of job says who may have it, and makes it."""

from dataclasses import fields
from tempfile import TemporaryFile
from types import SimpleNamespace

from django.http import Http404, QueryDict
from django_tasks import task

from partnership.jobs import MadeFile
from partnership.logo import read_printed_logo
from partnership.models import Partnership
from partnership.permissions import Permission, allows
from partnership.text import compare_words
from partnership.transfer.write import write_archive
from plans.actions.proposals import proposals_for
from plans.challenges.read import challenges_for
from plans.document.arrange import WAYS
from plans.document.compare import compare_documents
from plans.document.current import read_plan
from plans.models import Action, Challenge, Plan
from reports.as_at.archive import Everything, write_everything
from reports.as_at.comparison_sheets import comparison_sheets
from reports.as_at.comparison_table import write_comparison_table
from reports.as_at.comparison_word import write_comparison
from reports.as_at.moments import instant_of, readable_moment
from reports.changes.csv_export import (
    read_changes,
    write_changes,
    write_changes_workbook,
)
from reports.changes.feed import reader_of
from reports.changes.filters import ChangeFilter
from reports.changes.lists import action_list, all_changes, plan_list
from reports.changes.sheets import changes_sheets
from reports.changes.word import write_word
from reports.executive import PAPER, read_executive
from reports.models import AnnualReport
from reports.plan_export import export_as_at, export_now
from reports.plan_files import FileChoice, write_plan_file
from reports.render.pdf import print_pdf
from reports.render.plan import summary_sheets
from reports.yearly.document import read_report
from reports.yearly.sheets import report_sheets
from reports.yearly.word import write_report

# What a file of three steps says of each.
READING, SETTING, KEEPING = "Reading the records", "Setting the pages", "Almost ready"


def _print(work, sheets, *name):
    """The PDF of ``sheets``, made while the work says so."""
    work.report(1, 3, SETTING)
    content = print_pdf(sheets.with_logo(read_printed_logo(work.partnership)))
    work.report(2, 3, KEEPING)
    return MadeFile(content, "pdf", name)


@task(permission=Permission.VIEW_DRAFT_REPORT, on=AnnualReport, about="yearly report")
def report_pdf(work):
    work.report(0, 3, READING)
    document = read_report(work.record, on=work.on)
    return _print(work, report_sheets(document), document.title)


@task(permission=Permission.VIEW_DRAFT_REPORT, on=AnnualReport, about="yearly report")
def report_word(work):
    work.report(0, 2, READING)
    document = read_report(work.record, on=work.on)
    work.report(1, 2, KEEPING)
    content = write_report(document, logo=read_printed_logo(work.partnership))
    return MadeFile(content, "docx", (document.title,))


@task(permission=Permission.VIEW_PLAN, on=Plan, about="plan")
def plan_file(work):
    """Parameters ``query``, a filter as the address has it, and the fields of a FileChoice."""
    work.report(0, 3, READING)
    challenges = _readable_challenges(work)
    export = export_now(
        work.record, challenges=challenges, now=work.now, query=work.parameters["query"]
    )
    return _plan_file(work, export, export.document.period)


@task(permission=Permission.VIEW_PLAN, on=Plan, about="earlier version of a plan")
def plan_as_at_file(work):
    """Parameters ``moment`` (its address), ``group`` (its id, or None) and the fields of a FileChoice."""
    work.report(0, 3, READING)
    found = _moment(work, work.parameters["moment"])
    challenges = _readable_challenges(work)
    asked = {"now": work.now, "group": work.parameters["group"]}
    export = export_as_at(work.record, found, challenges=challenges, **asked)
    return _plan_file(work, export, f"as at {found.key}")


def _plan_file(work, export, *name):
    asked = {field.name: work.parameters[field.name] for field in fields(FileChoice)}
    choice = FileChoice(**asked)
    work.report(1, 3, SETTING)
    content = write_plan_file(export, choice, logo=read_printed_logo(work.partnership))
    work.report(2, 3, KEEPING)
    view = "as published" if choice.as_published else ""
    words = (view, WAYS.get(choice.arranged, ""), choice.table, export.part)
    return MadeFile(content, choice.ending, (export.document.title, *name, *filter(None, words)))


def _readable_challenges(work):
    return Challenge.objects.visible_to(work.by, on=work.on)


@task(permission=Permission.VIEW_PLAN, on=Plan, about="summary of a plan")
def plan_summary_pdf(work):
    """What is off track, and what waits for the person who asked, on one page."""
    work.report(0, 3, READING)
    plan, by = work.record, work.by
    document = read_plan(plan, on=work.on, brief=True)
    to_decide, _ = proposals_for(plan, by, on=work.on)
    asked = challenges_for(work.partnership, by, work.roles, on=work.on).asked
    part = read_executive(document, most=PAPER)
    sheets = summary_sheets(document, part, to_decide=to_decide, asked=asked)
    return _print(work, sheets, document.title, "summary")


@task(permission=Permission.VIEW_PLAN, on=Plan, about="comparison of a plan")
def comparison_pdf(work):
    """Parameters ``before`` and ``after``: the addresses of two moments."""
    work.report(0, 3, READING)
    before, after, comparison = _compared(work)
    context = {"before": before, "after": after, "comparison": comparison}
    sheets = comparison_sheets(context | {"compare_words": compare_words})
    return _print(work, sheets, f"{before.key} to {after.key}")


@task(permission=Permission.VIEW_PLAN, on=Plan, about="comparison of a plan")
def comparison_word(work):
    """Parameters as of ``comparison_pdf``."""
    work.report(0, 2, READING)
    before, after, comparison = _compared(work)
    content = write_comparison(
        before, after, comparison, on=work.on, logo=read_printed_logo(work.partnership)
    )
    work.report(1, 2, KEEPING)
    return MadeFile(content, "docx", (f"{before.key} to {after.key}",))


@task(permission=Permission.VIEW_PLAN, on=Plan, about="comparison of a plan")
def comparison_table(work):
    """Parameters as of ``comparison_pdf``, and ``ending`` (csv or xlsx)."""
    work.report(0, 2, READING)
    before, after, comparison = _compared(work)
    ending = work.parameters["ending"]
    content = write_comparison_table(before, after, comparison, ending, on=work.on)
    work.report(1, 2, KEEPING)
    return MadeFile(content, ending, (f"{before.key} to {after.key}",))


def _compared(work):
    before, after = (_moment(work, work.parameters[key]) for key in ("before", "after"))
    return before, after, compare_documents(before.document, after.document)


def _moment(work, key):
    """The Moment of the work's plan that the person may read; else Http404."""
    found = readable_moment(work.record, key, roles=work.roles, now=work.now)
    if found is None:
        raise Http404
    return found


@task(permission=Permission.TAKE_EVERYTHING, on=Partnership, about="all records")
def everything_zip(work):
    """Parameter ``moment``: its address."""
    instant = instant_of(work.record, work.parameters["moment"], now=work.now)
    if instant is None:
        raise Http404
    # Addresses are for those who have them in the file of people already.
    emails = allows(work.roles, Permission.MANAGE_PARTNERSHIP)
    everything = Everything(work.record, at=instant.at, emails=emails)
    content = write_everything(everything, instant, by=work.by, now=work.now, report=work.report)
    return MadeFile(content, "zip", (f"all records as at {instant.key}",))


@task(
    permission=Permission.MANAGE_PARTNERSHIP, on=Partnership, about="everything of the partnership"
)
def partnership_archive(work):
    """What ``load_partnership`` loads. Reading it at one moment, nothing can be reported meanwhile."""
    work.report(0, 2, READING)
    file = TemporaryFile()  # noqa: SIM115 - whoever stores it closes it
    write_archive(work.record, file, made_by=work.by.name, now=work.now)
    work.report(1, 2, KEEPING)
    return MadeFile(file, "zip", (f"everything as at {work.on}",))


# Of the changes of a partnership, a plan, an action: parameters ``query`` (the filter, as the address has it) and
# ``ending`` (csv, docx, pdf or xlsx).
def _changes(work, listed):
    work.report(0, 3, READING)
    asking = SimpleNamespace(partnership=work.partnership, user=work.by, roles=work.roles)
    query = QueryDict(work.parameters["query"])
    filters = ChangeFilter(query, queryset=listed.changes, request=asking, reader=listed.reader)
    document, ending = read_changes(listed, filters, on=work.on), work.parameters["ending"]
    if ending == "pdf":
        return _print(work, changes_sheets(document), listed.file_name)
    work.report(1, 3, KEEPING)
    if ending == "docx":
        content = write_word(document, logo=read_printed_logo(work.partnership))
    elif ending == "xlsx":
        content = write_changes_workbook(document)
    else:
        content = write_changes(document)
    return MadeFile(content, ending, (listed.file_name,))


def _reader(work):
    return reader_of(work.partnership, work.by, work.roles, on=work.on)


@task(permission=Permission.VIEW_CHANGES, on=Partnership, about="changes")
def changes_file(work):
    return _changes(work, all_changes(_reader(work)))


@task(permission=Permission.VIEW_CHANGES, on=Plan, about="changes of a plan")
def plan_changes_file(work):
    return _changes(work, plan_list(_reader(work), work.record))


@task(permission=Permission.VIEW_CHANGES, on=Action, about="changes of an action")
def action_changes_file(work):
    return _changes(work, action_list(_reader(work), work.record))
