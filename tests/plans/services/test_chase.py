"""Chasing: one email a person, about what they have not reported, and not twice within the hour."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection

from partnership.history import recording, revise
from plans.services.chase import chase_returns
from plans.services.period import freeze_period
from plans.services.plan import close_plan
from plans.services.returns import question_return
from subgroups.services.people import end_membership
from subgroups.services.seat import give_seat
from tests.helpers.builders import FOUNDED, NOW, action_of, days_ago, make_action, make_update
from tests.helpers.chasing import ADVISER, AUDIT, TRAINING, chaser, sent_to
from tests.helpers.periods import make_period, make_submitted


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def period(plan):
    return make_period(plan, at=days_ago(10))


@pytest.fixture
def chase(period, by, django_capture_on_commit_callbacks):
    return chaser(period, by=by, commits=django_capture_on_commit_callbacks)


def refused(chase, *args, **kwargs):
    with pytest.raises(ValidationError) as refusal:
        chase(*args, **kwargs)
    assert mail.outbox == []
    return refusal.value.messages


class TestWho:
    def test_chairs_and_holders_of_posts(self, period, chase):
        chased = chase()
        assert sent_to() == sorted([AUDIT, ADVISER, TRAINING])
        assert (chased.people, sorted(chased.returns)) == (
            3,
            ["Audit Group", "Professional Adviser", "Training Group"],
        )
        assert set(period.returns.values_list("chased_at", flat=True)) == {NOW}

    def test_one_alone(self, people, period, chase):
        chase(period.returns.filter(post=people.adviser))
        assert sent_to() == [ADVISER]
        assert period.returns.filter(chased_at=None).count() == 2

    @pytest.mark.parametrize(
        ("role", "mailed"),
        [("joint_chair", True), ("deputy", True), ("member", False), ("observer", False)],
    )
    def test_joint_chairs_and_deputies_too(self, people, by, period, chase, role, mailed):
        values = {"by": by, "since": FOUNDED.date(), "at": FOUNDED}
        give_seat(people.audit_group, holder=people.executive, role=role, **values)
        chase(period.returns.filter(group=people.audit_group))
        assert sent_to() == [AUDIT] + [["executive@ashshire.example"]] * mailed

    def test_whoever_an_agency_sends(self, people, plan, by, chase):
        make_action(plan, "1.4", leads=[{"agency": people.council}], at=days_ago(20))
        period = plan.reportingperiod_set.get()
        chase(period.returns.filter(agency=people.council))
        assert sent_to() == [["executive@ashshire.example"]]

    def test_nobody_who_has_left(self, people, by, period, chase):
        membership = people.chair.memberships.get()
        end_membership(membership, by=by, reason="Moved on.", at=days_ago(1))
        chased = chase()
        assert AUDIT not in sent_to()
        assert chased.unreachable == ("Audit Group",)

    def test_nobody_who_may_not_sign_in(self, people, period, chase):
        with recording(by=None):
            people.chair.is_active = False
            people.chair.save(update_fields={"is_active"})
        assert chase().unreachable == ("Audit Group",)
        assert AUDIT not in sent_to()

    def test_a_vacant_post_is_told_and_not_marked(self, people, by, period, chase):
        revise(people.adviser, by=by, holder=None)
        chased = chase()
        assert chased.unreachable == ("Professional Adviser",)
        assert period.returns.get(post=people.adviser).chased_at is None

    def test_not_whoever_has_submitted(self, people, period, chase):
        record = period.returns.get(group=people.audit_group)
        make_submitted(record, by=people.chair, references=["1.1"])
        chase()
        assert sent_to() == sorted([ADVISER, TRAINING])


class TestWhat:
    def test_one_e_mail_a_person(self, people, by, period, chase):
        revise(people.adviser, by=by, holder=people.chair)
        chase()
        assert sent_to() == sorted([AUDIT, TRAINING])
        (message,) = (m for m in mail.outbox if m.to == AUDIT)
        for words in (
            "Audit Group",
            "- 1.1 Action 1.1",
            "Due by 8 December 2026 (in 2 weeks)",
            "Professional Adviser",
            "- 1.2 Action 1.2",
            "Due by 1 December 2026 (in 9 days)",
        ):
            assert words in message.body
        assert "1.3" not in message.body

    def test_names_what_is_missing_alone(self, people, plan, period, chase):
        for reference in ("1.4", "1.5"):
            make_action(plan, reference, leads=[{"group": people.audit_group}], at=days_ago(20))
        make_update(action_of(plan, "1.4"), by=people.chair)
        record = period.returns.get(group=people.audit_group)
        chase([record])
        (message,) = mail.outbox
        assert (
            "Updates missing for 2 of 3 actions:\n- 1.1 Action 1.1\n- 1.5 Action 1.5"
            in message.body
        )
        assert f"https://plan.example/{record.pk}/" in message.body
        assert "Business manager (business.manager@ashshire.example)" in message.body

    def test_as_html_too_and_escaped(self, people, plan, by, period, chase):
        revise(action_of(plan, "1.1"), by=by, title="<b>Hear</b> & act")
        chase(period.returns.filter(group=people.audit_group))
        ((html, kind),) = mail.outbox[0].alternatives
        assert kind == "text/html"
        assert "<li>1.1 &lt;b&gt;Hear&lt;/b&gt; &amp; act</li>" in html
        assert "- 1.1 <b>Hear</b> & act" in mail.outbox[0].body

    def test_all_said_and_not_submitted(self, people, plan, period, chase):
        make_update(action_of(plan, "1.1"), by=people.chair)
        chase(period.returns.filter(group=people.audit_group))
        assert "You just need to submit the return." in mail.outbox[0].body

    def test_a_question_is_mentioned_and_not_mailed(self, people, by, period, chase):
        record = period.returns.get(group=people.audit_group)
        make_submitted(record, by=people.chair, references=["1.1"], at=days_ago(1))
        question_return(record, by=by, question="Which children?", at=NOW)
        chase([record])
        assert "It was sent back with a question." in mail.outbox[0].body
        assert "Which children?" not in mail.outbox[0].body

    def test_subject_says_the_day(self, chase, period):
        chase(period.returns.filter(group=period.plan.lead_set.get(action__reference="1.1").group))
        assert mail.outbox[0].subject == ("Autumn 2026: update your actions, by 8 December 2026")

    def test_late(self, people, plan, by, period, chase):
        later = NOW + timedelta(20)
        chase(period.returns.filter(group=people.audit_group), at=later)
        assert "was due on 8 December 2026" in mail.outbox[0].subject
        assert "Was due on 8 December 2026 (4 days ago)." in mail.outbox[0].body

    def test_a_name_is_no_header(self, people, by, period, chase):
        revise(period, by=by, name="Autumn\r\nBcc: all@elsewhere.example")
        chase(period.returns.filter(group=people.audit_group))
        (message,) = mail.outbox
        assert "\n" not in message.subject
        assert message.recipients() == AUDIT
        assert "Bcc" not in message.message()


class TestRefused:
    def test_twice_within_the_hour(self, period, chase):
        chase()
        mail.outbox.clear()
        assert refused(chase, at=NOW + timedelta(minutes=59)) == [
            "Nothing can be sent yet, because this was chased less than an hour ago."
        ]
        assert set(period.returns.values_list("chased_at", flat=True)) == {NOW}
        chase(at=NOW + timedelta(hours=1))
        assert len(mail.outbox) == 3

    def test_the_one_chased_within_the_hour_is_left_out_of_all(self, people, period, chase):
        chase(period.returns.filter(group=people.audit_group))
        mail.outbox.clear()
        chased = chase(at=NOW + timedelta(minutes=5))
        assert sent_to() == sorted([ADVISER, TRAINING])
        assert chased.recently == ("Audit Group",)

    def test_frozen(self, period, by, chase):
        freeze_period(period, by=by)
        assert refused(chase) == ["This period is frozen, so you cannot chase returns."]

    def test_of_a_closed_plan(self, plan, period, by, chase):
        close_plan(plan, by=by, reason="Over.")
        period.refresh_from_db()
        assert refused(chase) == ["This plan is closed. You can read it but you cannot change it."]

    def test_submitted(self, people, period, chase):
        record = period.returns.get(group=people.audit_group)
        make_submitted(record, by=people.chair, references=["1.1"])
        assert refused(chase, [record]) == [
            "There is nothing to chase. Every return has been submitted."
        ]

    def test_returns_of_another_period(self, people, period, chase):
        theirs = make_period(people.elsewhere.plan).returns.all()
        assert refused(chase, theirs) == [
            "There is nothing to chase. Every return has been submitted."
        ]
        assert set(theirs.values_list("chased_at", flat=True)) == {None}


class TestMailServer:
    def test_its_failure_is_logged_without_addresses(self, people, period, chase, settings, caplog):
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        with caplog.at_level(logging.ERROR):
            chased = chase()
        assert chased.people == 3
        errors = [record.getMessage() for record in caplog.records]
        assert errors == [
            f"Chasing for period {period.pk} was not emailed to person {people.chair.pk}:"
            " ConnectionResetError"
        ]
        assert "@" not in errors[0]
        assert len(mail.outbox) == 2

    def test_out_of_reach_it_is_asked_once(self, people, period, chase, settings, caplog):
        settings.EMAIL_BACKEND = f"{__name__}.Away"
        with caplog.at_level(logging.ERROR):
            chase()
        assert [record.getMessage() for record in caplog.records] == [
            f"Chasing for period {period.pk} was not emailed: ConnectionRefusedError"
        ]
        assert mail.outbox == []

    def test_nothing_is_sent_of_a_press_that_is_undone(self, period, by):
        chase_returns(period, period.returns.all(), by=by, at=NOW, address=str)
        assert mail.outbox == []  # the test's transaction is never committed


class Refusing(EmailBackend):
    """Refuses the chair of the Audit Group, and quotes the address."""

    def send_messages(self, messages):
        if messages[0].to == AUDIT:
            raise ConnectionResetError(f"No such user: {messages[0].to}")
        return super().send_messages(messages)


class Away(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("smtp.ashshire.example")


@pytest.mark.parametrize("number", [1, 3])
def test_queries_grow_by_what_is_written_alone(period, chase, django_assert_num_queries, number):
    """Reading takes the same for one and for three; each return that is marked is locked and written."""
    lock = (
        1 if connection.vendor == "postgresql" else 0
    )  # SQLite has one writer at a time without it
    with django_assert_num_queries(lock + READING + number * WRITING):
        chase(period.returns.order_by("pk")[:number])


READING, WRITING = 17, 5
