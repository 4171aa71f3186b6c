"""The pages that merge, split and replace an action, and what the page of an action tells of it."""

import pytest

from plans.models import ActionSuccession
from plans.services.succession import Kept, NewAction, merge_actions, split_action
from tests.helpers.builders import action_of, make_plan, make_update
from tests.helpers.editing import address, merge_data, split_data

pytestmark = pytest.mark.both_engines


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def actions(plan, *references):
    return [action_of(plan, reference) for reference in references]


def links():
    found = ActionSuccession.objects.order_by("pk")
    return [(link.action.reference, link.kind, link.successor.reference) for link in found]


class TestMerge:
    def test_the_check_page_shows_what_ends_and_what_goes_on(self, plan, client):
        first, second = actions(plan, "1.1", "1.2")
        data = merge_data(first, second, step="check")
        page = client.post(address("action_merge", second), data).text
        assert "Merge actions: check what will happen" in page
        assert "<li>1.1 Action 1.1</li>" in page
        assert "<strong>1.2 Action 1.2</strong>" in page
        assert "Audit Group (of 1.1)" in page
        assert "Measure 1 of 1.1 (of 1.1)" in page
        assert f'<input type="hidden" name="merged" value="{first.pk}">' in page
        assert links() == []

    def test_saved_it_takes_over_what_is_ticked(self, plan, client):
        first, second = actions(plan, "1.1", "1.2")
        data = merge_data(first, second, measures=first.measures.get().pk)
        response = client.post(address("action_merge", second), data)
        assert response.url == address("action", second)
        assert links() == [("1.1", "merged", "1.2")]
        assert [one.name for one in second.leads.all()] == ["Professional Adviser"]
        assert second.measures.count() == 2

    def test_into_a_new_one(self, plan, client):
        first, second = actions(plan, "1.1", "1.2")
        data = merge_data(second, None, timescale=second.pk)
        page = client.post(address("action_merge", first), data, follow=True).text
        assert "Merged into 1.4 New." in page
        assert action_of(plan, "1.4").due_on == second.due_on
        assert links() == [("1.1", "merged", "1.4"), ("1.2", "merged", "1.4")]

    @pytest.mark.parametrize("into", [1, 3])
    def test_one_that_is_not_merged_is_refused(self, plan, client, into):
        first, second, third = actions(plan, "1.1", "1.2", "1.3")
        data = merge_data(second, third, step="check")
        page = client.post(address("action_merge", first), data).text
        sentence = "Select 1.3 Action 1.3 among the other actions too, or merge into another action"
        assert page.count(sentence) == 2  # in the summary, and beside the field

    def test_back_from_the_check_nothing_typed_is_lost(self, plan, client):
        first, second = actions(plan, "1.1", "1.2")
        data = merge_data(second, None, step="choose", wording="Two lines\nof “words”")
        page = client.post(address("action_merge", first), data).text
        assert "Two lines\nof “words”" in page
        assert f'value="{second.pk}" checked' in page
        assert "There is a problem" not in page

    def test_a_new_one_needs_words(self, plan, client):
        first, second = actions(plan, "1.1", "1.2")
        data = merge_data(second, None, step="check", title="", wording="")
        page = client.post(address("action_merge", first), data).text
        assert "Enter a short title for the new action" in page
        assert "Enter the wording of the new action" in page

    def test_without_a_reason_the_check_is_shown_again(self, plan, client):
        first, second = actions(plan, "1.1", "1.2")
        data = merge_data(first, second, reason="", measures=first.measures.get().pk)
        page = client.post(address("action_merge", second), data).text
        assert "Enter a reason" in page
        assert "check what will happen" in page
        assert links() == []

    def test_what_is_over_cannot_be_merged(self, plan, client):
        first, second = actions(plan, "1.1", "1.2")
        make_update(first, rating="complete")
        page = client.get(address("action_merge", first)).text
        assert "Action 1.1 is complete. Update its progress first" in page
        assert "1.1 Action 1.1" not in client.get(address("action_merge", second)).text


class TestReplace:
    def test_by_another(self, plan, client):
        first, second = actions(plan, "1.1", "1.2")
        response = client.post(address("action_replace", first), merge_data(None, second))
        assert response.url == address("action", second)
        assert links() == [("1.1", "superseded", "1.2")]

    def test_a_number_that_is_taken_is_said_beside_the_check(self, plan, client):
        first = action_of(plan, "1.1")
        data = merge_data(None, None, reference="1.2")
        page = client.post(address("action_replace", first), data).text
        assert "The plan already has an action with this reference." in page
        assert links() == []


class TestSplit:
    def test_the_check_page_shows_the_new_actions(self, plan, client):
        action = action_of(plan, "1.1")
        measure = action.measures.get().pk
        data = split_data(step="check", keeps_1=["leads", f"measure-{measure}"])
        page = client.post(address("action_split", action), data).text
        assert "New action: Schools" in page
        assert "New action: Homes" in page
        assert "Measure: Measure 1 of 1.1" in page
        assert links() == []

    def test_saved(self, plan, client):
        action = action_of(plan, "1.1")
        measure = action.measures.get().pk
        data = split_data(keeps_1=["leads", f"measure-{measure}"], keeps_2=["timescale"])
        page = client.post(address("action_split", action), data, follow=True).text
        assert "New actions: 1.4, 1.5." in page
        assert links() == [("1.1", "split", "1.4"), ("1.1", "split", "1.5")]
        schools, homes = actions(plan, "1.4", "1.5")
        assert (schools.leads.count(), schools.measures.count(), schools.due_on) == (1, 1, None)
        assert (homes.leads.count(), homes.measures.count()) == (0, 0)
        assert homes.due_on == action.due_on

    def test_one_alone_only_beside_what_stays_open(self, plan, client):
        action = action_of(plan, "1.1")
        one = {"title_2": "", "wording_2": ""}
        page = client.post(address("action_split", action), split_data(**one)).text
        assert "Enter at least two new actions" in page
        client.post(address("action_split", action), split_data(ends="stays", **one))
        assert links() == [("1.1", "split", "1.4")]

    def test_half_a_new_action_is_refused(self, plan, client):
        data = split_data(title_3="Third", wording_4="Fourth.", step="check")
        page = client.post(address("action_split", action_of(plan, "1.1")), data).text
        assert "Enter the wording of new action 3" in page
        assert "Enter a short title for new action 4" in page


class TestPageOfTheAction:
    def test_both_ends_link_to_each_other(self, people, plan, client_as):
        first, second = actions(plan, "1.1", "1.2")
        by, why = people.business_manager, "One piece of work."
        merge_actions([first], by=by, successor=second, reason=why)
        client = client_as(people.member)
        earlier = client.get(address("action", first)).text
        assert "Merged into</dt>" in earlier
        link = f'<a class="govuk-link" href="{address("action", second)}">1.2 Action 1.2</a>'
        assert link in earlier
        assert "<strong>Instead:</strong> Merged into 1.2 Action 1.2." in earlier
        assert earlier.count("Merged into 1.2 Action 1.2") == 1  # not once more beside the update
        later = client.get(address("action", second)).text
        assert f'href="{address("action", first)}#timeline">The story of 1.1 Action 1.1' in later
        assert later.count("Merged from 1.1 Action 1.1") == 1  # on its timeline

    def test_the_plan_page_says_it(self, people, plan, client_as):
        first, second = actions(plan, "1.1", "1.2")
        merge_actions([first], by=people.business_manager, successor=second, reason="One.")
        page = client_as(people.member).get(address("plan", plan)).text
        assert '<p class="app-block__facts">Merged into 1.2</p>' in page
        assert '<p class="app-block__facts">Merged from 1.1</p>' in page

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries(self, people, client_as, django_assert_num_queries, number):
        plan = make_plan(people, actions=1)
        parts = [(NewAction(f"New {n}", "Words."), Kept()) for n in range(number)]
        action, by = action_of(plan, "1.1"), people.business_manager
        split_action(action, by=by, parts=parts, ends=False, reason="Many jobs.")
        client = client_as(people.member)
        with django_assert_num_queries(31):
            client.get(address("action", action))
