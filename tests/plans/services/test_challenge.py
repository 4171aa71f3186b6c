"""Challenge services: who may ask, answer and close, and that nothing is ever overwritten."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import Change, recording
from partnership.models import Partnership
from partnership.permissions import Role
from partnership.services.partnership import admit
from plans.challenges.read import challenges_for, find_challenge_subject
from plans.models import Challenge, ChallengeResponse
from plans.models.challenge import state_after
from plans.reminders.due_items import read_due_items, read_due_items_by_person
from plans.services.action import remove_action
from plans.services.challenge import (
    accept_answer,
    answer_challenge,
    ask_again,
    close_challenge,
    raise_challenge,
)
from plans.services.plan import close_plan
from subgroups.services.people import end_membership
from tests.helpers.builders import NOW, TODAY, action_of, make_plan, make_user
from tests.helpers.challenges import DUE, QUESTION, make_answered, make_challenge

LATER = NOW + timedelta(days=1)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def challenge(people, action):
    """By the scrutineer to the Audit Group about 1.1."""
    return make_challenge(action, by=people.scrutineer, to=people.audit_group)


@pytest.fixture
def answered(people, challenge):
    return answer_challenge(challenge, by=people.chair, words="In January.", seen=0, at=NOW)


def said(challenge):
    rows = challenge.responses.all()
    return [(one.kind, one.words, one.by_name, one.in_place_of) for one in rows]


def another_scrutineer(people):
    user = make_user("second_scrutineer", "ashshire")
    since = TODAY - timedelta(days=1)
    return admit(user, people.partnership, by=None, role=Role.SCRUTINEER, since=since).user


def leave(person):
    end_membership(person.memberships.get(), by=None, reason="Left.")


class TestAsking:
    def test_says_who_what_of_whom_and_by_when(self, people, action, challenge):
        assert (challenge.by_name, challenge.question) == ("Scrutineer", QUESTION)
        assert (challenge.subject, challenge.about_words) == (action, "1.1 Action 1.1")
        assert (challenge.to, challenge.due_on) == (people.audit_group, DUE)
        assert (challenge.state, challenge.history_home()) == ("open", ("plan", action.plan_id))

    def test_about_each_kind_of_thing(self, people, plan, action):
        change = Change.objects.filter(home_kind="plan", home_id=plan.pk).latest("at", "pk")
        subjects = {
            "action": (action, "1.1 Action 1.1", "plan"),
            "priority": (plan.priority_set.get(), "Priority 1: Children are heard", "plan"),
            "plan": (plan, "Business plan 2026–29", "plan"),
            "group": (people.audit_group, "Audit Group", "group"),
            "change": (
                change,
                "Business plan 2026–29: change by Business manager, 20 April 2026",
                "plan",
            ),
        }
        for about, (record, words, home) in subjects.items():
            asked = {"question": QUESTION, "due_on": DUE, "to": people.police}
            made = raise_challenge(
                people.partnership, by=people.executive, about=about, record=record, **asked
            )
            made = Challenge.objects.get(pk=made.pk)
            assert (made.subject, made.about_words) == (record, words)
            assert made.home_kind == home

    def test_of_a_group_a_post_or_an_agency(self, people, action):
        for to in (people.audit_group, people.adviser, people.police):
            made = make_challenge(action, by=people.scrutineer, to=to)
            assert (made.to, made.who) == (to, (to._meta.model_name, to.pk))

    def test_a_challenge_is_to_exactly_one(self, people, challenge):
        challenge.to_agency = people.police
        with pytest.raises(IntegrityError), transaction.atomic(), recording(by=None):
            challenge.save()

    @pytest.mark.parametrize(
        ("wrong", "field"), [({"question": " "}, "question"), ({"due_on": date(2026, 11, 21)}, "due_on")]
    )  # fmt: skip
    def test_refuses_what_makes_no_question(self, people, action, wrong, field):
        with pytest.raises(ValidationError) as refusal:
            make_challenge(action, by=people.scrutineer, to=people.police, **wrong)
        assert list(refusal.value.error_dict) == [field]
        assert not Challenge.objects.exists()

    def test_today_is_not_too_early(self, people, action):
        assert make_challenge(action, by=people.executive, to=people.police, due_on=TODAY).pk

    def test_nothing_and_nobody_of_another_partnership(self, people, action):
        elsewhere = people.elsewhere
        with pytest.raises(ValidationError):
            make_challenge(action, by=people.scrutineer, to=elsewhere.people.police)
        asked = {"question": QUESTION, "due_on": DUE, "to": people.police}
        foreign = [
            ("action", action_of(elsewhere.plan, "1.1")),
            ("change", Change.objects.filter(partnership=elsewhere.people.partnership)[0]),
        ]
        for about, record in foreign:
            with pytest.raises(ValidationError):
                raise_challenge(
                    people.partnership, by=people.scrutineer, about=about, record=record, **asked
                )
        assert not Challenge.objects.exists()

    def test_sent_twice_is_asked_once(self, people, action):
        values = {"record": action, "to": people.police, "question": QUESTION, "due_on": DUE}
        values |= {"by": people.executive, "about": "action", "submission": uuid.uuid4()}
        first, second = (raise_challenge(people.partnership, **values) for _ in range(2))
        assert first == second == Challenge.objects.get()


class TestAnswering:
    def test_a_challenge_is_answered_by_who_was_asked(self, people, challenge, answered):
        assert answered.state == "answered"
        assert said(answered) == [("answered", "In January.", "Chair", "")]

    def test_by_the_business_manager_says_on_whose_behalf(self, people, challenge):
        by = people.business_manager
        done = answer_challenge(challenge, by=by, words="Soon.", seen=0)
        assert said(done) == [("answered", "Soon.", "Business manager", "Audit Group")]

    def test_only_those_asked_may_answer_a_challenge(self, people, action):
        asked = {people.audit_group: people.chair, people.adviser: people.lead,
                 people.council: people.executive}  # fmt: skip
        others = {people.chair, people.lead, people.executive, people.group_member, people.member}
        for to, person in asked.items():
            one = make_challenge(action, by=people.scrutineer, to=to)
            holding = {p for p in others if Role.ADDRESSEE in one.roles_of(p, on=TODAY)}
            assert holding == {person}

    def test_nobody_answers_their_own(self, people, action):
        own = make_challenge(action, by=people.executive, to=people.council)
        with pytest.raises(ValidationError):
            answer_challenge(own, by=people.executive, words="I think so.", seen=0)
        assert said(own) == []

    def test_needs_words_and_a_question_that_waits(self, people, challenge, answered):
        with pytest.raises(ValidationError) as refusal:
            answer_challenge(answered, by=people.chair, words=" ", seen=1)
        assert list(refusal.value.error_dict) == ["words"]
        with pytest.raises(ValidationError):
            answer_challenge(answered, by=people.chair, words="And more.", seen=1)
        assert len(said(answered)) == 1

    def test_of_two_at_once_the_later_reads_first(self, people, challenge, answered):
        with pytest.raises(ValidationError) as refusal:
            answer_challenge(challenge, by=people.business_manager, words="Mine.", seen=0)
        assert "Chair replied after" in refusal.value.message_dict["seen"][0]
        assert len(said(challenge)) == 1

    def test_sent_twice_is_said_once(self, people, challenge):
        sent = {"by": people.chair, "words": "Soon.", "seen": 0, "submission": uuid.uuid4()}
        for _ in range(2):
            assert answer_challenge(challenge, **sent).state == "answered"
        assert len(said(challenge)) == 1


class TestEnding:
    def test_asked_again_waits_again(self, people, answered):
        by, due_on = people.scrutineer, date(2027, 1, 10)
        done = ask_again(answered, by=by, words="Who?", due_on=due_on, seen=1, at=LATER)
        assert (done.state, done.due_on) == ("open", due_on)
        done = answer_challenge(done, by=people.chair, words="Two of them.", seen=2, at=LATER)
        assert [kind for kind, *_ in said(done)] == ["answered", "asked_again", "answered"]

    def test_accepted_then_closed_with_the_difference(self, people, answered):
        accepted = accept_answer(answered, by=people.scrutineer, seen=1, at=LATER)
        assert accepted.state == "accepted"
        closed = close_challenge(accepted, by=people.scrutineer, words="All were read.", seen=2)
        assert closed.state == "closed"
        with pytest.raises(ValidationError):
            ask_again(closed, by=people.scrutineer, words="Why?", due_on=DUE, seen=3)

    @pytest.mark.parametrize("service", [accept_answer, ask_again, close_challenge])
    @pytest.mark.parametrize("key", ["business_manager", "chair", "executive", "second"])
    def test_by_nobody_but_who_asked(self, people, answered, service, key):
        by = another_scrutineer(people) if key == "second" else getattr(people, key)
        values = {"due_on": DUE} if service is ask_again else {}
        with pytest.raises(ValidationError):
            service(answered, by=by, words="Done.", seen=1, **values)
        assert len(said(answered)) == 1

    def test_by_another_scrutineer_once_who_asked_has_left(self, people, answered):
        second = another_scrutineer(people)
        leave(people.scrutineer)
        closed = close_challenge(answered, by=second, words="It helped.", seen=1, at=LATER)
        assert said(closed)[-1] == ("closed", "It helped.", "Second scrutineer", "Scrutineer")

    def test_by_no_executive_when_who_asked_has_left(self, people, answered):
        leave(people.scrutineer)
        with pytest.raises(ValidationError):
            close_challenge(answered, by=people.executive, words="Done.", seen=1, at=LATER)

    def test_nothing_to_accept_before_an_answer(self, people, challenge):
        for service, values in ((accept_answer, {}), (ask_again, {"due_on": DUE})):
            with pytest.raises(ValidationError):
                service(challenge, by=people.scrutineer, words="Well.", seen=0, **values)

    def test_closing_needs_the_difference(self, people, answered):
        with pytest.raises(ValidationError) as refusal:
            close_challenge(answered, by=people.scrutineer, words="", seen=1)
        assert list(refusal.value.error_dict) == ["words"]

    def test_the_state_is_what_the_last_response_says(self):
        kinds = ["answered", "asked_again", "answered", "accepted", "closed"]
        rows = [ChallengeResponse(kind=kind) for kind in kinds]
        states = [state_after(rows[:number]) for number in range(6)]
        assert states == ["open", "answered", "open", "answered", "accepted", "closed"]


class TestOutlasting:
    def test_what_was_asked_about_may_be_taken_out(self, people, action, challenge):
        remove_action(action, by=people.business_manager, reason="Merged.")
        challenge.refresh_from_db()
        assert (challenge.subject, str(challenge)) == (None, "1.1 Action 1.1")

    def test_each_press_is_one_change(self, people, answered):
        rows = [*Challenge.history.all(), *ChallengeResponse.history.all()]
        assert len({row.change_id for row in rows}) == 2
        assert len(rows) == 3


class TestReaders:
    READERS = {"business_manager", "executive", "scrutineer"}
    PEOPLE = {*READERS, "member", "chair"}

    def readers(self, people, challenge):
        visible = {
            key: Challenge.objects.visible_to(getattr(people, key), on=TODAY)
            for key in {*self.PEOPLE, "outsider"}
        }
        return {key for key, found in visible.items() if challenge in found}

    def test_everybody_reads_what_is_about_an_agreed_plan(self, people, challenge):
        assert self.readers(people, challenge) == self.PEOPLE

    def test_about_a_draft_only_who_reads_drafts(self, people, plan):
        draft = make_plan(people, agreed=False, title="The next plan")
        record = action_of(draft, "1.1")
        about = make_challenge(record, by=people.scrutineer, to=people.audit_group)
        assert self.readers(people, about) == self.READERS
        change = Change.objects.filter(home_id=draft.pk, home_kind="plan").latest("at", "pk")
        asked = {"question": QUESTION, "due_on": DUE, "to": people.police}
        about = raise_challenge(
            people.partnership, by=people.scrutineer, about="change", record=change, **asked
        )
        assert self.readers(people, about) == self.READERS

    def test_who_may_ask_about_what(self, people, plan):
        draft = make_plan(people, agreed=False, title="The next plan")
        mine, theirs = action_of(plan, "1.1"), action_of(people.elsewhere.plan, "1.1")
        changes = Change.objects.filter(home_kind="plan")
        cases = [
            ("action", mine.pk, people.member, True),
            ("action", theirs.pk, people.scrutineer, False),
            ("plan", draft.pk, people.scrutineer, True),
            ("plan", draft.pk, people.member, False),
            ("group", people.elsewhere.people.audit_group.pk, people.scrutineer, False),
            ("change", changes.filter(home_id=plan.pk)[0].pk, people.member, True),
            ("change", changes.filter(home_id=draft.pk)[0].pk, people.member, False),
            ("change", changes.filter(home_id=draft.pk)[0].pk, people.scrutineer, True),
            ("change", changes.filter(home_id=people.elsewhere.plan.pk)[0].pk, people.scrutineer, False),
        ]  # fmt: skip
        for about, pk, user, found in cases:
            record = find_challenge_subject(people.partnership, user, about, pk, on=TODAY)
            assert (record is not None) is found, (about, user)


class TestDue:
    def test_is_due_for_who_is_asked_while_it_waits(self, people, challenge):
        (due,) = [
            due for due in read_due_items(people.partnership, on=TODAY) if due.kind == "challenge"
        ]
        assert (due.due_on, due.title) == (DUE, "Answer a challenge: 1.1 Action 1.1")
        by_person = read_due_items_by_person(people.partnership, on=TODAY)
        assert [user for user, dues in by_person.items() if due in dues] == [people.chair]

    def test_no_more_once_answered(self, people, answered):
        assert "challenge" not in {due.kind for due in read_due_items(people.partnership, on=TODAY)}

    def test_of_a_closed_plan_it_stays_asked_and_of_a_draft_it_is_not_told(self, people, challenge, plan):  # fmt: skip
        close_plan(plan, by=people.business_manager, reason="Over.")
        draft = make_plan(people, agreed=False, title="The next plan")
        make_challenge(action_of(draft, "1.1"), by=people.scrutineer, to=people.police)
        assert [due.pk for due in read_due_items(people.partnership, on=TODAY)] == [challenge.pk]

    def test_overdue_is_a_fact_about_its_day(self, people, challenge):
        assert not challenge.is_overdue(on=DUE)
        assert challenge.is_overdue(on=DUE + timedelta(days=1))
        assert list(Challenge.objects.overdue(on=DUE)) == []
        assert list(Challenge.objects.overdue(on=DUE + timedelta(days=1))) == [challenge]


def test_home_says_whose_turn_it_is(people, action):
    first = make_challenge(action, by=people.scrutineer, to=people.audit_group)
    second = make_answered(
        action, by=people.executive, to=people.audit_group, answered_by=people.chair
    )
    third = make_challenge(action, by=people.scrutineer, to=people.police, due_on=TODAY)
    expected = {
        "chair": ((first,), (), ()),
        "executive": ((), (second,), ()),
        "scrutineer": ((), (), (third, first)),
        "business_manager": ((), (), (third, first)),
        "member": ((), (), ()),
    }
    partnership = Partnership.objects.get(pk=people.partnership.pk)
    for key, shown in expected.items():
        person = getattr(people, key)
        roles = partnership.roles_of(person, on=TODAY)
        found = challenges_for(partnership, person, roles, on=TODAY)
        assert (found.asked, found.answered, found.waiting) == shown, key
