"""Bulk changes: actions selected by filter, one change, before and after (test_bulk_edit_save.py: the submission)."""

import re

import pytest

from partnership.models import Change
from plans.models import Priority
from plans.policies.bulk import MOST_ACTIONS
from plans.services.structure import add_part
from tests.helpers.builders import make_action
from tests.helpers.bulk import check_data, rows, told
from tests.helpers.editing import address

pytestmark = pytest.mark.both_engines  # it locks and writes many rows

AGAIN = 16  # queries
JULY = {"kind": "month", "due_day": "", "due_month": "7", "due_year": "2027", "words": ""}


@pytest.fixture
def by(people):
    return people.business_manager


@pytest.fixture
def here(plan):
    return address("bulk_edit", plan)


@pytest.fixture
def client(by, client_as):
    return client_as(by)


@pytest.fixture
def other(plan, by):
    return add_part(Priority, plan, by=by, number="2", title="Families are helped")


def ticked(page):
    """Ids of the actions shown, and of those selected."""
    boxes = re.findall(r'<input[^>]* name="actions" type="checkbox" value="(\d+)"([^>]*)>', page)
    return [int(pk) for pk, _ in boxes], [int(pk) for pk, rest in boxes if "checked" in rest]


def pks(plan, *references):
    return [action.pk for action in rows(plan, *references)]


class TestSelect:
    def test_all_that_the_filter_shows_are_ticked(self, people, plan, here, client):
        page = client.get(here, {"group": people.audit_group.pk}).content.decode()
        assert ticked(page) == (pks(plan, "1.1"), pks(plan, "1.1"))
        assert "Showing 1 of 3 actions." in page

    def test_all_where_nothing_is_filtered(self, plan, here, client):
        assert ticked(client.get(here).content.decode()) == (pks(plan), pks(plan))

    def test_a_filter_that_shows_nothing_says_so(self, here, client):
        page = client.get(here, {"group": "0"}).content.decode()
        assert ticked(page) == ([], [])
        assert "No actions match your filters" in page

    def test_ticks_survive_another_filter(self, people, plan, here, client):
        """Those of the Audit Group, 1.1, and then one of the others."""
        audit = f"{here}?group={people.audit_group.pk}"
        data = {"step": "filter", "actions": pks(plan, "1.1", "1.2"), "filter-q": "1.3"}
        page = client.post(audit, data).content.decode()
        assert ticked(page) == (pks(plan, "1.3") + pks(plan, "1.1", "1.2"), pks(plan, "1.1", "1.2"))
        assert "Showing 1 of 3 actions. 2 others you selected are listed below." in page
        assert "Also selected, but hidden by your filters" in page
        assert f'action="{here}?q=1.3" id="bulk"' in page
        again = {"step": "drop:q", "actions": pks(plan, "1.1", "1.3"), "kept": "1"}
        page = client.post(f"{here}?q=1.3", again).content.decode()
        assert ticked(page) == (pks(plan), pks(plan, "1.1", "1.3"))
        assert "Also selected" not in page
        assert f'action="{here}" id="bulk"' in page

    def test_ticks_that_nobody_touched_are_of_what_is_shown(self, people, plan, here, client):
        data = {"step": "filter", "actions": pks(plan), "filter-group": people.audit_group.pk}
        page = client.post(here, data).content.decode()
        assert ticked(page) == (pks(plan, "1.1"), pks(plan, "1.1"))
        data = {"step": "filter", "actions": pks(plan, "1.1"), "filter-q": "1.3"}
        page = client.post(f"{here}?group={people.audit_group.pk}", data).content.decode()
        assert ticked(page) == (pks(plan, "1.3"), pks(plan, "1.3"))

    def test_all_that_is_shown_besides_what_is_ticked(self, plan, here, client):
        data = {"step": "all", "actions": pks(plan, "1.1"), "what": "theme"}
        page = client.post(f"{here}?q=1.3", data).content.decode()
        both = pks(plan, "1.3") + pks(plan, "1.1")
        assert ticked(page) == (both, both)
        assert re.search(r'value="theme"\s+checked', page)
        assert 'name="kept" value="1"' in page
        data = {"step": "filter", "actions": pks(plan, "1.1", "1.3"), "kept": "1"}
        page = client.post(f"{here}?q=1.3", data).content.decode()
        assert ticked(page) == (pks(plan), pks(plan, "1.1", "1.3"))

    def test_all_ticks_are_cleared_by_select_none(self, plan, here, client):
        page = client.post(here, {"step": "none", "actions": pks(plan)}).content.decode()
        assert ticked(page) == (pks(plan), [])
        page = client.post(
            here, {"step": "filter", "filter-q": "1.3", "kept": "1"}
        ).content.decode()
        assert ticked(page) == (pks(plan, "1.3"), [])

    def test_a_filter_that_shows_nothing_keeps_the_ticks(self, plan, here, client):
        data = {"step": "filter", "actions": pks(plan, "1.1"), "filter-q": "nowhere"}
        page = client.post(here, data).content.decode()
        assert ticked(page) == (pks(plan, "1.1"), pks(plan, "1.1"))
        assert "The ones you selected before are listed below." in page

    def test_boxes_of_the_filter_are_not_taken_for_an_answer(self, people, plan, here, client):
        data = {"what": "group", "step": "change", "actions": pks(plan, "1.1")}
        filtered = data | {"filter-group": str(people.board.pk)}
        page = client.post(here, filtered).content.decode()
        assert page.count("There is a problem") == 0
        assert "The lead group for 1 action" in page

    @pytest.mark.parametrize(
        "data",
        [
            {"step": "filter", "filter-priority": "\0", "filter-rating": "x", "actions": ["x", "9" * 30]},
            {"step": "drop:nothing", "actions": "1"},
            {"step": "drop"},
            {"step": "drop:"},
            {"step": "all:1"},
        ],
    )  # fmt: skip
    def test_nonsense_is_answered(self, plan, here, client, data):
        assert client.post(f"{here}?q=1.3&q=1.2&x=1", data).status_code == 200

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_of_another_filter(self, plan, here, client, number, django_assert_num_queries):
        for one in range(number):
            make_action(plan, f"2.{one}")
        data = {"step": "filter", "actions": pks(plan, "1.1"), "filter-q": "1.3"}
        client.post(here, data)
        with django_assert_num_queries(AGAIN):
            client.post(here, data)

    def test_going_back_keeps_the_ticks(self, plan, here, client):
        data = check_data(plan, "1.2", what="theme") | {"step": "select"}
        page = client.post(here, data).content.decode()
        assert ticked(page) == (pks(plan), pks(plan, "1.2"))
        assert re.search(r'value="theme"\s+checked', page)

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"what": "theme"}, "Select at least one action"),
            ({"what": "theme", "actions": ["9" * 20]}, "Actions: choose one of the options."),
            ({"what": "theme", "actions": ["one"]}, "Actions: choose one of the options."),
            ({"actions": "1.1"}, "Choose what you want to change"),
            (
                {"actions": "1.1", "what": "rating"},
                "“What do you want to change?”: choose one of the options.",
            ),
        ],
    )
    @pytest.mark.parametrize("step", [None, "change", "check", "save", "another"])
    def test_what_is_missing_is_told(self, step, data, sentence, plan, here, client):
        if data.get("actions") == "1.1":
            data = data | {"actions": pks(plan, "1.1")}
        response = client.post(here, data | ({"step": step} if step else {}))
        page = response.content.decode()
        assert response.status_code == 200
        assert "There is a problem" in page
        assert sentence in page

    def test_more_than_two_hundred_are_refused_plainly(self, plan, here, client, monkeypatch):
        monkeypatch.setattr("plans.policies.bulk.MOST_ACTIONS", 2)
        for step in ("change", "check", "save"):
            data = check_data(plan, what="theme", theme=plan.theme_set.get().pk, way="remove")
            page = client.post(here, data | {"step": step}).content.decode()
            assert "You selected 3 actions. Filter them, or select 2 at most." in page
        assert (MOST_ACTIONS, set(told(plan, "Themes").values())) == (200, {"Voice of the child"})

    def test_the_plan_links_to_it_with_its_filter(self, people, plan, here, client):
        plan_page, query = address("plan", plan), f"?group={people.audit_group.pk}"
        assert f'href="{here}{query}"' in client.get(plan_page + query).content.decode()
        assert here not in client.get(plan_page).content.decode()
        assert f'href="{here}"' in client.get(address("plan_structure", plan)).content.decode()

    def test_others_are_not_offered_it(self, people, plan, here, client_as):
        page = client_as(people.executive).get(address("plan", plan), {"timescale": "overdue"})
        assert "Showing 1 of 3 actions." in page.content.decode()
        assert here not in page.content.decode()


class TestChange:
    @pytest.mark.parametrize(
        ("what", "data", "sentence"),
        [
            ("group", {}, "Select a group"),
            ("lead", {"way": "beside"}, "Select who leads"),
            ("theme", {"way": "add"}, "Select a theme"),
            ("priority", {}, "Select the priority"),
            ("timescale", {}, "Select a kind of timescale"),
            ("timescale", JULY | {"due_month": ""}, "must include a month"),
            ("timescale", {"kind": "read"}, "Enter the timescale, or choose what kind it is"),
        ],
    )
    def test_what_is_missing_is_told(self, what, data, sentence, plan, here, client):
        page = client.post(here, check_data(plan, "1.1", what=what, **data)).content.decode()
        assert "There is a problem" in page
        assert sentence in page

    @pytest.mark.parametrize(
        ("what", "name"),
        [("group", "group"), ("lead", "who"), ("theme", "theme"), ("priority", "priority")],
    )
    def test_nothing_of_another_partnership_can_be_chosen(
        self, what, name, people, plan, here, client
    ):
        theirs = people.elsewhere
        value = {
            "group": theirs.people.board.pk,
            "lead": f"agency-{theirs.people.police.pk}",
            "theme": theirs.plan.theme_set.get().pk,
            "priority": theirs.plan.priority_set.get().pk,
        }[what]
        before = Change.objects.count()
        for step in ("check", "save"):
            data = check_data(plan, what=what, way="add", **{name: value}) | {"step": step}
            page = client.post(here, data).content.decode()
            assert "choose one of the options" in page
        assert Change.objects.count() == before

    def test_going_back_keeps_what_was_chosen(self, plan, other, here, client):
        data = check_data(plan, "1.1", what="priority", priority=other.pk) | {"step": "change"}
        page = client.post(here, data).content.decode()
        assert f'<option value="{other.pk}" selected>' in page
        assert ticked(page) == ([], [])
        assert f'name="actions" value="{pks(plan, "1.1")[0]}"' in page


class TestCheck:
    def test_before_and_after_of_those_that_differ(self, people, plan, here, client):
        data = check_data(plan, what="group", group=people.audit_group.pk)
        page = client.post(here, data).content.decode()
        assert "<title>Change 2 actions?" in page
        said = re.findall(r'__when">(Before|After)</span> ([^<]+)</dd>', page)
        assert said == [
            ("Before", "Professional Adviser"),
            ("After", "Audit Group"),
            ("Before", "Training Group"),
            ("After", "Audit Group"),
        ]
        assert "1 other action you selected already has these values" in page

    def test_nothing_would_change(self, people, plan, here, client):
        data = check_data(plan, "1.1", what="group", group=people.audit_group.pk)
        page = client.post(here, data).content.decode()
        assert "There is nothing to change" in page
        assert 'value="save"' not in page

    def test_words_are_read(self, plan, here, client):
        data = check_data(plan, "1.1", what="timescale", kind="read", words="By July 2027")
        page = client.post(here, data).content.decode()
        assert "“By July 2027” (By the end of a month, July 2027)" in page
        assert "We could not read" not in page

    def test_words_that_cannot_be_read_are_flagged(self, plan, here, client):
        data = check_data(plan, "1.1", what="timescale", kind="read", words="When the moon is full")
        page = client.post(here, data).content.decode()
        assert "We could not read all of the timescale" in page
        assert "“When the moon is full”" in page

    def test_hostile_words_come_back_harmless(self, plan, here, client):
        words = "\"'><script>alert(1)</script>"
        data = check_data(plan, "1.1", what="timescale", kind="ongoing", words=words)
        page = client.post(here, data).content.decode()
        assert words not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("number", [1, 3])
def test_selecting_asks_the_same(number, plan, here, client, django_assert_num_queries):
    for count in range(number):
        make_action(plan, f"7.{count}", title="Sevenfold")
    with django_assert_num_queries(SELECT):
        assert len(ticked(client.get(here, {"q": "Sevenfold"}).content.decode())[1]) == number


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("what", ["group", "lead", "theme", "priority", "others", "timescale"])
def test_checking_asks_the_same(
    what, number, people, plan, other, here, client, django_assert_num_queries
):
    data = {
        "group": {"group": people.board.pk},
        "lead": {"who": f"group-{people.board.pk}", "way": "beside"},
        "theme": {"theme": plan.theme_set.get().pk, "way": "remove"},
        "priority": {"priority": other.pk},
        "others": {"priority": other.pk, "way": "add"},
        "timescale": JULY,
    }[what]
    data = check_data(plan, *("1.1", "1.2", "1.3")[:number], what=what, **data)
    with django_assert_num_queries(CHECK[what]):
        page = client.post(here, data).content.decode()
    assert page.count('<h2 class="govuk-heading-s') == number


SELECT = 15
CHECK = {"group": 13, "lead": 16, "theme": 13, "priority": 14, "others": 13, "timescale": 12}


@pytest.mark.parametrize("number", ["9" * 5000, "²", "-1", "", "x"])
def test_numbers_of_nothing_are_nobodys_tick(people, plan, client_as, number):
    here = address("bulk_edit", plan)
    data = {"step": "select", "actions": [number]}
    response = client_as(people.business_manager).post(here, data)
    assert response.status_code == 200
    assert "checked" not in response.content.decode().partition("<main")[2]
