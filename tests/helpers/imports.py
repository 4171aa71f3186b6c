"""Imports of plans for tests: a file that was kept, read in the test's own process, and brought in."""

from partnership.services.job import request_file
from partnership.worker import run_all
from plans.jobs import read_plan_import
from plans.models import PlanImport
from plans.services.plan_import import bring_in, keep_plan_file

HEAD = "Priority,Ref,Action,Lead,By when,Measures,RAG,Progress\n"
ROWS = (
    "Early help,1.1,Audit twenty cases,Audit Group,May 2026,Cases read,Green,Begun\n"
    "Early help,1.2,Train the staff,JH,June 2026,Staff trained,,\n"
    "Safe homes,2.1,Visit homes,,July 2026,Homes visited,,\n"
)
DATES = {"title": "Plan of a file", "starts_on": "2026-04-01", "ends_on": "2027-03-31"}


def make_import(people, *, rows=ROWS, head=HEAD, name="plan.csv", content=None, plan=None):
    """The PlanImport of a file that the worker has read."""
    by, content = people.business_manager, content or (head + rows).encode()
    kept = keep_plan_file(people.partnership, by=by, name=name, content=content, plan=plan)
    roles = kept.roles_of(by, on=kept.at.date())
    request_file(read_plan_import, kept, by=by, roles=roles, title=f"Reading {kept}")
    run_all()
    return PlanImport.objects.get(pk=kept.pk)


def make_brought_in(people, **values):
    """The PlanImport of a file whose plan was brought in."""
    found = make_import(people, **values)
    bring_in(found, by=people.business_manager, **DATES)
    return PlanImport.objects.get(pk=found.pk)
