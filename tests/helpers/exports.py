"""A plan with something in every table of its exports, and its exports read again."""

import io
from datetime import date

import openpyxl

from plans.models import Challenge
from reports.plan_export import export_now
from tests.helpers.builders import NOW, action_of, days_ago, make_evidence, make_file, make_update
from tests.helpers.challenges import make_answered
from tests.helpers.measures import make_counted, make_value
from tests.helpers.milestones import make_milestone


def fill_plan(people, plan):
    """The plan: 1.1 is red, and has evidence, a value, a milestone and an answered challenge; 1.2 is green."""
    action = action_of(plan, "1.1")
    measure = make_counted(action.measures.first(), at=days_ago(9))
    make_value(measure, "66.5", date(2026, 9, 1), source="Audit")
    said = {"rating": "red", "comment": "Twelve of twenty.", "next_steps": "Read on."}
    make_update(action, by=people.chair, at=days_ago(3), **said)
    make_update(action_of(plan, "1.2"), comment="All trained.", at=days_ago(2))
    make_evidence(action_of(plan, "1.1"), measure=measure, file=make_file(), at=days_ago(1))
    make_milestone(action_of(plan, "1.1"), due_on=date(2026, 6, 1))
    asked = {"by": people.scrutineer, "to": people.audit_group, "answered_by": people.chair}
    make_answered(action_of(plan, "1.1"), **asked)
    return plan


def export_of(plan, query="", challenges=None):
    """The PlanExport of a plan as it is now."""
    found = Challenge.objects.all() if challenges is None else challenges
    return export_now(plan, challenges=found, now=NOW, query=query)


def open_workbook(response):
    """The workbook that an answer brought."""
    assert response.status_code == 200, response.content[:500]
    return openpyxl.load_workbook(io.BytesIO(response.content))


def sheet_records(sheet):
    """The rows of a sheet as dicts by heading."""
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def about_file(book):
    """What a workbook says of itself."""
    return [str(row[1]) for row in book["About this file"].iter_rows(values_only=True)]
