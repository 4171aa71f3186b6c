"""The page on which a business manager makes the partnership's own scheme of ratings."""

import re

import pytest

from partnership.history import Change
from plans.document.as_at import read_plan_as_at
from tests.helpers.builders import NOW, action_of, days_ago, make_update

EDIT = "/ashshire/ratings/edit/"
WORDS = ("label", "meaning", "kind", "colour", "symbol")
pytestmark = pytest.mark.both_engines


def in_force(people):
    return list(people.partnership.ratingdefinition_set.filter(retired_at=None))


def labels(people):
    return [rating.label for rating in in_force(people)]


def sent(page):
    """What the browser would send of the page, without a button; ``page`` is its HTML."""
    data = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        is_clear = 'type="checkbox"' in tag and " checked" not in tag
        if name and name[1] != "csrfmiddlewaretoken" and not is_clear:
            data.setdefault(name[1], []).append(value[1] if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\n?([^<]*)</textarea>', page):
        data[name] = text
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.findall(r'<option value="([^"]*)" selected', options)
        data[name] = chosen[0] if chosen else re.findall(r'value="([^"]*)"', options)[0]
    return data


def form_of(page):
    return sent(page.partition("<main")[2].partition("</main>")[0])


@pytest.fixture
def manager(people, client_as):
    return client_as(people.business_manager)


class Table:
    """The page as its manager uses it, without JavaScript: ``data`` is what the browser would send."""

    def __init__(self, client):
        self.client = client
        self.show(client.get(EDIT))

    def show(self, answer):
        self.page = answer.text
        self.data = form_of(self.page)
        return self

    def press(self, value, **typed):
        name = (
            "step"
            if value in ("check", "save")
            else "move"
            if value.startswith("row-")
            else "press"
        )
        return self.show(self.client.post(EDIT, self.data | typed | {name: value}, follow=True))

    def row(self, label):
        found = [name for name, value in self.data.items() if value in (label, [label])]
        return found[0].partition("_")[2]


@pytest.fixture
def table(manager):
    return Table(manager)


def test_shows_each_rating_as_it_is(table):
    assert table.data["rows"] == ["1", "2", "3", "4", "5"]
    assert [table.data[f"{word}_2"] for word in WORDS[1:]] == [
        *("Some delay or doubt, with a plan to put it right.", "at_risk", "amber", "diamond")
    ]
    assert 'app-rating--amber app-sign--diamond">Amber</strong>' in table.page


def test_preview_shows_how_a_rating_will_look_and_loses_nothing(table, people):
    table.press(
        "preview",
        label_2="Slipping",
        colour_2="orange",
        symbol_2="half",
        meaning_3="",
        reason="Agreed.",
    )
    assert 'app-rating--orange app-sign--half">Slipping</strong>' in table.page
    assert (table.data["label_2"], table.data["meaning_3"], table.data["reason"]) == (
        *(["Slipping"], "", "Agreed."),
    )
    assert "There is a problem" not in table.page
    assert "Slipping" not in labels(people)


def test_adds_a_row_before_what_was_not_rated_and_moves_it(table, people):
    table.press("add", label_1="Crimson")
    assert table.data["label_1"] == ["Crimson"]
    assert table.page.index('name="label_6"') < table.page.index('name="label_5"')
    assert re.search(r'<input[^>]*name="label_6"[^>]*autofocus', table.page)
    values = {
        "label_6": "Paused",
        "meaning_6": "Stopped.",
        "kind_6": "on_hold",
        "symbol_6": "pause",
    }
    table.press("row-6-up", **values)
    table.press("check")
    assert "New:" in table.page
    table.press("save")
    assert labels(people) == ["Crimson", "Amber", "Green", "Paused", "Complete", "Not yet rated"]


def test_a_rating_with_another_label_keeps_its_key_and_the_past_its_words(table, people, plan):
    make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
    number = Change.objects.count()
    table.press("check", label_2="Slipping", reason="Agreed by the Executive.")
    assert "is now called" in table.page
    assert "1 action of open plans" in table.page
    table.press("save")
    assert "Ratings changed." in table.page
    assert Change.objects.count() == number + 1
    assert people.partnership.ratingdefinition_set.get(key="amber").label == "Slipping"
    then = read_plan_as_at(plan, at=days_ago(1))
    assert then.rating(then.actions[0].rating).label == "Amber"
    # Only what was altered has a row in history.
    assert Change.objects.latest("at").reason == "Agreed by the Executive."
    assert [r.history.count() for r in in_force(people)] == [1, 2, 1, 1, 1]


@pytest.mark.parametrize("number", [1, 3])
def test_removes_a_rating_and_moves_its_actions(table, people, plan, number):
    for reference in ("1.1", "1.2", "1.3")[:number]:
        make_update(action_of(plan, reference), rating="amber", at=days_ago(3))
    table.press("remove-2")
    assert "Put Amber back" in table.page
    counted = "1 action of open plans" if number == 1 else "3 actions of open plans"
    assert f"{counted} now." in table.page
    table.press("check")
    assert "Choose the rating that stands for Amber from now on" in table.page
    table.press("check", replaced_amber="3")
    assert counted in table.page
    assert action_of(plan, "1.1").rating == "amber"
    table.press("save")
    assert labels(people) == ["Red", "Green", "Complete", "Not yet rated"]
    moved = action_of(plan, "1.1")
    assert (moved.rating, moved.rating_kind, moved.last_update.rating) == (
        *("green", "on_track", "amber"),
    )
    assert people.partnership.ratingdefinition_set.get(key="amber").replaced_by == "green"


def test_puts_a_rating_back_where_it_was(table, manager):
    table.press("remove-2")
    table.press("restore-amber")
    assert "Put Amber back" not in table.page
    table.press("check")
    table.press("save")
    assert "These are the ratings you have now." in table.page


def test_another_kind_makes_another_rating_and_its_actions_go_along(table, people, plan):
    make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
    table.press("check", kind_2="on_track")
    table.press("save")
    action = action_of(plan, "1.1")
    assert (action.rating, action.rating_kind) == ("amber-2", "on_track")
    assert labels(people) == ["Red", "Amber", "Green", "Complete", "Not yet rated"]


def test_two_labels_can_be_exchanged(table, people, plan):
    make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
    table.press("check", label_1="Amber", label_2="Red")
    table.press("save")
    assert labels(people) == ["Amber", "Red", "Green", "Complete", "Not yet rated"]
    assert action_of(plan, "1.1").rating == "red-2"


def test_a_changed_order_keeps_the_keys(table, people, manager):
    table.press("row-1-down")
    table.press("check")
    assert "All actions keep their ratings." in table.page
    table.press("save")
    assert [rating.key for rating in in_force(people)] == [
        *("amber", "red", "green", "complete", "not_rated")
    ]
    assert (
        "Rating “Amber”: new place in the order of ratings"
        in manager.get("/ashshire/changes/").text
    )


def test_only_ratings_from_the_first_that_moved_get_a_row_in_history(table, people):
    table.press("row-4-up")
    table.press("save")
    assert [(rating.key, rating.history.count()) for rating in in_force(people)] == [
        *(("red", 1), ("amber", 1), ("complete", 2), ("green", 2), ("not_rated", 2))
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"label_1": "GREEN"}, "Two ratings have the same label. Give each a label of its own."),
        ({"order_2": "1"}, "Two ratings have the same place in the order."),
        ({"order_2": "first"}, "Two ratings have the same place in the order."),
        ({"kind_3": "at_risk"}, "A scheme needs a rating for what is on track."),
        ({"rows": ["1", "2", "3", "4"]}, "A scheme needs one rating for what has not been rated."),
        ({"colour_1": "puce"}, "Choose a colour from the list."),
        ({"symbol_1": "heart"}, "Choose a symbol from the list."),
        ({"kind_1": "late"}, "Choose a kind from the list."),
        ({"label_1": "a" * 31}, "A label must be 30 characters or less"),
        ({"label_1": " "}, "Enter a label for rating 1"),
        (
            {"rows": [str(number) for number in range(1, 30)]},
            "A scheme can have 20 ratings or fewer.",
        ),
        ({"seen": ""}, "Part of this page was not sent."),
        ({"rows": ["x", "9" * 30]}, "A scheme needs a rating for what is on track."),
    ],
)
@pytest.mark.parametrize("step", ["check", "save"])
def test_refuses_with_a_sentence_and_keeps_what_was_typed(table, people, typed, sentence, step):
    before = [(r.key, r.label, r.severity) for r in in_force(people)]
    table.press(step, meaning_2="Slipping a little.", **typed)
    assert "There is a problem" in table.page
    assert sentence in table.page
    assert "2" not in table.data.get("rows", ()) or table.data["meaning_2"] == "Slipping a little."
    assert [(r.key, r.label, r.severity) for r in in_force(people)] == before


def test_after_someone_else_changed_the_ratings_a_second_save_is_deliberate(table, manager, people):
    other = Table(manager)
    other.press("save", label_3="On course")
    table.press("save", label_2="Slipping")
    assert "Someone else changed the ratings" in table.page
    assert (
        '<strong class="app-rating app-rating--green app-sign--circle">On course</strong>'
        in table.page
    )
    assert labels(people) == ["Red", "Amber", "On course", "Complete", "Not yet rated"]
    table.press("save")
    assert labels(people) == ["Red", "Slipping", "Green", "Complete", "Not yet rated"]


def test_asks_once_about_a_childs_details(table, people):
    table.press("check", meaning_1="Late, as for the child born 3 May 2015.")
    assert "This may contain a date of birth" in table.page
    table.press("check")
    assert "Check your ratings" in table.page
    table.press("save")
    assert "Ratings changed." in table.page


@pytest.mark.parametrize(
    "button", ["row-1-up", "row-5-down", "row-77-up", "remove-77", "restore-x", "x" * 99]
)
def test_a_button_that_cannot_do_anything_changes_nothing(table, button):
    before = table.data
    assert table.press(button).data == before


def test_twenty_rows_are_the_most(table):
    for _ in range(14):
        table.press("add")
    assert 'value="add"' in table.page
    table.press("add")
    assert len(table.data["rows"]) == 20
    assert 'value="add"' not in table.page


def test_the_number_of_queries_does_not_depend_on_the_ratings(
    manager, people, plan, django_assert_num_queries
):
    manager.get(EDIT)
    with django_assert_num_queries(QUERIES):
        manager.get(EDIT)
    make_update(action_of(plan, "1.1"), rating="amber", at=NOW)
    table = Table(manager)
    for number in (6, 7, 8):
        values = {"label": f"Hold {number}", "meaning": "Stopped.", "kind": "on_hold"}
        table.press("add")
        table.press("preview", **{f"{name}_{number}": value for name, value in values.items()})
    table.press("save")
    assert len(in_force(people)) == 8
    with django_assert_num_queries(QUERIES):
        manager.get(EDIT)


QUERIES = 5


class TestKeptGoing:
    """A rating for what is complete may say that it is kept going and reviewed once a year."""

    def test_is_ticked_checked_and_kept(self, table, people):
        complete = people.partnership.ratingdefinition_set.get(key="complete")
        assert "is_reviewed_yearly_4" not in table.data
        table.press("check", is_reviewed_yearly_4="on")
        assert "Reviewed once a year." in table.page
        table.press("preview")
        table.press("check", label_4="Done")
        table.press("save")
        complete.refresh_from_db()
        assert (complete.label, complete.is_reviewed_yearly) == ("Done", True)
        table.show(table.client.get(EDIT))
        assert table.data["is_reviewed_yearly_4"]
        del table.data["is_reviewed_yearly_4"]
        table.press("check")
        table.press("save")
        complete.refresh_from_db()
        assert complete.is_reviewed_yearly is False

    def test_is_offered_where_it_may_be(self, table):
        boxes = re.findall(r'name="is_reviewed_yearly_([0-9])"', table.page)
        assert boxes == ["4"]
        table.press("add")
        assert set(re.findall(r'name="is_reviewed_yearly_([0-9])"', table.page)) == {"4", "6"}

    def test_is_refused_for_what_is_not_complete(self, table, people):
        table.press("check", kind_4="on_hold", is_reviewed_yearly_4="on")
        assert "Only what is complete is kept going: clear the box of “Complete”." in table.page
        assert labels(people)[-2:] == ["Complete", "Not yet rated"]

    def test_is_told_in_the_list_of_changes(self, table, manager):
        table.press("check", is_reviewed_yearly_4="on")
        table.press("save")
        assert "reviewed once a year" in manager.get("/ashshire/changes/").text
