"""When an action is not to start before: read from words, never overdue before it, and told on every page."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import recording
from plans.actions.detail import read_action
from plans.actions.timeline import read_timeline
from plans.document.as_at import read_distribution_as_at, read_plan_as_at
from plans.document.compare import compare_documents
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.models import Plan
from plans.models.action import STARTS_LATE
from plans.services.action import revise_action
from plans.services.snapshot import save_snapshot
from plans.services.timescale import change_timescale, read_start
from plans.timescales.parse import read_start_words
from tests.helpers.builders import AGREED, NOW, TODAY, action_of, make_action
from tests.helpers.editing import action_data, address, new_action_data
from tests.helpers.page_text import text_of
from tests.reports.test_changes import sentences

MINUTE = timedelta(minutes=1)


@pytest.fixture
def action(plan):
    """It is due in October 2026."""
    return action_of(plan, "1.2")


@pytest.fixture
def start(people, plan):
    """``start(words)``: action 1.3, which is ongoing, is not to start before this."""

    def start(words, reference="1.3", **values):
        by = people.business_manager
        return revise_action(action_of(plan, reference), by=by, starts_words=words, **values)

    return start


def loaded(plan):
    return Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)


def facts(document, reference="1.3"):
    return next(one for one in document.actions if one.reference == reference)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("March 2027", (date(2027, 3, 1), "month")),
        ("Not before April 2027", (date(2027, 4, 1), "month")),
        ("not to be started before 1 May 2027", (date(2027, 5, 1), "day")),
        ("Starting in September 2026", (date(2026, 9, 1), "month")),
        ("from 3/12/2026", (date(2026, 12, 3), "day")),
        # No first day is guessed from what is longer than a month, or is an end
        ("Q1 2027/28", None),
        ("Autumn term 2026", None),
        ("After March 2027", None),
        ("By March 2027", None),
        ("End of March 2027", None),
        ("Once the audit of March 2027 is published", None),
        ("March or April 2027", None),
        ("", None),
    ],
)
def test_a_start_is_read_only_from_one_month_or_day(words, expected):
    assert read_start_words(words) == expected


def test_a_date_alone_is_kept_as_a_date_and_other_words_as_written():
    assert read_start(" March  2027 ") == {
        "starts_words": "",
        "starts_on": date(2027, 3, 1),
        "starts_precision": "month",
    }
    assert read_start("From March 2027")["starts_words"] == "From March 2027"
    assert read_start("When the money is agreed") == {
        "starts_words": "When the money is agreed",
        "starts_on": None,
        "starts_precision": "",
    }


class TestAfterTheDueDate:
    def test_a_start_after_it_is_refused(self, start):
        with pytest.raises(ValidationError) as refusal:
            start("November 2026", reference="1.2")
        assert refusal.value.message_dict == {"starts_on": [STARTS_LATE]}
        assert start("October 2026", reference="1.2").starts_on == date(2026, 10, 1)

    def test_a_due_date_before_it_is_refused(self, people, start, plan):
        start("March 2027")
        move = {"by": people.business_manager, "reason": "Sooner.", "kind": "month"}
        with pytest.raises(ValidationError, match="cannot start after it is due"):
            change_timescale(action_of(plan, "1.3"), due_on=date(2027, 2, 1), **move)
        moved = change_timescale(action_of(plan, "1.3"), due_on=date(2027, 3, 1), **move)
        assert moved.due_on == date(2027, 3, 31)

    def test_the_database_refuses_it(self, people, action):
        action.starts_on, action.starts_precision = date(2027, 1, 1), "day"
        with (
            pytest.raises(IntegrityError, match="action_starts_before_it_is_due"),
            transaction.atomic(),
            recording(by=people.business_manager, at=NOW),
        ):
            action.save()

    def test_the_page_says_so_and_changes_nothing(self, people, action, client_as):
        client = client_as(people.business_manager)
        data = action_data(action, starts_words="March 2027")
        page = client.post(address("action_edit", action), data)
        assert STARTS_LATE in text_of(page.text)
        action.refresh_from_db()
        assert (action.starts_on, action.starts_words) == (None, "")


class TestPages:
    def test_it_is_typed_with_a_new_action(self, people, plan, client_as):
        data = new_action_data(starts_words="From March 2027")
        client_as(people.business_manager).post(address("action_new", plan), data)
        assert action_of(plan, "9.9").starts_on == date(2027, 3, 1)

    def test_it_is_changed_and_removed(self, people, plan, client_as, start):
        start("March 2027")
        client, action = client_as(people.business_manager), action_of(plan, "1.3")
        assert 'value="March 2027"' in client.get(address("action_edit", action)).text
        client.post(address("action_edit", action), action_data(action, starts_words="May 2027"))
        assert action_of(plan, "1.3").start == "May 2027"
        action = action_of(plan, "1.3")
        client.post(address("action_edit", action), action_data(action, starts_words=""))
        assert action_of(plan, "1.3").start == ""

    def test_the_action_shows_it_and_says_what_could_not_be_read(
        self, people, plan, client_as, start
    ):
        client, action = client_as(people.member), action_of(plan, "1.3")
        page = address("action", action)
        assert "Not to start before" not in text_of(client.get(page).text)
        start("From March 2027")
        assert "Not to start before From March 2027" in text_of(client.get(page).text)
        start("When the money is agreed")
        text = text_of(client.get(page).text)
        assert "When the money is agreed We could not read this as a month or a day" in text

    def test_a_block_says_when_it_starts_until_it_has(self, people, plan, client_as, start):
        client, page = client_as(people.member), address("plan", plan)
        start("From March 2027")
        start("June 2026", reference="1.1")
        text = text_of(client.get(page).text)
        assert text.count("Starts") == 1
        assert "Starts March 2027" in text
        start("When the money is agreed")
        assert "Starts: When the money is agreed" in text_of(client.get(page).text)


def test_the_feed_and_the_timeline_tell_it_with_its_precision(people, plan, client_as, start):
    start("March 2027", at=NOW - 3 * MINUTE)
    start("From 1 May 2027", at=NOW - 2 * MINUTE)
    start("When the money is agreed", at=NOW - MINUTE)
    told = sentences(client_as(people.member).get("/ashshire/changes/"))
    assert [one for one in told if "start" in one] == [
        "1.3 Action 1.3: “not to start before” changed from “From 1 May 2027” to “When the money is agreed”",
        "1.3 Action 1.3: “not to start before” changed from “March 2027” to “From 1 May 2027”",
        "1.3 Action 1.3: “not to start before” set to “March 2027”",
    ]
    action = action_of(plan, "1.3")
    timeline = read_timeline(read_action(action, on=TODAY), people.member, set(), on=TODAY)
    texts = [(text.before, text.after) for entry in timeline.entries for text in entry.texts]
    assert texts[:3] == [
        ("From 1 May 2027", "When the money is agreed"),
        ("March 2027", "From 1 May 2027"),
        ("", "March 2027"),
    ]


def test_earlier_versions_snapshots_and_comparisons_have_it(people, plan, start):
    start("From March 2027", at=NOW)
    now, then = read_plan(loaded(plan), on=TODAY), read_plan_as_at(plan, at=NOW)
    kept = document_of(save_snapshot(plan, by=people.business_manager, reason="Kept.", at=NOW))
    for document in (now, then, kept):
        found = facts(document)
        assert (found.start.text, found.start.on) == ("From March 2027", date(2027, 3, 1))
    assert facts(read_plan_as_at(plan, at=AGREED)).start.text == ""
    [altered] = compare_documents(read_plan_as_at(plan, at=AGREED), now).altered
    assert altered.is_redated
    assert [(pair.what, pair.before, pair.after) for pair in altered.pairs] == [
        ("Not to start before", "nothing", "From March 2027")
    ]


def test_the_distribution_of_a_moment_counts_nothing_late_before_its_start(people, plan):
    """It takes the date of its priority, which is past."""
    priority = plan.priority_set.get()
    month = {"kind": "month", "due_on": date(2026, 10, 1), "reason": "Sooner."}
    change_timescale(priority, by=people.business_manager, at=NOW, **month)
    make_action(plan, "8.1", at=NOW + MINUTE)
    before = read_distribution_as_at(plan, at=NOW + MINUTE).overdue
    make_action(plan, "8.2", starts_words="December 2026", at=NOW + 2 * MINUTE)
    make_action(plan, "8.3", starts_words="November 2026", at=NOW + 3 * MINUTE)
    assert read_distribution_as_at(plan, at=NOW + 3 * MINUTE).overdue == before + 1
