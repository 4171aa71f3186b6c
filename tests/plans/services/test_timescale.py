"""Timescales: parsed as written, moved with a reason, every slip recorded."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from partnership.history import Change, StaleRecord, recording
from plans.document.current import read_plan
from plans.models import TimescaleChange
from plans.models.timescale import date_words, end_of_month, timescale_text
from plans.services.timescale import change_timescale, read_timescale
from tests.helpers.builders import NOW, TODAY, action_of, make_plan


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def action(plan):
    """By March 2027."""
    return action_of(plan, "1.1")


def move(action, by, due_on=date(2027, 6, 1), **values):
    values = {"kind": "by_month", "reason": "Waiting for the police data.", **values}
    return change_timescale(action, by=by, due_on=due_on, **values)


class TestReading:
    @pytest.mark.parametrize(
        ("given", "due_on", "precision"),
        [
            ({"kind": "month", "due_on": date(2027, 2, 3)}, date(2027, 2, 28), "month"),
            ({"kind": "month", "due_on": date(2028, 2, 29)}, date(2028, 2, 29), "month"),
            ({"kind": "by_month", "due_on": date(2026, 12, 1)}, date(2026, 12, 31), "month"),
            ({"kind": "several", "due_on": date(2027, 4, 1)}, date(2027, 4, 30), "month"),
            ({"kind": "date", "due_on": date(2027, 2, 3)}, date(2027, 2, 3), "day"),
            (
                {"kind": "by_month", "due_on": date(2027, 2, 3), "precision": "day"},
                date(2027, 2, 3),
                "day",
            ),
            ({"kind": "ongoing"}, None, ""),
            ({"kind": "none", "precision": "month"}, None, ""),
        ],
    )
    def test_a_month_is_due_on_its_last_day(self, given, due_on, precision):
        read = read_timescale(**given)
        assert (read["due_on"], read["due_precision"]) == (due_on, precision)

    @pytest.mark.parametrize("kind", ["month", "by_month", "date", "several"])
    def test_a_dated_kind_needs_its_date(self, kind):
        with pytest.raises(ValidationError) as refused:
            read_timescale(kind=kind)
        assert refused.value.message_dict == {
            "due_on": ["Enter the date, or choose another kind of timescale."]
        }

    @given(st.dates())
    def test_the_end_of_a_month_is_in_that_month_and_the_last(self, day):
        end = end_of_month(day)
        assert (end.year, end.month) == (day.year, day.month)
        assert end >= day
        assert end_of_month(end) == end


class TestWords:
    @pytest.mark.parametrize(
        ("kind", "words", "due_on", "precision", "text"),
        [
            ("month", "", date(2026, 10, 31), "month", "October 2026"),
            ("by_month", "", date(2026, 10, 31), "month", "By October 2026"),
            ("date", "", date(2026, 11, 22), "day", "22 November 2026"),
            ("ongoing", "", None, "", "Ongoing"),
            ("to_be_confirmed", "", None, "", "To be confirmed"),
            ("none", "", None, "", ""),
            ("to_be_confirmed", "TBC (Covid 19)", None, "", "TBC (Covid 19)"),
            ("month", "Peb 2020", date(2020, 2, 29), "month", "Peb 2020"),
        ],
    )
    def test_as_written_or_as_known(self, kind, words, due_on, precision, text):
        found = timescale_text(kind=kind, words=words, due_on=due_on, precision=precision)
        assert found == text

    def test_a_date_is_said_as_people_say_it(self):
        assert date_words(date(2026, 3, 5)) == "5 March 2026"
        assert date_words(None) == ""


class TestMoving:
    def test_keeps_from_what_to_what_why_where_and_by_whom(self, action, manager):
        move(action, manager, agreed_where="Executive", at=NOW)
        change = action.timescale_changes.get()
        assert (change.from_words, change.from_due_on) == ("By March 2027", date(2027, 3, 31))
        assert (change.to_words, change.to_due_on) == ("By June 2027", date(2027, 6, 30))
        assert (change.reason, change.agreed_where) == (
            "Waiting for the police data.",
            "Executive",
        )
        assert (change.at, change.by, change.by_name) == (NOW, manager, "Business manager")

    def test_is_one_change_in_history(self, action, manager):
        before = Change.objects.count()
        move(action, manager)
        assert Change.objects.count() == before + 1
        assert Change.objects.first().reason == "Waiting for the police data."

    def test_the_first_agreed_stays(self, action, manager):
        moved = move(action, manager)
        assert (moved.due_on, moved.first_due_on) == (date(2027, 6, 30), date(2027, 3, 31))
        assert moved.first_timescale == "By March 2027"

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_an_agreed_plan_wants_a_reason(self, action, manager, reason):
        with pytest.raises(ValidationError) as refused:
            move(action, manager, reason=reason)
        assert refused.value.message_dict == {
            "reason": ["Enter a reason for changing the timescale."]
        }
        action.refresh_from_db()
        assert action.due_on == date(2027, 3, 31)

    def test_a_draft_does_not_and_keeps_no_moves(self, people, manager):
        draft = make_plan(people, agreed=False)
        moved = move(draft.action_set.first(), manager, reason="")
        assert (moved.due_on, moved.first_due_on) == (date(2027, 6, 30), None)
        assert not TimescaleChange.objects.filter(plan=draft).exists()

    def test_the_same_again_is_no_move(self, action, manager):
        before = Change.objects.count()
        move(action, manager, due_on=date(2027, 3, 9))
        assert action.timescale_changes.count() == 0
        assert Change.objects.count() == before

    def test_a_stale_save_is_refused(self, people, action, manager):
        seen = action.version
        move(action, people.executive)
        with pytest.raises(StaleRecord):
            move(action, manager, due_on=date(2027, 9, 1), seen=seen)
        assert action.timescale_changes.count() == 1

    def test_a_new_timescale_of_a_priority_is_recorded_with_it(self, plan, manager):
        priority = plan.priority_set.get()
        move(priority, manager)
        change = priority.timescale_changes.get()
        assert (change.priority, change.action, change.plan) == (priority, None, plan)
        assert (change.from_words, change.is_slip) == ("", False)

    def test_a_dated_kind_without_a_date_is_refused_by_the_database(self, action, manager):
        action.due_on, action.due_precision = None, ""
        with pytest.raises(IntegrityError), transaction.atomic(), recording(by=manager):
            action.save()

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"due_precision": ""}, "A due date needs its precision: a day or a month."),
            (
                {"due_on": None, "due_precision": ""},
                "This kind of timescale needs a date.",
            ),
        ],
    )
    def test_and_by_the_record_in_words(self, action, values, message):
        for name, value in values.items():
            setattr(action, name, value)
        with pytest.raises(ValidationError) as refused:
            action.full_clean()
        assert refused.value.messages == [message]


class TestDrift:
    @pytest.mark.parametrize(
        ("to", "slips"),
        [
            ({"kind": "by_month", "due_on": date(2027, 4, 1)}, 1),  # later
            ({"kind": "by_month", "due_on": date(2027, 2, 1)}, 0),  # earlier
            ({"kind": "month", "due_on": date(2027, 3, 1)}, 0),  # reworded
            ({"kind": "ongoing", "due_on": None}, 1),  # removed
            ({"kind": "to_be_confirmed", "due_on": None}, 1),
        ],
    )
    def test_a_slip_is_a_later_date_or_none(self, plan, action, manager, to, slips):
        move(action, manager, **to)
        assert action.timescale_changes.get().is_slip is bool(slips)
        assert facts(plan, "1.1").timescale.slips == slips

    def test_each_is_counted(self, plan, action, manager):
        for month in (4, 5, 2, 7):
            move(action, manager, due_on=date(2027, month, 1))
        timescale = facts(plan, "1.1").timescale
        assert (timescale.slips, timescale.has_moved) == (3, True)
        assert (timescale.text, timescale.first_text) == ("By July 2027", "By March 2027")

    def test_back_to_the_first_date_has_not_moved_but_slipped_once(self, plan, action, manager):
        move(action, manager, due_on=date(2027, 4, 1))
        move(action, manager, due_on=date(2027, 3, 1))
        timescale = facts(plan, "1.1").timescale
        assert (timescale.slips, timescale.has_moved) == (1, False)

    def test_getting_a_first_date_is_no_slip(self, plan, manager):
        move(action_of(plan, "1.3"), manager)
        assert facts(plan, "1.3").timescale.slips == 0


def facts(plan, reference):
    plan = type(plan).objects.select_related("partnership__house_style").get(pk=plan.pk)
    return next(a for a in read_plan(plan, on=TODAY).actions if a.reference == reference)


class TestOverdue:
    """A fact about dates: “by March 2027” is late on 1 April and not before."""

    @pytest.mark.parametrize(
        ("day", "late"), [(date(2027, 3, 31), False), (date(2027, 4, 1), True)]
    )
    def test_an_action_is_overdue_from_the_day_after(self, action, day, late):
        assert action.is_overdue(on=day) is late

    def test_a_complete_action_is_never_overdue(self, action):
        action.rating_kind = "complete"
        assert not action.is_overdue(on=date(2030, 1, 1))

    def test_an_action_without_a_date_is_never_overdue(self, plan):
        assert not action_of(plan, "1.3").is_overdue(on=date(2030, 1, 1))

    def test_by_the_date_of_its_priority_where_it_has_no_timescale(self, plan, manager):
        action = action_of(plan, "1.3")
        change_timescale(action, by=manager, reason="With its priority", kind="none")
        move(action.priority, manager, due_on=date(2026, 10, 1))
        action = action_of(plan, "1.3")
        assert action.effective_due_on == date(2026, 10, 31)
        assert action.is_overdue(on=TODAY)
        assert facts(plan, "1.3").is_overdue
        assert not action_of(plan, "1.1").is_overdue(on=TODAY)
