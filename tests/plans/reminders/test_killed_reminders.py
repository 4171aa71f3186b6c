"""A run of reminders that is killed: the next one leaves no one out, and sends no one two different emails."""

import json
from io import StringIO

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection

from plans.models import ReminderSent
from tests.helpers import builders
from tests.helpers.killing import LONG, SHORT_RUN, killed_at_each_step
from tests.helpers.periods import make_period

EVERYBODY = {
    "chair@ashshire.example",
    "chair.of.other.group@ashshire.example",
    "lead@ashshire.example",
    "lead@birchshire.example",
}


class Box(BaseEmailBackend):
    """Writes (address, Message-ID) of each email into a file. A run can be killed before each of them too."""

    path = None

    def send_messages(self, messages):
        for message in messages:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")  # a step at which to be killed
            with open(self.path, "a", encoding="utf-8") as box:
                print(json.dumps([message.to[0], message.message()["Message-ID"]]), file=box)
        return len(messages)


@pytest.fixture
def box(settings, tmp_path, monkeypatch):
    settings.SITE_URL = "https://plan.example"
    settings.EMAIL_BACKEND = f"{__name__}.Box"
    monkeypatch.setattr(Box, "path", tmp_path / "box")
    return tmp_path / "box"


def test_nobody_is_left_out_and_nobody_is_told_twice(transactional_db, plan, box, clock, tmp_path):
    make_period(plan)

    def run():
        call_command("send_reminders", "--on", builders.TODAY.isoformat(), stdout=StringIO())

    def press():
        box.write_text("")
        run()

    def look():
        """All emails sent by the end of the next run, and how many emails a third run sends."""
        clock.at = builders.NOW + ReminderSent.PATIENCE
        run()
        posted = [tuple(json.loads(line)) for line in box.read_text().splitlines()]
        run()
        more = len(box.read_text().splitlines()) - len(posted)
        ReminderSent.objects.all().delete()  # the next run to be killed starts afresh
        return posted, more

    _, *found = killed_at_each_step(press, look, folder=tmp_path / "copies")
    assert len(found) > (SHORT_RUN if LONG else SHORT_RUN / 2)
    for posted, more in found:
        assert {address for address, _ in posted} == EVERYBODY
        assert len(set(posted)) == len(EVERYBODY), "The same mail has the same Message-ID."
        assert len(posted) <= len(EVERYBODY) + 1
        assert more == 0
    if LONG:
        mails = [(mail, posted) for posted, _ in found for mail in posted]
        twice = {mail[0] for mail, posted in mails if posted.count(mail) > 1}
        assert twice == EVERYBODY, "Killed between the mail and the last word."
