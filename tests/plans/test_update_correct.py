"""Correcting an update within the hour: by its author only, shown as such, the first words kept in history."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from partnership.history import tracked
from plans.document.as_at import read_plan_as_at
from plans.document.from_snapshot import document_of
from plans.models import ProgressUpdate
from plans.policies.progress_update import reason_not_to_correct
from plans.services.period import freeze_period
from plans.services.plan import close_plan
from plans.services.progress import correct_update, record_no_change
from plans.services.snapshot import save_snapshot
from tests.helpers.builders import NOW, action_of, make_update
from tests.helpers.periods import make_period

SOON = NOW + timedelta(minutes=20)
WORDS = {"comment": "Twelve came, of twenty.", "next_steps": "Ask again."}


@pytest.fixture
def update(people, plan):
    return make_update(
        action_of(plan, "1.1"), by=people.chair, rating="red", comment="Twelve came."
    )


@pytest.fixture
def address(update):
    return f"/ashshire/updates/{update.pk}/correct/"


def correct(update, by, at=SOON, **words):
    return correct_update(update, by=by, at=at, **(WORDS | words))


def test_its_author_corrects_it_and_it_says_so(people, update, address, client_as, clock):
    clock.at = SOON
    client = client_as(people.chair)
    assert "Twelve came.</textarea>" in client.get(address).text
    page = client.post(address, WORDS, follow=True).text
    assert "Update for 1.1 corrected." in page
    assert "Twelve came, of twenty." in page
    assert "corrected 10:20am" in page
    assert action_of(update.plan, "1.1").last_update == update


def test_the_plan_says_so_beside_the_words_now_and_as_at_a_day(people, update, client_as):
    client, plan = client_as(people.chair), f"/ashshire/plans/{update.plan_id}/"
    assert ", corrected" not in client.get(plan).text
    correct(update, people.chair)
    record_no_change(action_of(update.plan, "1.1"), by=people.chair, at=SOON + timedelta(minutes=1))
    assert "Chair, today, corrected" in client.get(plan).text
    then, now = (read_plan_as_at(update.plan, at=at).actions[0].update for at in (NOW, SOON))
    assert (then.corrected_at, now.corrected_at) == (None, SOON)


def test_the_first_words_stay_in_history(people, update):
    correct(update, people.chair)
    rows = tracked()[ProgressUpdate].objects.filter(id=update.pk).order_by("history_date")
    assert [row.comment for row in rows] == ["Twelve came.", "Twelve came, of twenty."]
    then = read_plan_as_at(update.plan, at=NOW).actions[0].update
    now = read_plan_as_at(update.plan, at=SOON).actions[0].update
    assert (then.comment, now.comment) == ("Twelve came.", "Twelve came, of twenty.")


def test_the_list_of_changes_says_it_in_a_sentence(people, update, client_as, clock):
    correct(update, people.chair)
    clock.at = SOON
    page = re.sub(r"<[^>]+>", " ", client_as(people.executive).get("/ashshire/changes/").text)
    assert "update corrected by its author within the hour" in " ".join(page.split())


def test_a_snapshot_before_it_keeps_the_first_words(people, update):
    kept = save_snapshot(update.plan, by=people.business_manager, reason="For March.", at=NOW)
    correct(update, people.chair)
    kept.refresh_from_db()
    assert document_of(kept).actions[0].update.comment == "Twelve came."
    assert kept.is_whole()


def test_saved_without_a_change_it_is_not_corrected(people, update):
    correct(update, people.chair, comment="Twelve came.", next_steps="")
    update.refresh_from_db()
    assert update.corrected_at is None


@pytest.mark.parametrize("rating", ["red", "green"])
def test_a_comment_cannot_be_removed(people, plan, rating):
    update = make_update(action_of(plan, "1.2"), by=people.chair, rating=rating)
    with pytest.raises(ValidationError, match="A comment cannot be removed"):
        correct(update, people.chair, comment=" ")


def refused(update, by, at=SOON):
    """The sentence that both the policy and the service give."""
    update = ProgressUpdate.objects.get(pk=update.pk)
    reason = reason_not_to_correct(update, by=by, at=at)
    with pytest.raises(ValidationError, match=re.escape(reason)):
        correct(update, by, at=at)
    update.refresh_from_db()
    assert update.comment != WORDS["comment"]
    return reason


class TestRefused:
    def test_an_update_is_corrected_by_its_author_alone(self, people, update):
        assert "Only the person who wrote" in refused(update, people.business_manager)

    def test_after_the_hour(self, people, update):
        assert reason_not_to_correct(update, by=people.chair, at=NOW + timedelta(hours=1)) == ""
        late = NOW + timedelta(hours=1, seconds=1)
        assert "for an hour" in refused(update, people.chair, at=late)

    def test_after_a_later_update(self, people, plan, update):
        record_no_change(action_of(plan, "1.1"), by=people.chair, at=NOW + timedelta(minutes=5))
        assert "later update" in refused(update, people.chair)

    def test_after_a_freeze(self, people, plan):
        period = make_period(plan, at=NOW - timedelta(days=1))
        update = make_update(action_of(plan, "1.1"), by=people.chair)
        freeze_period(period, by=people.business_manager, at=NOW + timedelta(minutes=5))
        assert "frozen" in refused(update, people.chair)

    def test_but_not_of_an_update_made_after_the_freeze(self, people, plan):
        period = make_period(plan, at=NOW - timedelta(days=1))
        freeze_period(period, by=people.business_manager, at=NOW - timedelta(hours=2))
        update = make_update(action_of(plan, "1.1"), by=people.chair)
        assert correct(update, people.chair).corrected_at is not None

    def test_an_update_in_a_closed_plan_is_not_corrected(self, people, plan, update):
        close_plan(plan, by=people.business_manager, reason="Over.", at=NOW + timedelta(minutes=5))
        assert "closed" in refused(update, people.chair)

    def test_a_confirmation_has_no_words_to_correct(self, people, plan, update):
        confirmed = record_no_change(action_of(plan, "1.1"), by=people.chair, at=NOW)
        with pytest.raises(ValidationError, match="no words to correct"):
            correct(confirmed, people.chair)


def test_the_page_says_why_not(people, update, address, client_as):
    page = client_as(people.business_manager).get(address).text
    assert "Only the person who wrote an update can correct it." in page
    assert "<textarea" not in page


@pytest.mark.parametrize(
    ("minutes", "person", "shown"),
    [(20, "chair", True), (61, "chair", False), (20, "business_manager", False)],
)
def test_the_way_to_it_is_on_the_action_and_in_the_return(
    people, plan, client_as, clock, minutes, person, shown
):
    period = make_period(plan, at=NOW - timedelta(days=1))
    update = make_update(action_of(plan, "1.1"), by=people.chair)
    clock.at = NOW + timedelta(minutes=minutes)
    client = client_as(getattr(people, person))
    record = period.returns.get(group=people.audit_group)
    address = f"/ashshire/updates/{update.pk}/correct/"
    assert (address in client.get(f"/ashshire/actions/{update.action_id}/").text) is shown
    found = client.get(f"/ashshire/returns/{record.pk}/").text
    assert (f"{address}?next=/ashshire/returns/{record.pk}/" in found) is shown


def test_from_a_return_it_leads_back_to_its_place(people, plan, client_as):
    period = make_period(plan, at=NOW - timedelta(days=1))
    update = make_update(action_of(plan, "1.1"), by=people.chair)
    back = f"/ashshire/returns/{period.returns.get(group=people.audit_group).pk}/"
    sent = WORDS | {"next": back}
    response = client_as(people.chair).post(f"/ashshire/updates/{update.pk}/correct/", sent)
    assert response.url == f"{back}?at={update.action_id}#message"
