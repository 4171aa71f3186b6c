"""The pages on which milestones are added, changed, put in order, recorded as done and removed."""

from datetime import date

import pytest

from plans.services.milestone import change_milestone
from plans.services.reporting_point import receive_report
from tests.helpers.builders import TODAY, action_of
from tests.helpers.editing import address
from tests.helpers.milestones import make_milestone

OCTOBER = date(2026, 10, 31)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def values_of(**values):
    day = {f"due_{part}": "" for part in ("day", "month", "year")}
    sent = {"text": "Staff are trained", "kind": "read", "words": "", "lead": "", "who": ""}
    return {**sent, **day, **values}


class TestNew:
    def send(self, action, client, **values):
        return client.post(address("milestone_new", action), values_of(**values))

    def test_reads_the_date_from_the_words(self, action, client):
        assert self.send(action, client, words="By the end of Dec 2026").status_code == 302
        point = action.reporting_points.get()
        assert (point.timescale_kind, point.due_on) == ("by_month", date(2026, 12, 31))
        assert (point.timescale, point.needs_check) == ("By the end of Dec 2026", False)

    def test_marks_what_was_read_in_part_to_be_checked(self, action, client):
        answer = self.send(action, client, words="Dec 2026 if funded", follow=True)
        point = action.reporting_points.get()
        assert (point.needs_check, point.timescale) == (True, "Dec 2026 if funded")
        page = client.get(address("action", action)).text
        assert "Check this date" in page
        assert answer.status_code == 302

    def test_keeps_words_that_are_no_date(self, action, client):
        answer = client.post(
            address("milestone_new", action), values_of(words="in spring"), follow=True
        )
        assert "We could not read all of the date" in answer.text
        assert action.reporting_points.get().due_on is None

    def test_for_one_of_the_leads(self, action, client):
        lead = action.leads.get()
        self.send(action, client, lead=lead.pk, words="June 2026")
        page = client.get(address("action", action)).text
        assert "Staff are trained (Audit Group): June 2026. <strong>Overdue</strong>" in page

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"text": ""}, "Enter what is to be done."),
            ({"text": "x" * 401}, "must be 400 characters or less"),
            ({"kind": "date", "due_day": "31", "due_month": "2", "due_year": "2027"}, "real day"),
            ({"kind": "by_month", "due_month": "4", "due_year": "2027"}, "after the action is due"),
            ({"kind": "month"}, "Enter the date, or choose another kind of timescale"),
            ({"words": "Mar 27"}, "Did you mean March 2027?"),
            ({"lead": "999999"}, "choose one of the options."),
        ],
    )
    def test_refuses_with_a_sentence(self, action, client, values, sentence):
        assert sentence in self.send(action, client, **values).text
        assert action.reporting_points.count() == 0

    def test_a_date_after_the_end_is_accepted_once_it_is_confirmed(self, action, client):
        assert "after_end" not in client.get(address("milestone_new", action)).text
        late = {"kind": "by_month", "due_month": "4", "due_year": "2027"}
        assert 'name="after_end"' in self.send(action, client, **late).text
        assert self.send(action, client, **late, after_end="on").status_code == 302
        assert action.reporting_points.get().due_on == date(2027, 4, 30)


class TestEdit:
    def test_moves_it_with_a_reason(self, people, action, client):
        point = make_milestone(action, due_on=OCTOBER)
        sent = values_of(kind="by_month", due_month="12", due_year="2026", version=point.version)
        url = address("reporting_point_edit", point)
        assert "Enter a reason for changing the timescale" in client.post(url, sent).text
        assert client.post(url, {**sent, "reason": "No trainer"}).status_code == 302
        page = client.get(address("action", action)).text
        assert "By December 2026, moved once (was By October 2026)" in page
        assert "No trainer" in page
        assert "Slipped from By October 2026" in client.get(url).text

    def test_shows_both_after_a_stale_save(self, people, action, client):
        point = make_milestone(action)
        timescale = {"kind": "none"}
        change_milestone(point, by=people.business_manager, text="Theirs", timescale=timescale)
        sent = values_of(text="Mine", kind="none", version=point.version)
        answer = client.post(address("reporting_point_edit", point), sent)
        assert answer.status_code == 409
        assert "Theirs" in answer.text

    def test_only_reads_what_is_done(self, people, action, client):
        point = make_milestone(action)
        receive_report(point, by=people.business_manager, received_on=TODAY)
        page = client.get(address("reporting_point_edit", point)).text
        assert "This milestone is recorded as done" in page
        assert "Record whether it is done" in page


class TestRecord:
    def test_as_done_and_not_done_again(self, action, client):
        point = make_milestone(action, due_on=OCTOBER)
        url = address("reporting_point", point)
        day = {"received_on_day": "2", "received_on_month": "11", "received_on_year": "2026"}
        client.post(url, {"version": point.version, "outcome": "came", **day})
        page = client.get(address("action", action)).text
        assert "<strong>Done late</strong>, 2 November 2026" in page
        point.refresh_from_db()
        sent = {"version": point.version, "outcome": "", "reason": "It was another"}
        assert client.post(url, sent).status_code == 302
        page = client.get(address("action", action)).text
        assert "<strong>Overdue</strong>" in page
        assert "It was another" in page

    @pytest.mark.parametrize(
        ("sent", "sentence"),
        [
            ({"outcome": "came"}, "Enter the date it was done."),
            ({"outcome": "missed"}, "only record a milestone as missed after its date"),
        ],
    )
    def test_refuses_with_a_sentence(self, action, client, sent, sentence):
        point = make_milestone(action)
        url = address("reporting_point", point)
        assert sentence in client.post(url, {"version": point.version, **sent}).text
        point.refresh_from_db()
        assert point.is_open

    def test_removes_it(self, action, client):
        point = make_milestone(action)
        url = address("reporting_point_remove", point)
        assert "Milestone “Staff are trained”" in client.get(url).text
        client.post(url, {"version": point.version, "reason": "Not needed"})
        assert action.reporting_points.count() == 0


class TestOrder:
    def test_buttons_move_them(self, action, client):
        first, second = make_milestone(action, "First"), make_milestone(action, "Second")
        url = address("action_milestones", action)
        answer = client.post(url, {"move": f"milestone-{second.pk}-up"}, follow=True)
        assert answer.text.index("Second") < answer.text.index("First")
        assert [p.pk for p in action.reporting_points.all()] == [second.pk, first.pk]

    def test_says_if_it_was_removed_meanwhile(self, plan, action, client):
        other = make_milestone(action_of(plan, "1.2"))
        for move in (f"milestone-{other.pk}-up", "milestone-0-up", "action-1-up"):
            answer = client.post(address("action_milestones", action), {"move": move})
            assert "This milestone has been removed" in answer.text

    def test_says_when_there_are_none(self, action, client):
        assert "no milestones yet" in client.get(address("action_milestones", action)).text

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, action, client, django_assert_num_queries, number):
        for n in range(number):
            make_milestone(action, f"Step {n}", lead=action.leads.get())
        client.get(address("action_milestones", action))
        with django_assert_num_queries(8):
            page = client.get(address("action_milestones", action)).text
        assert page.count("Step") > number
