"""An action under more than one priority: one home, named under the others, counted once, told everywhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from plans.actions.bulk import ChangeOtherPriorities
from plans.document.as_at import read_plan_as_at
from plans.document.compare import compare_documents
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.document.published_tables import published_tables
from plans.models import Action, ActionPriority, Plan, Priority
from plans.services.action import remove_action, revise_action, set_other_priorities
from plans.services.carry import CarryChoices, carry_forward
from plans.services.links import save_action
from plans.services.snapshot import as_data, save_snapshot
from plans.services.structure import add_part, remove_part
from reports.render.pdf import print_pdf
from reports.render.plan import plan_sheets
from tests.helpers.builders import NOW, TODAY, action_of, make_action, make_plan
from tests.helpers.bulk import check_data, save_data
from tests.helpers.editing import action_data, address

SOON = NOW + timedelta(seconds=1)  # of several changes at NOW, each comes a tick after the last


@pytest.fixture
def manager(people):
    return people.business_manager


@pytest.fixture
def second(plan, manager):
    return add_part(Priority, plan, by=manager, number="2", title="Neglect")


@pytest.fixture
def named(plan, manager, second):
    """1.2 is also under priority 2."""
    action = action_of(plan, "1.2")
    set_other_priorities(action, [second], by=manager)
    return action


def read(plan, **values):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=TODAY, **values)


def named_under(document):
    """Code of a priority → the references that it names."""
    sections = [section for section in document.sections if section.priority]
    return {s.priority.code: [one.reference for one in s.see] for s in sections}


class TestDocument:
    def test_it_has_one_home_and_is_named_under_the_other(self, plan, named):
        document = read(plan)
        assert named_under(document) == {"1": [], "2": ["1.2"]}
        found = {action.reference: action.also_under for action in document.actions}
        assert found == {"1.1": (), "1.2": ("Priority 2",), "1.3": ()}

    def test_it_is_counted_once(self, plan, named):
        document = read(plan)
        assert len(document.actions) == document.distribution.total == 3
        totals = [document.distribution_of(section).total for section in document.sections]
        assert totals == [3, 0]

    def test_where_its_objective_is_its_home_it_is_not_named_again(self, plan, manager, second):
        objective = plan.objective_set.get()  # under priority 1
        action = make_action(plan, "9.1", priority=None, objective=objective)
        both = [plan.priority_set.first(), second]
        set_other_priorities(action, both, by=manager)
        assert named_under(read(plan)) == {"1": [], "2": ["9.1"]}

    @pytest.mark.parametrize("actions", [1, 3])
    def test_queries(self, people, manager, django_assert_num_queries, actions):
        """None more than without: the links are read with the priorities."""
        plan = make_plan(people, actions=actions)
        other = add_part(Priority, plan, by=manager, number="2", title="Neglect")
        for action in plan.action_set.all():
            set_other_priorities(action, [other], by=manager)
        loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
        with django_assert_num_queries(11):
            read_plan(loaded, on=TODAY)

    def test_history_and_a_snapshot_name_it_likewise(self, plan, manager, named):
        snapshot = save_snapshot(plan, by=manager, reason="Before the meeting.", at=SOON)
        document = as_data(read(plan))
        assert as_data(read_plan_as_at(plan, at=SOON)) == document
        assert as_data(document_of(snapshot)) == document
        assert document["sections"][1]["see"] == [
            {"pk": named.pk, "reference": "1.2", "title": "Action 1.2"}
        ]

    def test_a_comparison_tells_it(self, plan, manager, second):
        before = read(plan)
        set_other_priorities(action_of(plan, "1.2"), [second], by=manager)
        (altered,) = compare_documents(before, read(plan)).altered
        assert [(p.what, p.before, p.after) for p in altered.pairs] == [
            ("Also under", "nothing", "Priority 2")
        ]
        assert altered.is_moved

    def test_a_filter_by_either_priority_finds_it(self, people, plan, named, second, client_as):
        document = read(plan, shown=Action.objects.filter(reference="1.2"))
        assert [(s.priority.code, len(s.actions), len(s.see)) for s in document.narrowed()] == [
            ("1", 1, 0),
            ("2", 0, 1),
        ]
        client = client_as(people.member)
        page = client.get(f"{address('plan', plan)}?priority={second.pk}").text
        assert "Showing 1 of 3 actions" in page
        assert f'id="action-{named.pk}"' in page


class TestFaces:
    def test_the_plan_page_refers_to_it(self, people, plan, named, client_as):
        page = client_as(people.member).get(address("plan", plan)).text
        link = f'<li>See <a class="govuk-link" href="{address("action", named)}">1.2 Action 1.2</a>'
        assert page.count(link) == 1
        assert "This priority has no actions of its own." in page

    def test_the_action_page_says_it(self, people, plan, named, client_as):
        page = client_as(people.member).get(address("action", named)).text
        assert "Also under" in page
        assert "Priority 2: Neglect" in page

    def test_the_published_table_refers_to_it_in_the_column_of_actions(
        self, people, plan, named, client_as
    ):
        _, table = published_tables(read(plan))
        (row,) = table.rows
        printed = [(cell.shows, cell.paragraphs, cell.see) for cell in row.cells]
        assert printed == [
            ("number", (), 0),
            ("action", ("See 1.2 Action 1.2",), named.pk),
            ("lead", (), 0),
            ("rating", (), 0),
        ]
        assert row.action_pks == ()
        page = client_as(people.member).get(f"{address('plan', plan)}?view=published").text
        assert f'href="{address("action", named)}">See 1.2 Action 1.2</a>' in page

    @pytest.mark.parametrize("as_published", [False, True])
    def test_a_pdf_leads_to_its_home(self, plan, named, as_published, caplog):
        sheets = plan_sheets(read(plan), as_published=as_published)
        assert f'<a href="#action-{named.pk}">' in sheets.html
        assert sheets.html.count(f'id="action-{named.pk}"') == 1
        assert print_pdf(sheets).startswith(b"%PDF-")
        assert [record for record in caplog.records if "anchor" in record.getMessage()] == []

    @pytest.mark.parametrize("by", ["date", "lead"])
    def test_arranged_otherwise_nothing_is_named_twice(self, plan, named, by):
        html = plan_sheets(read(plan), by=by).html
        assert ("See 1.2" in html, html.count("1.2 Action 1.2</h")) == (False, 1)


class TestEditing:
    def test_chosen_on_the_form_of_the_action(self, people, plan, second, client_as):
        action, client = action_of(plan, "1.2"), client_as(people.business_manager)
        data = action_data(action, other_priorities=[second.pk])
        assert client.post(address("action_edit", action), data).status_code == 302
        assert [link.priority for link in action.priority_links.all()] == [second]
        assert action_of(plan, "1.2").version == action.version + 1  # a stale save is noticed
        page = client.get(address("action_edit", action)).text
        assert f'value="{second.pk}" checked' in page

    def test_a_plan_of_one_priority_asks_nothing(self, people, plan, client_as):
        page = client_as(people.business_manager).get(
            address("action_edit", action_of(plan, "1.2"))
        )
        assert "Also named under" not in page.text

    def test_its_own_priority_is_refused_in_words(self, people, plan, second, client_as):
        action, client = action_of(plan, "1.2"), client_as(people.business_manager)
        data = action_data(action, other_priorities=[action.priority_id])
        page = client.post(address("action_edit", action), data).text
        assert "This is the action&#39;s own priority. Choose another one here, or none." in page
        assert ActionPriority.objects.count() == 0

    def test_twice_the_same_is_refused(self, named, second):
        with pytest.raises(ValidationError, match="already named under this priority"):
            ActionPriority(plan=named.plan, action=named, priority=second).full_clean()

    def test_a_priority_of_another_plan_is_refused(self, people, plan, manager):
        other = people.elsewhere.plan.priority_set.get()
        with pytest.raises(ValidationError, match="parts of the same plan"):
            set_other_priorities(action_of(plan, "1.2"), [other], by=manager)

    def test_moved_to_the_other_priority_it_is_named_there_no_longer(
        self, plan, manager, named, second
    ):
        revise_action(named, by=manager, priority=second)
        assert named_under(read(plan)) == {"1": [], "2": []}
        assert ActionPriority.history.latest("pk").history_type == "-"

    def test_a_move_and_the_other_way_round_at_once(self, plan, manager, named, second):
        first = plan.priority_set.first()
        save_action(named, by=manager, priority=second, other_priorities=[first])
        assert named_under(read(plan)) == {"1": ["1.2"], "2": []}

    def test_a_new_action(self, plan, manager, second):
        make_action(plan, "1.9", other_priorities=[second])
        assert named_under(read(plan))["2"] == ["1.9"]

    def test_a_removed_priority_removes_the_link_with_history(self, plan, manager, named, second):
        remove_part(second, by=manager, reason="Merged.")
        assert ActionPriority.objects.count() == 0
        assert [row.history_type for row in ActionPriority.history.order_by("pk")] == ["+", "-"]
        assert Action.objects.filter(pk=named.pk).exists()

    def test_a_removed_action_removes_the_link_with_history(self, plan, manager, named):
        remove_action(named, by=manager, reason="Done elsewhere.")
        assert [row.history_type for row in ActionPriority.history.order_by("pk")] == ["+", "-"]
        assert named_under(read(plan)) == {"1": [], "2": []}

    def test_the_admin_refuses_the_own_priority(self, named, second):
        named.priority = second
        with pytest.raises(ValidationError, match="Remove it from there first"):
            named.full_clean()
        first = named.plan.priority_set.first()
        with pytest.raises(ValidationError, match="own priority"):
            ActionPriority(
                plan=named.plan, action=action_of(named.plan, "1.1"), priority=first
            ).full_clean()


class TestMany:
    def test_named_under_another_priority_together(self, people, plan, second, client_as):
        client = client_as(people.business_manager)
        save(client, plan, second, way="add")
        assert named_under(read(plan))["2"] == ["1.1", "1.2", "1.3"]
        save(client, plan, second, way="remove")
        assert named_under(read(plan))["2"] == []

    def test_their_own_priority_stays_as_it_is(self, people, plan, second, client_as):
        client = client_as(people.business_manager)
        data = check_data(plan, what="others", priority=plan.priority_set.first().pk, way="add")
        page = client.post(address("bulk_edit", plan), data).text
        assert "already have these values" in page


def save(client, plan, priority, *, way):
    data = check_data(plan, what="others", priority=priority.pk, way=way)
    page = client.post(address("bulk_edit", plan), data).text
    assert "Also under" in page
    change = ChangeOtherPriorities(priority, adds=way == "add")
    sent = client.post(address("bulk_edit", plan), save_data(data, change, plan))
    assert sent.status_code == 302


class TestCarried:
    @pytest.fixture
    def draft(self, people):
        return make_plan(people, agreed=False, actions=0, title="The next plan")

    def carry(self, draft, plan, by, **choices):
        pks = frozenset(plan.action_set.values_list("pk", flat=True))
        carry_forward(draft, plan, CarryChoices(actions=pks, **choices), by=by)
        return named_under(read(draft))

    def test_to_the_priority_of_the_new_plan(self, plan, manager, named, draft):
        assert self.carry(draft, plan, manager) == {"1": [], "2": ["1.2"]}

    def test_not_to_one_that_is_left_behind(self, plan, manager, named, draft, second):
        assert self.carry(draft, plan, manager, priorities={second.pk: None}) == {"1": []}

    def test_not_where_both_become_one(self, plan, manager, named, draft, second):
        one = draft.priority_set.get()
        assert self.carry(draft, plan, manager, priorities={second.pk: one}) == {"1": []}


def test_the_list_of_changes_says_it_in_words(people, plan, named, client_as):
    page = client_as(people.scrutineer).get(
        reverse("reports:plan_changes", args=["ashshire", plan.pk])
    )
    assert "now also under “Priority 2: Neglect”" in page.text
