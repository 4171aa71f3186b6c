"""Page and service ask the same policy: the reason shown on the page is the service's error when it is tried anyway."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from plans.models import Priority
from plans.policies.plan import reason_not_to_change
from plans.services.challenge import accept_answer, answer_challenge, close_challenge
from plans.services.chase import chase_returns
from plans.services.period import freeze_period, open_period, reopen_period, revise_period
from plans.services.plan import agree_plan, close_plan
from plans.services.proposal import decline_proposal, withdraw_proposal
from plans.services.returns import question_return, submit_return
from plans.services.structure import add_part, remove_part, revise_part
from tests.helpers.builders import NOW, action_of, make_closed_plan, make_plan
from tests.helpers.challenges import make_answered, make_challenge
from tests.helpers.periods import DAYS, make_period
from tests.helpers.proposals import make_proposal

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


def removal_cases(people, by):
    plan = make_plan(people)
    empty = add_part(Priority, plan, by=by, number="9", title="Empty")
    one = add_part(Priority, plan, by=by, number="8", title="With one")
    revise_part(action_of(plan, "1.1"), by=by, priority=one)
    over = make_closed_plan(people).priority_set.first()
    for part, reason in (
        (over, CLOSED),
        (one, "1 action is under it. Move or remove it first."),
        (empty, ""),
    ):
        yield Case(
            "priority_remove", part, partial(remove_part, part, by=by, reason="Over"), reason
        )


def proposal_cases(people, by):
    waiting, declined, withdrawn, over = (
        make_proposal(action_of(make_plan(people), "1.1"), by=people.chair) for _ in range(4)
    )
    decline_proposal(declined, by=by, note="No.")
    withdraw_proposal(withdrawn, by=people.chair)
    close_plan(over.plan, by=by, reason="Over")
    decided = "Business manager has already decided on this proposal: declined."
    for proposal, reason in (
        (over, CLOSED),
        (declined, decided),
        (withdrawn, "Chair has withdrawn this proposal."),
        (waiting, "Only the person who made a proposal can withdraw it."),
        (make_proposal(action_of(make_plan(people), "1.1"), by=by), ""),
    ):
        take_back = partial(withdraw_proposal, proposal, by=by)
        yield Case("proposal_withdraw", proposal, take_back, reason)
    decide = partial(decline_proposal, note="No.", by=by)
    yield Case("proposal_decide", over, partial(decide, over), CLOSED)
    yield Case("proposal_decide", waiting, partial(decide, waiting), "")


def challenge_cases(people, by):
    asked = {"by": people.scrutineer, "to": people.audit_group}
    action = action_of(make_plan(people), "1.1")
    waiting, mine = make_challenge(action, **asked), make_challenge(action, **asked | {"by": by})
    answered = make_answered(action, answered_by=people.chair, **asked)
    closed = make_challenge(action, **asked)
    close_challenge(closed, by=people.scrutineer, words="None.", seen=0)
    for challenge, seen, reason in (
        (answered, 1, "This challenge has already been answered."),
        (closed, 1, "This challenge is closed."),
        (waiting, 0, ""),
    ):
        answer = partial(answer_challenge, challenge, by=by, words="Yes.", seen=seen)
        yield Case("challenge_answer", challenge, answer, reason)
    asker = "You asked this, so someone else must answer it."
    for service, reason in (
        (partial(accept_answer, mine, by=by, seen=0), "There is no answer to accept yet."),
        (partial(answer_challenge, mine, by=by, words="Yes.", seen=0), asker),
    ):
        assert refusal_of(service) == reason


@pytest.mark.parametrize(
    "cases",
    [
        plan_cases,
        opening_cases,
        period_cases,
        return_cases,
        removal_cases,
        proposal_cases,
        challenge_cases,
    ],
)
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


def test_no_template_has_a_sentence_of_its_own_about_a_closed_plan(people):
    start, _, _ = reason_not_to_change(make_closed_plan(people)).partition("cannot change")
    texts = [
        path.read_text(encoding="utf-8")
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
    ]
    assert start.startswith("This plan is closed. You can")
    assert [text for text in texts if start in text] == []
    assert any("reason_against" in text for text in texts)


class TestAnsweredChallenge:
    """The asker's page offers the buttons that the services allow, and no other."""

    @pytest.fixture
    def answered(self, people, plan):
        return make_answered(
            action_of(plan, "1.1"),
            by=people.scrutineer,
            to=people.audit_group,
            answered_by=people.chair,
        )

    def buttons(self, client_as, people, challenge):
        address = reverse("plans:challenge", args=["ashshire", challenge.pk])
        text = main(client_as(people.scrutineer).get(address).text)
        return {name for name in ("accept", "again", "close") if f'name="{name}"' in text}

    def test_each_button_is_there_while_its_service_allows_it(self, people, client_as, answered):
        by = people.scrutineer
        assert self.buttons(client_as, people, answered) == {"accept", "again", "close"}
        accept_answer(answered, by=by, seen=1)
        answered.refresh_from_db()
        assert self.buttons(client_as, people, answered) == {"again", "close"}
        again = partial(accept_answer, answered, by=by, seen=2)
        assert refusal_of(again) == "The answer has already been accepted."
        close_challenge(answered, by=by, words="None.", seen=2)
        answered.refresh_from_db()
        assert self.buttons(client_as, people, answered) == set()
        again = partial(close_challenge, answered, by=by, words="None.", seen=3)
        assert refusal_of(again) == "This challenge is closed."


def test_a_return_chased_within_the_hour_has_its_reason_in_place_of_the_button(people, client_as):
    by, now = people.business_manager, timezone.now()
    period = make_period(make_plan(people))
    record = period.returns.get(group=people.audit_group)
    page = reverse("plans:period", args=["ashshire", period.pk])
    button = f'?return={record.pk}"'
    reason = "Nothing can be sent yet, because this was chased less than an hour ago."
    text = client_as(by).get(page).text
    assert (button in text, reason in text) == (True, False)
    chase = partial(chase_returns, period, [record], by=by, address=str)
    chase(at=now)
    text = client_as(by).get(page).text
    assert (button in text, reason in text) == (False, True)
    own = reverse("plans:period_chase", args=["ashshire", period.pk])
    assert reason in client_as(by).get(f"{own}?return={record.pk}").text
    assert refusal_of(partial(chase, at=now)) == reason


@pytest.mark.parametrize("page", ["action_progress", "action_evidence_new", "action_propose"])
def test_pages_of_a_closed_plan_say_so_and_offer_nothing(people, client_as, page):
    action = action_of(make_closed_plan(people), "1.1")
    text = main(
        client_as(people.business_manager)
        .get(reverse(f"plans:{page}", args=["ashshire", action.pk]))
        .text
    )
    assert CLOSED in text
    assert 'type="submit"' not in text
    assert "/propose/timescale/" not in text


def test_a_return_of_a_closed_plan_is_not_submitted(people):
    period = make_period(make_plan(people))
    record = period.returns.get(group=people.audit_group)
    close_plan(period.plan, by=people.business_manager, reason="Over")
    assert refusal_of(partial(submit_return, record, by=people.chair)) == CLOSED
