"""Emails about challenges and proposals: to whom, about what, and what they leave out."""

from datetime import date, timedelta

import pytest
from django.core import mail

from partnership.history import recording, revise
from partnership.services.partnership import admit
from plans.models import Challenge, Plan, Proposal
from plans.reminders.compose import read_reminders
from plans.reminders.notices import read_news
from plans.services.challenge import accept_answer, answer_challenge, ask_again, close_challenge
from plans.services.proposal import accept_proposal, decline_proposal, withdraw_proposal
from plans.services.reminder import send_reminders
from plans.services.reminder_preferences import choose_reminders
from subgroups.services.people import end_membership
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_plan
from tests.helpers.challenges import QUESTION, make_challenge
from tests.helpers.proposals import REASON, make_proposal

SITE = "https://plan.example"
ABOUT = "1.1 Action 1.1"


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def asked(people, action):
    """The scrutineer asks the Audit Group, whose chair is ``people.chair``."""
    return make_challenge(action, by=people.scrutineer, to=people.audit_group)


@pytest.fixture
def told(people):
    """Key of each person → the titles of their news; nothing is sent."""

    def read(on=TODAY):
        keys = {getattr(people, key): key for key in PEOPLE}
        found = {}
        for person, notice in read_news(people.partnership, on=on):
            found.setdefault(keys[person], []).append(notice.title)
        return found

    return read


PEOPLE = (
    "business_manager", "chair", "group_member", "executive", "scrutineer", "member", "lead",
    "chair_of_other_group",
)  # fmt: skip


def send(partnership, *, on=TODAY):
    """Address → the email of one run, to all but the lead of action 1.2, which is overdue."""
    mail.outbox.clear()
    list(send_reminders(partnership, on=on, site=SITE))
    sent = {message.to[0].split("@")[0]: message for message in mail.outbox}
    return {address: message for address, message in sent.items() if address != "lead"}


class TestChallenges:
    def test_each_turn_is_told_to_the_other_side(self, people, asked, told):
        chair, scrutineer = people.chair, people.scrutineer
        assert told() == {"chair": [f"Scrutineer challenged Audit Group about: {ABOUT}"]}
        answer_challenge(asked, by=chair, words="Soon.", seen=0)
        assert told() == {"scrutineer": [f"Chair has answered the challenge about: {ABOUT}"]}
        again = {"words": "When?", "due_on": date(2027, 1, 14)}
        ask_again(asked, by=scrutineer, seen=1, **again)
        assert told() == {"chair": [f"Scrutineer asked Audit Group again about: {ABOUT}"]}
        answer_challenge(asked, by=chair, words="In May.", seen=2)
        accept_answer(asked, by=scrutineer, seen=3)
        assert told() == {"chair": [f"Scrutineer has accepted the answer about: {ABOUT}"]}
        close_challenge(asked, by=scrutineer, words="All were read.", seen=4)
        assert told() == {"chair": [f"Scrutineer has closed the challenge about: {ABOUT}"]}

    def test_an_answer_on_their_behalf_is_told_to_those_who_were_asked(self, people, asked, told):
        answer_challenge(asked, by=people.business_manager, words="Soon.", seen=0)
        title = f"Business manager has answered the challenge about: {ABOUT}"
        assert told() == {"chair": [title], "scrutineer": [title]}

    def test_a_post_and_an_agency(self, people, action, told):
        people.member.memberships.update(agency=people.police)
        make_challenge(action, by=people.executive, to=people.police)
        make_challenge(action, by=people.executive, to=people.adviser)
        assert told() == {
            "member": [f"Executive challenged Ashshire Police about: {ABOUT}"],
            "lead": [f"Executive challenged Professional Adviser about: {ABOUT}"],
        }

    def test_who_asks_their_own_agency_is_not_told(self, people, action, told):
        people.member.memberships.update(agency=people.police)
        people.executive.memberships.update(agency=people.police)
        make_challenge(action, by=people.executive, to=people.police)
        assert list(told()) == ["member"]

    def test_of_a_draft_those_alone_who_read_it(self, people, plan, told):
        draft = make_plan(people, agreed=False, title="The next plan")
        people.member.memberships.update(agency=people.council)  # the same as the executive's
        made = make_challenge(draft, about="plan", by=people.scrutineer, to=people.council)
        assert list(told()) == ["executive"]
        revise_plan_status(draft, Plan.Status.AGREED)
        assert sorted(told()) == ["executive", "member"]
        Challenge.objects.filter(pk=made.pk).update(home_kind="report")
        assert list(told()) == ["executive"]

    def test_every_role_of_a_person_counts(self, people, plan, told):
        """As on the page itself, whichever of the memberships was created first."""
        draft = make_plan(people, agreed=False, title="The next plan")
        also(people.executive, people, "member")
        also(people.member, people, "executive")
        people.member.memberships.update(agency=people.council)
        make_challenge(draft, about="plan", by=people.scrutineer, to=people.council)
        assert sorted(told()) == ["executive", "member"]

    def test_once_who_asked_has_left_the_scrutineers_are_told(self, people, action, told):
        made = make_challenge(action, by=people.executive, to=people.audit_group)
        end_membership(people.executive.memberships.get(), by=None, reason="Left.")
        answer_challenge(made, by=people.chair, words="Soon.", seen=0)
        assert list(told()) == ["scrutineer"]

    def test_who_cannot_sign_in_is_told_nothing(self, people, asked, told):
        with recording(by=None):
            people.chair.is_active = False
            people.chair.save(update_fields=["is_active"])
        assert told() == {}

    def test_is_no_news_after_a_week(self, people, asked, told):
        assert list(told(TODAY + timedelta(6))) == ["chair"]
        assert told(TODAY + timedelta(7)) == {}
        assert told(TODAY - timedelta(1)) == {}

    def test_the_mail_says_about_what_by_when_and_where_and_not_what_was_said(self, people, asked):
        message = send(people.partnership)["chair"]
        assert message.subject == "ASCP plan: news about challenges"
        title = f"Scrutineer challenged Audit Group about: {ABOUT}"
        page = f"{SITE}/ashshire/challenges/{asked.pk}/"
        assert (
            f"CHALLENGES\n\n{title}\nDue by 6 December 2026 (in 2 weeks)\n{page}\n" in message.body
        )
        html = message.alternatives[0][0]
        assert f'<a href="{page}">{title}</a>' in html
        assert QUESTION not in message.body + html

    def test_is_told_once_and_covers_its_due_day(self, people, asked):
        assert list(send(people.partnership)) == ["chair"]
        kinds = people.chair.reminders_sent.values_list("kind", flat=True)
        assert sorted(kinds) == ["challenged", "due_soon"]
        assert send(people.partnership) == {}

    def test_each_turn_is_another_mail(self, people, asked):
        send(people.partnership)
        answer_challenge(asked, by=people.chair, words="Soon.", seen=0, at=days_ago(-0.01))
        assert list(send(people.partnership)) == ["scrutineer"]
        ask_again(
            asked, by=people.scrutineer, words="When?", due_on=date(2027, 1, 14), seen=1, at=days_ago(-0.02)
        )  # fmt: skip
        body = send(people.partnership)["chair"].body
        assert "asked Audit Group again" in body
        assert "Due by 14 January 2027" in body

    def test_who_wants_none_is_still_told_that_it_is_due(self, people, asked):
        choose_reminders(people.chair, wanted=["due_soon"])
        body = send(people.partnership)["chair"].body
        assert f"DUE SOON\n\nAnswer a challenge: {ABOUT}\n" in body
        assert "CHALLENGES" not in body


class TestProposals:
    @pytest.fixture
    def proposed(self, people, action):
        return make_proposal(action, by=people.chair)

    TITLE = f"Chair proposes a different timescale for {ABOUT}"

    def test_those_who_decide_are_told(self, people, plan, proposed, told):
        assert told() == {"business_manager": [self.TITLE]}
        with recording(by=people.business_manager):
            revise(plan, by=people.business_manager, owner=people.training_group)
        assert told() == {"business_manager": [self.TITLE], "chair_of_other_group": [self.TITLE]}

    def test_who_decides_may_have_another_role_too(self, people, proposed, told):
        also(people.business_manager, people, "member")
        also(people.member, people, "business_manager")
        assert sorted(told()) == ["business_manager", "member"]

    def test_who_proposes_and_decides_is_told_of_neither(self, people, action, told):
        made = make_proposal(action, by=people.business_manager)
        assert told() == {}
        decline_proposal(made, by=people.business_manager, note="Not now.")
        assert told() == {}

    @pytest.mark.parametrize("decision", ["accepted", "accepted with changes", "declined"])
    def test_who_proposed_is_told_what_was_decided(self, people, action, proposed, told, decision):
        by, words = people.business_manager, {"stands": action.timescale}
        if decision == "declined":
            decline_proposal(proposed, by=by, note="It can be done.")
        elif decision == "accepted":
            accept_proposal(proposed, by=by, **words)
        else:
            values = {"kind": "by_month", "words": "", "due_on": date(2027, 7, 1)}
            accept_proposal(proposed, by=by, note="A month more.", **words, **values)
        assert told() == {
            "chair": [f"Your proposal for a different timescale for {ABOUT}: {decision}"]
        }

    def test_of_one_withdrawn_nobody_is_told(self, people, proposed, told):
        withdraw_proposal(proposed, by=people.chair)
        assert told() == {}

    def test_who_has_left_is_told_nothing(self, people, proposed, told):
        end_membership(people.chair.memberships.get(), by=None, reason="Left.")
        decline_proposal(proposed, by=people.business_manager, note="It can be done.")
        assert told() == {}

    def test_is_no_news_after_a_week(self, proposed, told):
        assert list(told(TODAY + timedelta(6))) == ["business_manager"]
        assert told(TODAY + timedelta(7)) == {}

    def test_of_a_draft_nobody_is_told(self, people, told):
        draft = make_plan(people, agreed=False, title="The next plan")
        make_proposal(action_of(draft, "1.1"), by=people.chair)
        assert told() == {}

    def test_the_mail_gives_no_reason_and_is_sent_once(self, people, proposed):
        message = send(people.partnership)["business.manager"]
        assert message.subject == "ASCP plan: news about proposals"
        page = f"{SITE}/ashshire/proposals/{proposed.pk}/"
        assert f"PROPOSALS\n\n{self.TITLE}\n{page}\n" in message.body
        assert REASON not in message.body
        assert send(people.partnership) == {}

    def test_who_wants_none_gets_none(self, people, proposed):
        choose_reminders(people.business_manager, wanted=["challenged"])
        assert send(people.partnership) == {}
        assert Proposal.objects.count() == 1


def test_another_partnership_is_told_nothing(people, plan, asked, action):
    make_proposal(action, by=people.chair)
    assert list(read_news(people.elsewhere.people.partnership, on=TODAY)) == []
    assert len(list(read_news(people.partnership, on=TODAY))) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(people, plan, action, django_assert_num_queries, number):
    for day in range(number):
        made = make_challenge(action, by=people.scrutineer, to=people.audit_group, at=NOW)
        answer_challenge(made, by=people.business_manager, words="Soon.", seen=0)
        make_proposal(action, by=people.chair, due_on=date(2027, 6, day + 1))
    with django_assert_num_queries(28):
        (chair, *_) = [
            r for r in read_reminders(people.partnership, on=TODAY) if r.person == people.chair
        ]
    assert len(chair.notices) == number


def also(person, people, role):
    """Give a member a second role."""
    admit(person, people.partnership, by=None, role=role, since=TODAY)


def revise_plan_status(plan, status):
    Plan.objects.filter(pk=plan.pk).update(status=status)
