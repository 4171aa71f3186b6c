"""The services of milestones, and those of leads and timescales where milestones depend on them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.history import StaleRecord
from plans.models import ReportingPoint, TimescaleChange
from plans.policies.reporting_point import MOST_MILESTONES
from plans.services.lead import set_leads
from plans.services.milestone import change_milestone, remove_milestone
from plans.services.plan import agree_plan
from plans.services.reporting_point import expect_report, miss_report, receive_report
from plans.services.structure import move_part
from tests.helpers.builders import TODAY, action_of, make_plan, make_update
from tests.helpers.milestones import make_milestone

OCTOBER, MARCH = date(2026, 10, 31), date(2027, 3, 31)


@pytest.fixture
def action(plan):
    """By March 2027, led by the Audit Group."""
    return action_of(plan, "1.1")


@pytest.fixture
def manager(people):
    return people.business_manager


def texts(action):
    return [point.text for point in action.reporting_points.milestones()]


class TestAdd:
    def test_after_the_others_with_its_first_date(self, action):
        make_milestone(action, "First", due_on=OCTOBER)
        point = make_milestone(action, "Second", due_on=date(2027, 3, 1))
        assert texts(action) == ["First", "Second"]
        assert (point.due_on, point.first_due_on) == (MARCH, MARCH)
        assert point.first_timescale == "By March 2027"

    def test_for_a_lead_by_their_name(self, action):
        point = make_milestone(action, lead=action.leads.get())
        assert (point.who, point.for_whom) == ("Audit Group", "Audit Group")

    def test_a_lead_alone_has_a_part_of_the_action(self, action):
        point = make_milestone(action, "", lead=action.leads.get(), due_on=OCTOBER)
        assert str(point) == point.title == "Audit Group: their part"

    @pytest.mark.parametrize("values", [{}, {"who": "A designated nurse"}, {"text": " "}])
    def test_needs_words(self, action, values):
        with pytest.raises(ValidationError, match="Enter what is to be done"):
            make_milestone(action, **{"text": "", **values})
        assert texts(action) == []

    def test_not_for_a_lead_of_another_action(self, plan, action):
        with pytest.raises(ValidationError, match="Choose someone who leads this action"):
            make_milestone(action, lead=action_of(plan, "1.2").leads.get())

    def test_not_for_two(self, action):
        with pytest.raises(ValidationError, match="Choose a lead or enter a name, not both"):
            make_milestone(action, lead=action.leads.get(), who="A nurse")

    def test_not_more_than_can_be_kept_in_view(self, action):
        for number in range(MOST_MILESTONES):
            make_milestone(action, f"Step {number}")
        with pytest.raises(ValidationError, match="which is the most it can have"):
            make_milestone(action, "One more")
        assert len(texts(action)) == MOST_MILESTONES

    def test_after_the_action_is_due_only_if_that_is_right(self, action):
        with pytest.raises(ValidationError, match=r"after the action is due \(March 2027\)"):
            make_milestone(action, due_on=date(2027, 4, 1))
        assert texts(action) == []
        make_milestone(action, due_on=date(2027, 4, 1), after_end=True)
        make_milestone(action, due_on=MARCH)
        assert len(texts(action)) == 2


class TestChange:
    def change(self, point, manager, **values):
        timescale = {"kind": "by_month", "due_on": OCTOBER}
        asked = {"text": point.text, "lead": point.lead, "timescale": timescale}
        return change_milestone(point, by=manager, **{**asked, **values})

    def test_its_date_moves_with_a_reason(self, action, manager):
        point = make_milestone(action, due_on=OCTOBER)
        later = {"kind": "by_month", "due_on": date(2026, 12, 1)}
        with pytest.raises(ValidationError, match="Enter a reason"):
            self.change(point, manager, timescale=later)
        self.change(point, manager, timescale=later, reason="Late", agreed_where="Board")
        point.refresh_from_db()
        assert (point.due_on, point.first_due_on) == (date(2026, 12, 31), OCTOBER)
        move = TimescaleChange.objects.get(point=point)
        assert (move.action, move.is_slip, move.reason) == (action, True, "Late")
        assert (move.from_words, move.to_words) == ("By October 2026", "By December 2026")

    def test_reworded_it_has_not_moved(self, action, manager):
        point = make_milestone(action, due_on=OCTOBER)
        assert self.change(point, manager, text="All staff are trained").text != point.text
        assert not TimescaleChange.objects.exists()

    def test_a_date_after_the_end_that_was_accepted_is_not_asked_again(self, action, manager):
        late = {"kind": "by_month", "due_on": date(2027, 4, 30)}
        point = make_milestone(action, timescale=late, after_end=True)
        assert self.change(point, manager, text="Reworded", timescale=late).text == "Reworded"

    def test_not_once_it_is_done(self, action, manager):
        point = receive_report(make_milestone(action), by=manager, received_on=TODAY)
        with pytest.raises(ValidationError, match=r"recorded as done\. Record it as not done yet"):
            self.change(point, manager, text="Another")
        with pytest.raises(ValidationError, match="recorded as done"):
            remove_milestone(point, by=manager, reason="Not needed")

    def test_not_over_what_another_saved(self, action, manager):
        point = make_milestone(action, due_on=OCTOBER)
        self.change(point, manager, text="Theirs")
        with pytest.raises(StaleRecord):
            self.change(point, manager, text="Mine", seen=point.version)

    def test_removed_with_a_reason(self, action, manager):
        point = make_milestone(action)
        with pytest.raises(ValidationError, match="Enter a reason for removing the milestone"):
            remove_milestone(point, by=manager, reason=" ")
        remove_milestone(point, by=manager, reason="Done by the police")
        assert texts(action) == []


class TestDone:
    @pytest.mark.parametrize(
        ("due_on", "day", "words"),
        [
            (OCTOBER, date(2026, 10, 31), "done"),
            (OCTOBER, date(2026, 11, 1), "done late"),
            (None, date(2026, 11, 1), "done"),
        ],
    )
    def test_in_time_or_late(self, action, manager, due_on, day, words):
        point = make_milestone(action, due_on=due_on)
        point = receive_report(point, by=manager, received_on=day)
        assert (point.outcome_words, point.received_on) == (words, day)

    def test_undone_with_a_reason(self, action, manager):
        point = receive_report(make_milestone(action), by=manager, received_on=TODAY)
        with pytest.raises(ValidationError, match="Enter a reason"):
            expect_report(point, by=manager)
        assert expect_report(point, by=manager, reason="A mistake").is_open
        assert [row.outcome for row in point.history.all()] == ["", "received", ""]

    def test_not_in_the_future(self, action, manager):
        with pytest.raises(ValidationError, match="The date it was done must be today or in the"):
            receive_report(make_milestone(action), by=manager, received_on=MARCH)

    @pytest.mark.parametrize("due_on", [None, TODAY])
    def test_not_missed_before_its_date(self, action, manager, due_on):
        with pytest.raises(ValidationError, match="only record a milestone as missed after"):
            miss_report(make_milestone(action, due_on=due_on), by=manager)

    def test_with_an_update_on_a_day_or_today(self, people, action):
        first, second = make_milestone(action, "First"), make_milestone(action, "Second")
        third = make_milestone(action, "Third")
        make_update(action, by=people.chair, milestones=[(first, OCTOBER), (second, None)])
        done = [p.received_on for p in action.reporting_points.all()]
        assert done == [OCTOBER, TODAY, None]
        assert third.is_open

    def test_not_with_an_update_of_another_action(self, people, plan, action):
        other = make_milestone(action_of(plan, "1.2"))
        with pytest.raises(ValidationError, match="of this action"):
            make_update(action, by=people.chair, milestones=[(other, None)])
        assert action.updates.count() == 0


def test_moved_among_the_milestones_of_its_action(plan, action, manager):
    first, second = make_milestone(action, "First"), make_milestone(action, "Second")
    make_milestone(action_of(plan, "1.2"), "Of another action")
    move_part(second, by=manager, up=True)
    assert texts(action) == ["Second", "First"]
    move_part(second, by=manager, up=True)
    assert texts(action) == ["Second", "First"]
    move_part(first, by=manager, up=True)
    assert texts(action) == ["First", "Second"]


def test_agreeing_a_plan_keeps_the_first_dates_of_its_milestones(people, manager):
    draft = make_plan(people, agreed=False)
    point = make_milestone(action_of(draft, "1.1"), due_on=OCTOBER)
    assert point.first_due_on is None
    agree_plan(draft, by=manager, agreed_where="Board")
    point.refresh_from_db()
    assert (point.first_timescale, point.first_due_on) == ("By October 2026", OCTOBER)


class TestLeads:
    """A milestone for someone who leads stays theirs, in whatever order the leads are saved."""

    @pytest.fixture
    def both(self, people, action, manager):
        leads = [{"group": people.audit_group}, {"agency": people.police}]
        set_leads(action, leads, by=manager)
        return [make_milestone(action, "", lead=lead) for lead in action.leads.all()]

    def whom(self, action):
        return [point.for_whom for point in action.reporting_points.all()]

    def test_put_in_another_order(self, people, action, both, manager):
        leads = [{"agency": people.police}, {"group": people.audit_group}]
        set_leads(action, leads, by=manager)
        assert self.whom(action) == ["Audit Group", "Ashshire Police"]

    def test_one_takes_the_place_of_another(self, people, action, both, manager):
        leads = [{"group": people.training_group}, {"agency": people.police}]
        set_leads(action, leads, by=manager)
        assert self.whom(action) == ["Training Group", "Ashshire Police"]
        assert [p.who for p in action.reporting_points.all()] == self.whom(action)

    def test_one_goes_and_the_words_stay(self, people, action, both, manager):
        set_leads(action, [{"agency": people.police}], by=manager)
        assert self.whom(action) == ["Audit Group", "Ashshire Police"]
        first, second = ReportingPoint.objects.filter(action=action)
        assert (first.lead, second.lead) == (None, action.leads.get())
