"""A timescale of which only a part was read is marked as a date to check, until a person has checked it."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import recording
from plans.actions.bulk import ChangeTimescale, standing_of
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.filters.action import ActionFilter
from plans.models import Action
from plans.services.progress import record_update
from plans.services.snapshot import take_snapshot
from plans.services.timescale import change_timescale, read_timescale
from tests.helpers.builders import NOW, TODAY, action_of, make_action
from tests.helpers.editing import address, timescale_data

IN_PART = "December 2027 (subject to funding)"
READ = {"kind": "read", "due_day": "", "due_month": "", "due_year": ""}


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def data_for(record, **values):
    return timescale_data(version=record.version, reason="From the minutes.") | values


def found(plan):
    filters = ActionFilter({"timescale": "to_check"}, queryset=plan.action_set.all(), on=TODAY)
    return [action.reference for action in filters.shown()]


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def marked(people, action):
    return change_timescale(
        action,
        by=people.business_manager,
        reason="x",
        kind="month",
        words=IN_PART,
        due_on=date(2027, 12, 1),
        needs_check=True,
    )


class TestRules:
    def test_words_alone_have_something_to_check(self):
        assert read_timescale(kind="none", words=" ", needs_check=True)["needs_check"] is False

    @pytest.mark.parametrize(
        "values",
        [
            {"needs_check": True, "timescale_words": ""},
            {"rhythm": "monthly", "timescale_kind": "month"},
        ],
    )
    def test_the_database_refuses_what_cannot_be(self, people, action, values):
        for name, value in values.items():
            setattr(action, name, value)
        with pytest.raises(ValidationError):
            action.full_clean()
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            recording(action.plan, by=people.business_manager),
        ):
            action.save()

    def test_only_what_is_ongoing_has_a_rhythm(self):
        assert read_timescale(kind="ongoing", rhythm="monthly")["rhythm"] == "monthly"
        read = read_timescale(kind="month", due_on=TODAY, rhythm="monthly")
        assert read["rhythm"] == ""

    def test_a_rhythm_without_words_is_readable(self, people, action):
        changed = change_timescale(
            action, by=people.business_manager, reason="x", kind="ongoing", rhythm="monthly"
        )
        assert changed.timescale == "Ongoing, every month"


class TestWhereItIsFound:
    def test_by_the_filter_through_the_priority_too(self, people, plan, marked):
        priority = plan.priority_set.get()
        change_timescale(
            priority,
            by=people.business_manager,
            reason="x",
            kind="none",
            words="before March 2027",
            needs_check=True,
        )
        make_action(plan, "1.4")
        make_action(plan, "1.5", timescale={"kind": "none", "words": "Phase 3"})
        assert found(plan) == ["1.1", "1.4"]

    def test_not_once_the_action_is_complete(self, people, plan, marked):
        record_update(marked, by=people.business_manager, rating="complete", reason="x")
        assert found(plan) == []

    def test_in_the_document_now_as_at_and_from_a_snapshot(self, people, plan, marked):
        snapshot = take_snapshot(plan, by=people.business_manager, why="x", at=NOW)
        for document in (
            read_plan(plan, on=TODAY),
            read_plan_as_at(plan, at=NOW),
            document_of(snapshot),
        ):
            marks = {one.reference: one.timescale.needs_check for one in document.actions}
            assert marks == {"1.1": True, "1.2": False, "1.3": False}

    def test_the_plan_page_marks_a_date_to_check(self, people, plan, marked, client_as):
        page = text(client_as(people.member).get(address("plan", plan)).text)
        assert page.count("(check this date)") == 1

    def test_on_the_page_of_the_action_with_a_link_for_the_manager(self, people, marked, client_as):
        said = "Check this date We could read only a part of this, as December 2027."
        here = address("action", marked)
        assert f"{said} The business manager can check it." in text(
            client_as(people.member).get(here).text
        )
        page = client_as(people.business_manager).get(here).text
        assert f"{said} Check the date ." in text(page)
        assert f'href="{address("action_timescale", marked)}">Check the date</a>' in page


class TestTheForm:
    def save(self, people, client_as, action, **values):
        page = client_as(people.business_manager).post(
            address("action_timescale", action), data_for(action, **values), follow=True
        )
        return page, Action.objects.at_address(slug="ashshire", pk=action.pk).get()

    @pytest.mark.parametrize(
        ("words", "due_on", "needs_check"),
        [
            (IN_PART, date(2027, 12, 31), True),
            ("Prior to March 2027", None, True),
            ("By December 2027", date(2027, 12, 31), False),
            ("Phase 3", None, False),
        ],
    )
    def test_words_read_in_part_are_marked(
        self, people, action, client_as, words, due_on, needs_check
    ):
        _, saved = self.save(people, client_as, action, words=words, **READ)
        assert (saved.timescale, saved.due_on) == (words, due_on)
        assert saved.needs_check is needs_check

    def test_has_the_tick_only_if_there_is_something_to_check(
        self, people, plan, marked, client_as
    ):
        client = client_as(people.business_manager)
        tick = "I have checked this date"
        assert tick in client.get(address("action_timescale", marked)).text
        assert tick not in client.get(address("action_timescale", action_of(plan, "1.2"))).text

    @pytest.mark.parametrize(
        ("values", "needs_check"),
        [
            ({}, True),
            ({"words": "December 2027, subject to funding"}, True),
            ({"checked": "on"}, False),
            ({"due_month": "11", "words": "If funded"}, False),  # another date, set by hand
            ({"kind": "by_month"}, False),
            ({"words": "By December 2027", **READ}, False),
            ({"words": IN_PART, **READ}, True),
            ({"words": IN_PART, "checked": "on", **READ}, False),
        ],
    )
    def test_the_mark_stays_until_a_person_has_checked(
        self, people, marked, client_as, values, needs_check
    ):
        same = {"kind": "month", "due_month": "12", "due_year": "2027", "words": IN_PART}
        _, saved = self.save(people, client_as, marked, **same | values)
        assert saved.needs_check is needs_check

    def test_a_short_month_is_offered_and_confirmed_by_saving_again(
        self, people, action, client_as
    ):
        page, saved = self.save(people, client_as, action, words="By end Oct 27", **READ)
        assert "Did you mean October 2027? If so, save again." in page.text
        assert saved.due_on == action.due_on
        for field in (
            r'name="kind" [^>]*value="by_month"[^>]* checked',
            r'name="due_month" [^>]*value="10"',
            r'name="due_year" [^>]*value="2027"',
        ):
            assert re.search(field, page.text), field
        filled = {"kind": "by_month", "due_month": "10", "due_year": "2027"}
        _, saved = self.save(people, client_as, action, words="By end Oct 27", **filled)
        assert (saved.timescale, saved.due_on) == ("By end Oct 27", date(2027, 10, 31))
        assert (saved.timescale_kind, saved.needs_check) == ("by_month", False)

    def test_a_rhythm_is_read_from_the_words(self, people, action, client_as):
        _, saved = self.save(people, client_as, action, words="At least termly", **READ)
        assert (saved.timescale_kind, saved.rhythm) == ("ongoing", "termly")
        again = {"kind": "ongoing", "due_month": "", "due_year": "", "words": "Every fortnight"}
        _, saved = self.save(people, client_as, saved, **again)
        assert saved.rhythm == "fortnightly"


def test_many_actions_at_once_carry_the_mark(plan):
    change = ChangeTimescale("month", IN_PART, date(2027, 12, 31), "month", "", True)
    after = change.applied(standing_of(action_of(plan, "1.1")))
    assert (
        after.text_by_label()["Timescale"]
        == f"“{IN_PART}” (In a month, December 2027, date to check)"
    )
