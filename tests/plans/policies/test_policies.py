"""Page and service ask the same policy: the reason shown on the page is the service's error when it is tried anyway."""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.policies.plan import reason_not_to_change
from plans.services.period import freeze_period, open_period, reopen_period, revise_period
from plans.services.plan import agree_plan, close_plan
from plans.services.returns import question_return
from tests.helpers.builders import NOW, make_closed_plan, make_plan
from tests.helpers.periods import DAYS, make_period

CLOSED = "This plan is closed. You can read it but you cannot change it."


@dataclass(frozen=True)
class Case:
    page: str
    record: object
    service: object  # a call that tries it
    reason: str  # "" if it may be done


def frozen(plan, by):
    return freeze_period(make_period(plan), by=by, at=NOW)


def plan_cases(people, by):
    draft = make_plan(people, agreed=False, title="Draft")
    agreed, closed = make_plan(people, title="Agreed"), make_closed_plan(people)
    only, when = "You can only close a plan that has been agreed.", "This plan was agreed on"
    for plan, close in ((draft, only), (agreed, ""), (closed, CLOSED)):
        yield Case("plan_close", plan, partial(close_plan, plan, by=by, reason="Over"), close)
    once = make_plan(people, title="Agreed once")
    for plan, agree in ((draft, ""), (once, f"{when} 20 April 2026 (Executive, 20 April 2026).")):
        yield Case("plan_agree", plan, partial(agree_plan, plan, by=by), agree)


def opening_cases(people, by):
    draft, closed = make_plan(people, agreed=False), make_closed_plan(people)
    free, busy = make_plan(people), make_plan(people)
    make_period(busy, name="Spring")
    draft_first = (
        "You cannot open a reporting period for a draft. Record that the plan is agreed first."
    )
    for plan, reason in (
        (draft, draft_first),
        (closed, CLOSED),
        (busy, "Spring is open. Freeze it before you open another."),
        (free, ""),
    ):
        yield Case("period_new", plan, partial(open_period, plan, by=by, name="X", **DAYS), reason)


def period_cases(people, by):
    running, done = make_period(make_plan(people)), frozen(make_plan(people), by)
    plan = make_plan(people)
    earlier = frozen(plan, by)
    make_period(plan, name="Later", at=NOW + timedelta(hours=1))
    change, freeze = "To change it, reopen it first.", "This period was frozen on 22 November 2026."
    over = make_period(make_plan(people))
    close_plan(over.plan, by=by, reason="Over")
    for period, edited, is_frozen in (
        (running, "", ""),
        (over, CLOSED, CLOSED),
        (done, f"This period is frozen. {change}", freeze),
    ):
        edit = partial(revise_period, period, by=by, meeting="Board")
        yield Case("period_edit", period, edit, edited)
        yield Case("period_freeze", period, partial(freeze_period, period, by=by), is_frozen)
    for period, reason in (
        (make_period(make_plan(people)), "This period is open."),
        (earlier, "You can only reopen the latest period."),
        (done, ""),
    ):
        reopen = partial(reopen_period, period, by=by, reason="Late")
        yield Case("period_reopen", period, reopen, reason)


def return_cases(people, by):
    running, done = make_period(make_plan(people)), frozen(make_plan(people), by)
    for record, reason in (
        (
            running.returns.first(),
            "You can only send back a return that has been submitted.",
        ),
        (
            done.returns.first(),
            "This period is frozen. To send a return back, reopen it first.",
        ),
    ):
        ask = partial(question_return, record, by=by, question="Why?")
        yield Case("group_return_question", record, ask, reason)


@pytest.mark.parametrize("cases", [plan_cases, opening_cases, period_cases, return_cases])
def test_page_and_service_give_the_same_reason(people, client_as, cases):
    by = people.business_manager
    client = client_as(by)
    for case in list(cases(people, by)):
        text = client.get(reverse(f"plans:{case.page}", args=["ashshire", case.record.pk])).text
        label = f"{case.page}: {case.reason or 'allowed'}"
        assert (case.reason in text, 'type="submit"' in main(text)) == (True, not case.reason), (
            label
        )
        assert refusal_of(case.service) == case.reason, label


def refusal_of(service):
    """The sentence with which it is refused; "" if it is done."""
    try:
        service()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def main(text):
    """The main part of the page: the frame has other buttons."""
    return text.partition("<main")[2].partition("</main>")[0]


def test_templates_say_of_a_closed_plan_what_services_say(people):
    sentence = reason_not_to_change(make_closed_plan(people))
    said = {
        found
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        for found in re.findall(
            r"This plan is closed\. You[^<{]*", path.read_text(encoding="utf-8")
        )
    }
    assert said == {sentence}
