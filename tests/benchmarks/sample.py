"""One partnership with 60 actions over 4 priorities, each updated 6 times, made through the services."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from partnership.history import Change, tracked
from plans.models import Plan, Priority
from plans.services.action import add_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.period import open_period
from plans.services.plan import agree_plan, create_plan
from plans.services.progress import record_update
from plans.services.structure import add_part
from reports.models import Framework
from reports.services.framework import load_frameworks
from reports.services.report import start_report
from tests.helpers.builders import make_partnership

ACTIONS, UPDATES, PRIORITIES = 60, 6, 4
WORDS = "The second sample was read with police, health and schools, and what it showed went to the board. "
EVIDENCE = {
    "question": "how_well",
    "source": "audit",
    "text": "41 of 60 referrers had been told the outcome.",
}


def build(slug="benchshire", actions=ACTIONS):
    """(people, plan, report) of the sample."""
    people = make_partnership(slug)
    _found_earlier(timedelta(days=500))
    plan = _plan(people, actions)
    _agree_and_update(people, plan)
    _open_period(people, plan)
    return people, plan, _report(people, plan)


def _found_earlier(days):
    """Move all history so far back: the partnership is older than its plan."""
    Change.objects.update(at=F("at") - days)
    for history in tracked().values():
        history.objects.update(history_date=F("history_date") - days)


def _plan(people, actions):
    today = timezone.localdate()
    by = people.business_manager
    plan = create_plan(
        people.partnership,
        by=by,
        title="Multi-agency business plan",
        period="2026 to 2028",
        starts_on=today - timedelta(days=400),
        ends_on=today + timedelta(days=600),
    )
    priorities = [
        add_part(Priority, plan, by=by, number=str(n), title=f"What matters most, number {n}")
        for n in range(1, PRIORITIES + 1)
    ]
    leads = [
        {"group": people.audit_group},
        {"group": people.training_group},
        {"post": people.adviser},
    ]
    for n in range(actions):
        action = add_action(
            plan,
            by=by,
            reference=f"{n % PRIORITIES + 1}.{n // PRIORITIES + 1}",
            priority=priorities[n % PRIORITIES],
            title="Read a second sample of decisions at the front door",
            wording=WORDS * 2,
            importance="high",
            timescale={"kind": "by_month", "due_on": today + timedelta(days=30 * (n % 12) - 90)},
        )
        set_leads(action, [leads[n % len(leads)]], by=by)
        for _ in range(2):
            add_measure(action, by=by, wording=WORDS)
    return plan


def _agree_and_update(people, plan):
    by, now = people.business_manager, timezone.now()
    agree_plan(plan, by=by, agreed_where="Executive", at=now - timedelta(days=380))
    ratings = ["red", "amber", "green"]
    for action in plan.action_set.all():
        measure = action.measures.first()
        for n in range(UPDATES):
            record_update(
                action,
                by=by,
                at=now - timedelta(days=360 - 60 * n),
                rating=ratings[(action.position + n) % 3],
                comment=WORDS * 3,
                reason="The police data came in last week.",
                evidence=[{**EVIDENCE, "measure": measure}] if n % 3 == 0 else [],
            )


def _open_period(people, plan):
    today = timezone.localdate()
    days = {
        name: today + timedelta(days=n)
        for n, name in enumerate(("leads_by", "chairs_by", "freezes_on"), start=7)
    }
    open_period(Plan.objects.get(pk=plan.pk), by=people.business_manager, name="Autumn", **days)


def _report(people, plan):
    load_frameworks()
    today = timezone.localdate()
    return start_report(
        Plan.objects.get(pk=plan.pk),
        by=people.business_manager,
        framework=Framework.objects.get(),
        title="Yearly report",
        starts_on=today - timedelta(days=365),
        ends_on=today,
    )
