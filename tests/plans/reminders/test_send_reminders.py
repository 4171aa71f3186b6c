"""Reminders: one email a person about what is new to them, in words that they may choose to be without."""

import re
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from partnership.history import recording, revise
from plans.models import ReminderKind, ReminderOptOut
from plans.reminders.compose import read_reminders
from plans.services.plan import close_plan
from plans.services.reminder import send_reminders
from plans.services.reminder_preferences import choose_reminders
from subgroups.services.people import end_membership
from tests.helpers.builders import (
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_closed_plan,
    make_plan,
)
from tests.helpers.periods import make_period
from tests.helpers.reminders import ADVISER, CHAIR, ELSEWHERE, OVER, SITE, due, run, sent, told


class TestWho:
    """Action 1.2 is led by a post and overdue."""

    def test_who_leads_and_nobody_else(self, people, plan):
        make_plan(people.elsewhere.people, title="Theirs too")
        run()
        assert sorted(sent()) == [ADVISER, "lead@birchshire.example"]
        theirs = sent()["lead@birchshire.example"].body
        assert "Ashshire" not in theirs
        assert "/ashshire/" not in theirs

    def test_several_things_are_one_e_mail(self, people, plan, by):
        make_action(plan, "1.5", leads=[{"post": people.adviser}], timescale=OVER)
        revise(people.training_group, by=by, name="Training")
        run()
        message = sent()[ADVISER]
        assert message.subject == "ASCP plan: 2 overdue"
        assert message.body.index("Action 1.5") < message.body.index("Action 1.2")

    def test_led_twice_over_is_told_once(self, people, plan, by):
        both = [{"post": people.adviser}, {"agency": people.council}]
        make_action(plan, "1.5", leads=both, timescale=OVER)
        membership = people.lead.memberships.get()
        revise(membership, by=by, agency=people.council)
        run()
        assert sent()[ADVISER].body.count("Action 1.5 Action 1.5") == 1
        assert "executive@ashshire.example" in sent()

    def test_one_who_has_left_is_not_reminded(self, people, plan, by):
        assert due(people) == {ADVISER}
        end_membership(people.lead.memberships.get(), by=by, reason="Moved on.", at=days_ago(1))
        run()
        assert sorted(sent()) == ELSEWHERE

    def test_one_whose_last_day_was_yesterday_is_not_reminded(self, people, plan, by):
        revise(people.lead.memberships.get(), by=by, until=TODAY)
        run(on=TODAY + timedelta(1))
        assert ADVISER not in sent()
        run(on=TODAY)
        assert ADVISER in sent()

    def test_one_who_may_not_sign_in_is_not_reminded(self, people, plan):
        assert due(people) == {ADVISER}
        with recording(by=None):
            people.lead.is_active = False
            people.lead.save(update_fields={"is_active"})
        run()
        assert sorted(sent()) == ELSEWHERE

    @pytest.mark.parametrize("is_draft", [True, False])
    def test_nobody_is_reminded_of_a_draft_plan(self, people, is_draft):
        make_plan(people, agreed=not is_draft)
        run()
        assert (ADVISER not in sent()) is is_draft

    def test_nobody_is_reminded_of_a_closed_plan(self, people):
        make_closed_plan(people)
        run()
        assert sorted(sent()) == ELSEWHERE

    def test_nobody_is_reminded_of_a_plan_once_it_is_closed(self, people, plan, by):
        assert due(people) == {ADVISER}
        close_plan(plan, by=by, reason="Over.")
        run()
        assert sorted(sent()) == ELSEWHERE


class TestWords:
    def test_links_begin_with_the_sites_address(self, people, plan):
        run()
        message = sent()[ADVISER]
        pk = action_of(plan, "1.2").pk
        links = re.findall(r"https?://\S+", message.body)
        assert links == [f"{SITE}/ashshire/actions/{pk}/", f"{SITE}/accounts/emails/"]
        assert re.findall(r'href="([^"]+)"', message.alternatives[0][0]) == links

    def test_html_is_escaped(self, people, plan, by):
        revise(action_of(plan, "1.2"), by=by, title="<b>Hear</b> & act")
        run()
        ((html, kind),) = sent()[ADVISER].alternatives
        assert kind == "text/html"
        assert "Action 1.2 &lt;b&gt;Hear&lt;/b&gt; &amp; act</a>" in html
        assert "Action 1.2 <b>Hear</b> & act\n" in sent()[ADVISER].body

    def test_a_name_adds_no_header_to_a_mail(self, people, plan, by):
        revise(people.partnership, by=by, short_name="A\r\nBcc: a@x.example")
        revise(action_of(plan, "1.2"), by=by, title="A\r\nBcc: all@x.example")
        run()
        message = sent()[ADVISER]
        assert message.subject == "A Bcc: a@x.example plan: 1 overdue"
        assert message.recipients() == [ADVISER]
        assert "Bcc" not in message.message()


class TestWishes:
    def test_what_is_not_wanted_is_not_sent(self, people, plan):
        assert CHAIR in due(people, on=date(2027, 3, 17))
        choose_reminders(people.chair, wanted=["due_today"])
        run(on=date(2027, 3, 17))
        assert CHAIR not in sent()
        run(on=date(2027, 3, 31))
        assert CHAIR in sent()

    def test_overdue_comes_anyway(self, people, plan):
        choose_reminders(people.lead, wanted=[])
        run()
        assert [kind for kind, _ in told(people.lead)] == ["overdue"]

    def test_overdue_cannot_even_be_stored(self, people):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReminderOptOut.objects.create(person=people.lead, kind=ReminderKind.OVERDUE)

    def test_without_news_of_the_period_its_days_are_told(self, people, plan):
        make_period(plan)
        choose_reminders(people.lead, wanted=["due_soon"])
        run()
        assert sorted(told(people.lead)) == [("due_soon", "return"), ("overdue", "action")]


@pytest.mark.parametrize("number", [1, 3])
def test_reading_asks_the_same_for_one_and_for_three(
    people, plan, django_assert_num_queries, number
):
    for one in range(number):
        make_action(plan, f"2.{one}", leads=[{"post": people.adviser}], timescale=OVER)
    read = partial(read_reminders, people.partnership, on=TODAY)
    with django_assert_num_queries(READING):
        (reminder,) = read()
    assert len(reminder.notices) == 1 + number


READING = 21


@pytest.mark.parametrize("number", [1, 3])
def test_sending_costs_the_same_for_one_note_and_for_three(
    people, plan, django_assert_num_queries, number
):
    """All rows in the log of one email are written at once, before it is sent and after."""
    for one in range(number):
        make_action(plan, f"2.{one}", leads=[{"post": people.adviser}], timescale=OVER)
    send = partial(send_reminders, people.partnership, on=TODAY, site=SITE)
    with django_assert_num_queries(READING + SENDING):
        (reminder,) = send()
    assert len(reminder.notices) == 1 + number


SENDING = 5  # to one person: a transaction that reads what a run left and writes the rows, then one update
