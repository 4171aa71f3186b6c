"""The page to chase a period: whom it would email and what, and what it did (services/test_chase.py)."""

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from partnership.history import revise
from plans.services.period import freeze_period
from tests.helpers.builders import days_ago
from tests.helpers.chasing import AUDIT, chaser, sent_to
from tests.helpers.editing import address
from tests.helpers.periods import make_period


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def period(plan):
    return make_period(plan, at=days_ago(10))


@pytest.fixture
def chase(period, by, django_capture_on_commit_callbacks):
    return chaser(period, by=by, commits=django_capture_on_commit_callbacks)


class TestPage:
    """What is shown before it is sent."""

    @pytest.fixture
    def show(self, people, period, client_as):
        client = client_as(people.business_manager)
        return lambda **data: client.get(address("period_chase", period), data).text

    def test_who_gets_it_and_what_it_says(self, show, period):
        page = show()
        for words in (
            "Audit Group: Chair <",
            "The email to Chair<",
            "- 1.1 Action 1.1",
            "Due by 8 December 2026",
            "Send 3 emails",
        ):
            assert words in page
        assert mail.outbox == []
        assert set(period.returns.values_list("chased_at", flat=True)) == {None}

    def test_of_one_return_alone(self, people, period, show):
        page = show(**{"return": period.returns.get(group=people.audit_group).pk})
        assert "Send 1 email<" in page.replace("\n", "").replace("  ", "")
        assert "The email to Lead" not in page

    def test_nobody_to_ask_and_the_page_that_puts_it_right(self, people, by, period, show):
        revise(people.adviser, by=by, holder=None)
        page = show()
        assert "Nobody to ask" in page
        assert f"/ashshire/posts/{people.adviser.pk}/holder/" in page
        alone = show(**{"return": period.returns.get(post=people.adviser).pk})
        assert "Nobody to ask" in alone
        assert "Send " not in alone

    def test_the_board_says_so_to_those_who_chase(self, people, by, period, client_as):
        board = address("period", period)
        assert "Nobody to ask" not in client_as(by).get(board).text
        revise(people.adviser, by=by, holder=None)
        assert "Nobody to ask" in client_as(by).get(board).text
        assert "Nobody to ask" not in client_as(people.chair).get(board).text

    def test_one_chased_just_now_is_left_out(self, people, period, chase, show):
        chase(period.returns.filter(group=people.audit_group))
        page = show()
        assert "Audit Group was chased less than an hour ago, and is left out." in page
        chase(period.returns.exclude(group=people.audit_group))
        assert "Nothing can be sent yet" in show()

    def test_nothing_of_a_frozen_period(self, by, period, show):
        freeze_period(period, by=by)
        assert "This period is frozen, so you cannot chase returns." in show()


class TestButton:
    @pytest.fixture
    def press(self, people, period, client_as, django_capture_on_commit_callbacks):
        client = client_as(people.business_manager)

        def press(**data):
            with django_capture_on_commit_callbacks(execute=True):
                return client.post(address("period_chase", period), data, follow=True)

        return press

    def test_all(self, press):
        page = press().text
        assert len(mail.outbox) == 3
        assert "3 people have been emailed about: Audit Group; Professional Adviser;" in page
        assert "Chased today" in page

    def test_one(self, people, period, press):
        record = period.returns.get(group=people.audit_group)
        page = press(**{"return": record.pk}).text
        assert sent_to() == [AUDIT]
        assert "1 person has been emailed about: Audit Group." in page
        link = f"http://testserver{address('group_return', record)}"
        assert link in mail.outbox[0].body

    def test_with_a_line_of_ones_own(self, press):
        press(line="The board meets <early>.")
        assert all("The board meets <early>." in message.body for message in mail.outbox)
        ((html, _),) = mail.outbox[0].alternatives
        assert "The board meets &lt;early&gt;." in html

    def test_no_line_that_is_a_letter(self, press):
        assert "A line of your own must be 500 characters or less" in press(line="x" * 501).text
        assert mail.outbox == []

    def test_again(self, press):
        press()
        page = press().text
        assert len(mail.outbox) == 3
        assert "Nothing can be sent yet, because this was chased less than an hour ago." in page

    def test_nobody_to_mail_is_told_by_name(self, people, by, press):
        revise(people.adviser, by=by, holder=None)
        assert "There is nobody to email about: Professional Adviser." in press().text

    @pytest.mark.parametrize("number", ["0", "x", "99999999999999999999"])
    def test_no_return_of_this_period(self, press, number):
        assert press(**{"return": number}).status_code == 404
        assert mail.outbox == []


def test_without_a_mail_server_the_page_says_so_and_it_can_be_tried_again(
    transactional_db, people, period, client_as, monkeypatch
):
    client = client_as(people.business_manager)
    page = address("period_chase", period)
    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "open", raise_refused, raising=False)
        answer = client.post(page, follow=True).content.decode()
    assert "We could not send the email about: " in answer
    assert "been emailed about" not in answer
    assert set(period.returns.values_list("chased_at", flat=True)) == {None}
    feed = client.get("/ashshire/changes/").content.decode()
    assert "email about the return of Audit Group could not be sent" in feed

    assert "been emailed about" in client.post(page, follow=True).content.decode()
    assert mail.outbox


def raise_refused(self):
    raise ConnectionRefusedError
