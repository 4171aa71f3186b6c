"""The email to business managers before a token of the data feeds expires."""

from datetime import timedelta

import pytest
from django.core import mail

from plans.models import ReminderOptOut
from plans.services.feed_token import renew_token, revoke_token
from plans.services.reminder import send_reminders
from plans.services.reminder_preferences import choose_reminders
from tests.helpers.builders import TODAY
from tests.helpers.feeds import make_token

SITE = "https://plan.example"
LAST = TODAY + timedelta(days=14)


@pytest.fixture
def token(people):
    make_token(people.elsewhere.people, expires_on=LAST)
    return make_token(people, expires_on=LAST)[0]


def sent(people, on):
    """(addressee, subject) of each email of one run about the partnership."""
    mail.outbox.clear()
    list(send_reminders(people.partnership, on=on, site=SITE))
    return [(message.to[0], message.subject) for message in mail.outbox]


WARNING = ("business.manager@ashshire.example", "ASCP plan: a data feed token is about to expire")


def test_it_is_sent_once_from_two_weeks_before(people, token):
    assert sent(people, TODAY - timedelta(days=1)) == []
    assert sent(people, TODAY) == [WARNING]
    body = mail.outbox[0].body
    assert "Renew the data feed token “Power BI”" in body
    assert "Due by 6 December 2026 (in 2 weeks)" in body
    assert f"{SITE}/ashshire/manage/feeds/{token.pk}/renew/" in body
    for days in (0, 1, 13, 14, 15):
        assert sent(people, TODAY + timedelta(days=days)) == []


def test_a_day_that_was_missed_is_made_up_for_until_the_last(people, token):
    assert sent(people, LAST + timedelta(days=1)) == []
    assert sent(people, LAST) == [WARNING]


def test_a_renewed_token_is_warned_of_again_by_its_new_day(people, token):
    assert sent(people, TODAY) == [WARNING]
    day = LAST + timedelta(days=30)
    renew_token(token, by=people.business_manager, expires_on=day)
    assert sent(people, day - timedelta(days=15)) == []
    assert sent(people, day - timedelta(days=14)) == [WARNING]


def test_a_revoked_token_is_not_warned_of(people, token):
    revoke_token(token, by=people.business_manager, reason="Lost")
    assert sent(people, TODAY) == []


def test_nobody_can_opt_out_of_it(people, token):
    choose_reminders(people.business_manager, wanted=[])
    assert ReminderOptOut.objects.filter(person=people.business_manager).exists()
    assert sent(people, TODAY) == [WARNING]
