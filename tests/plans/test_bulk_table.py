"""Changing the words of many actions as a table: one row an action, then before and after, then one change."""

from datetime import date

import pytest

from partnership.models import Change
from plans.actions.bulk import marks_of
from plans.services.action import revise_action
from plans.services.measure import revise_measure
from tests.helpers.builders import action_of
from tests.helpers.bulk import rows
from tests.helpers.editing import address


@pytest.fixture
def here(plan):
    return address("bulk_edit", plan)


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


def table_data(plan, *references, step="check", **typed):
    """What the table sends unchanged, but for ``typed``: names of fields with the reference, as wording_1_1."""
    data = {"step": step, "what": "table", "actions": []}
    marks = marks_of(rows(plan, *references))
    for action in rows(plan, *references):
        pk = action.pk
        data["actions"].append(pk)
        data |= {f"mark_{pk}": marks[pk], f"title_{pk}": action.title, f"new_{pk}": ""}
        data |= {f"wording_{pk}": action.wording, f"importance_{pk}": action.importance}
        data |= {f"starts_words_{pk}": action.start}
        data |= {f"further_actions_{pk}": action.further_actions}
        data |= {f"measure_{one.pk}": one.wording for one in action.measures.all()}
    for name, value in typed.items():
        field, *reference = name.rsplit("_", 2)
        data[f"{field}_{action_of(plan, '.'.join(reference)).pk}"] = value
    return data


def seen_in(page):
    return page.split('name="seen" value="')[1].split('"')[0]


def save(client, here, data):
    """Go through the page with before and after; the answer to confirming it."""
    page = client.post(here, data | {"step": "check"}).content.decode()
    return client.post(here, data | {"step": "save", "seen": seen_in(page), "reason": "Plainer."})


def test_the_table_has_a_row_for_each_action(plan, here, client):
    chosen = [action.pk for action in plan.action_set.all()]
    data = {"step": "change", "what": "table", "actions": chosen}
    page = client.post(here, data).content.decode()
    for action in plan.action_set.all():
        assert f'name="wording_{action.pk}"' in page
        assert f">\n{action.wording}</textarea>" in page or f">{action.wording}</textarea>" in page
        assert f'name="measure_{action.measures.get().pk}"' in page


def test_words_importance_and_measures_are_one_change(plan, here, client):
    measure = action_of(plan, "1.2").measures.get()
    data = table_data(plan, wording_1_1="Hear them.", importance_1_2="high", new_1_3="• One\n• Two")
    data[f"measure_{measure.pk}"] = "More of them."
    before = Change.objects.count()
    assert save(client, here, data).status_code == 302
    assert Change.objects.count() == before + 1
    assert Change.objects.latest("pk").reason == "Plainer."
    assert action_of(plan, "1.1").wording == "Hear them."
    assert action_of(plan, "1.1").first_wording == "Do what action 1.1 says."
    assert action_of(plan, "1.2").importance == "high"
    measure.refresh_from_db()
    assert (measure.wording, measure.first_wording) == ("More of them.", "Measure 1 of 1.2")
    assert [m.wording for m in action_of(plan, "1.3").measures.all()][1:] == ["One", "Two"]


def test_a_start_is_set_read_and_cleared(people, plan, here, client):
    revise_action(action_of(plan, "1.2"), by=people.business_manager, starts_words="May 2026")
    data = table_data(plan, starts_words_1_1="December 2026", starts_words_1_2="")
    page = client.post(here, data).text
    assert "Not to start before" in page
    assert "Before</span> May 2026" in page
    assert save(client, here, data).status_code == 302
    assert (action_of(plan, "1.1").starts_on, action_of(plan, "1.1").start) == (
        date(2026, 12, 1),
        "December 2026",
    )
    assert (action_of(plan, "1.2").starts_on, action_of(plan, "1.2").start) == (None, "")
    assert action_of(plan, "1.3").version == rows(plan, "1.3").get().version


def test_a_start_that_someone_else_set_meanwhile_is_shown(people, plan, here, client):
    data = table_data(plan, starts_words_1_1="December 2026")
    revise_action(action_of(plan, "1.1"), by=people.business_manager, starts_words="May 2026")
    page = client.post(here, data).text
    assert "Someone else changed some of these actions" in page
    assert "Not to start before, saved now" in page
    assert 'value="December 2026"' in page


def test_before_and_after_of_what_differs_alone(plan, here, client):
    page = client.post(here, table_data(plan, wording_1_1="Hear them.")).content.decode()
    assert "Change 1 action?" in page
    assert "Before</span> Do what action 1.1 says." in page
    assert "After</span> Hear them." in page
    assert "2 other actions you selected already have" in page


def test_space_at_the_ends_is_no_change(plan, here, client):
    data = table_data(plan, wording_1_1="  Do what action 1.1 says.\r\n")
    assert "There is nothing to change" in client.post(here, data).content.decode()


def test_a_row_that_moved_on_is_told_and_nothing_typed_is_lost(people, plan, here, client):
    data = table_data(plan, wording_1_1="Mine.", wording_1_2="Mine too.")
    by = people.business_manager
    revise_action(action_of(plan, "1.1"), by=by, wording="Theirs.")
    response = client.post(here, data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "<strong>1.1 Action 1.1</strong>: Business manager changed wording" in page
    assert "Mine.</textarea>" in page
    assert "Mine too.</textarea>" in page
    assert "<dd>Theirs.</dd>" in page
    assert action_of(plan, "1.1").wording == "Theirs."
    data[f"mark_{action_of(plan, '1.1').pk}"] = marks_of(rows(plan, "1.1"))[
        action_of(plan, "1.1").pk
    ]
    assert "Before</span> Theirs." in client.post(here, data).content.decode()


def test_a_measure_that_moved_on_is_told(people, plan, here, client):
    data = table_data(plan, wording_1_1="Mine.")
    measure = action_of(plan, "1.1").measures.get()
    revise_measure(measure, by=people.business_manager, wording="Theirs.")
    response = client.post(here, data)
    assert response.status_code == 409
    assert "changed its measures" in response.content.decode()


def test_what_moves_on_after_the_check_is_not_written(people, plan, here, client):
    data = table_data(plan, wording_1_1="Mine.")
    seen = seen_in(client.post(here, data).content.decode())
    revise_action(action_of(plan, "1.1"), by=people.business_manager, title="Theirs")
    response = client.post(here, data | {"step": "save", "seen": seen})
    assert response.status_code == 409
    assert "Mine." in response.content.decode()
    assert action_of(plan, "1.1").wording == "Do what action 1.1 says."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"wording_1_1": ""}, "Enter the wording"),
        ({"title_1_1": "x" * 201}, "Short title must be 200 characters or less"),
        ({"starts_words_1_1": "April 2027"}, "An action cannot start after it is due."),
        ({"importance_1_1": "huge"}, "Importance: choose one of the options."),
        ({"wording_1_1": "x" * 5_001}, "Wording must be 5,000 characters or less"),
    ],
)
def test_bad_input_is_told_and_kept(typed, sentence, plan, here, client):
    before = Change.objects.count()
    page = client.post(
        here, table_data(plan, wording_1_2="Kept.") | table_data(plan, **typed, wording_1_2="Kept.")
    )
    assert "There is a problem" in page.content.decode()
    assert sentence in page.content.decode()
    assert "Kept.</textarea>" in page.content.decode()
    assert Change.objects.count() == before


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(number, plan, here, client, django_assert_num_queries):
    references = ("1.1", "1.2", "1.3")[:number]
    data = table_data(plan, *references)
    with django_assert_num_queries(19):
        client.post(here, {"step": "change", "what": "table", "actions": data["actions"]})
