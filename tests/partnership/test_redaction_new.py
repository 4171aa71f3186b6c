"""The page for redacting words: search first, confirm with a reason, entered in the register."""

import pytest

from partnership.models import Redaction
from partnership.redactions.find import Passage, find_places
from tests.helpers.builders import action_of, make_evidence, make_update

PAGE = "/ashshire/redactions/new/"
REGISTER = "/ashshire/redactions/"


@pytest.fixture
def manager(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


def keys(people, words):
    return [place.key for place in find_places(people.partnership, Passage(words))]


def test_first_it_shows_where_the_words_stand(manager, people, action):
    make_update(action, comment="Then Kim Loe & her <b>brother</b> were seen.")
    response = manager.post(PAGE, {"words": "kim\r\nloe"})
    page = response.content.decode()
    assert "They appear in 1 place." in page
    assert "Then <mark>Kim Loe</mark> &amp; her &lt;b&gt;brother" in page
    assert page.count("checked") == 1
    assert action.updates.first().comment.startswith("Then Kim Loe")
    assert response["Cache-Control"] == "no-store, private"


def test_then_it_takes_them_out(manager, people, action):
    make_update(action, comment="Kim Loe was seen.")
    make_evidence(action, text="Kim Loe was heard.")
    _evidence, update = sorted(keys(people, "Kim Loe"))
    sent = {"words": "Kim Loe", "places": [update], "reason": "Named a child"}
    response = manager.post(PAGE, sent, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(REGISTER, 302)]
    assert "Redacted: words in 1 place. They still appear in 1 other place." in page
    assert "Business manager redacted words in 1 place: Named a child" in page
    assert action.updates.first().comment == "[redacted] was seen."
    assert "Kim" not in page


def test_and_the_feed_tells_it(manager, people, action):
    make_update(action, comment="Kim Loe was seen.")
    sent = {"words": "Kim Loe", "places": keys(people, "Kim Loe"), "reason": "Named a child"}
    assert manager.post(PAGE, sent).status_code == 302
    for page in ("/ashshire/changes/", f"/ashshire/actions/{action.pk}/changes/"):
        told = manager.get(page).content.decode()
        assert "Redacted words in 1 place" in " ".join(told.split())
        assert "Named a child" in told
        assert "[redacted] was seen." in told
        assert "Kim" not in told


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"words": ""}, "Enter the words to redact"),
        ({"words": " a. "}, "Enter at least 3 letters or numbers."),
        ({"words": "Nobody Known"}, "These words do not appear in this partnership’s records."),
        ({"words": "Kim", "reason": ""}, "Enter the reason"),
        ({"words": "Kim", "reason": "A name"}, "Select at least one place"),
        (
            {"words": "Kim", "reason": "About kim", "places": "all"},
            "does not include the words themselves",
        ),
        ({"words": "Kim", "reason": "A name", "places": ["plans.plan.1.title"]}, "choose one of"),
        ({"words": "x" * 2_001}, "must be 2,000 characters or less"),
    ],
)
def test_what_is_refused_changes_nothing(manager, people, action, sent, sentence):
    make_update(action, comment="Kim was seen.")
    if sent.get("places") == "all":
        sent = {**sent, "places": keys(people, "Kim")}
    response = manager.post(PAGE, sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page
    assert sentence in page
    assert action.updates.first().comment == "Kim was seen."
    assert Redaction.objects.count() == 0


def test_words_that_stand_everywhere_are_none_to_take_out(manager, people, action, monkeypatch):
    monkeypatch.setattr("partnership.views.redactions.MOST_PLACES", 2)
    for _ in range(2):
        make_update(action, comment="Kim was seen.")
    assert "appear in 2 places" in manager.post(PAGE, {"words": "Kim"}).content.decode()
    make_evidence(action, text="Kim was heard.")
    page = manager.post(PAGE, {"words": "Kim"}).content.decode()
    assert "These words appear in 3 places. Enter a longer passage" in page


def test_a_child_may_be_named_in_the_box_for_it_alone(manager, people, action):
    make_update(action, comment="Kim Loe, aged 9, was seen.")
    assert "appear in 1 place" in manager.post(PAGE, {"words": "Kim Loe, aged 9"}).content.decode()
    sent = {"words": "Kim Loe", "places": keys(people, "Kim Loe"), "reason": "Ann Poe, aged 8"}
    assert "This may contain a name beside an age" in manager.post(PAGE, sent).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_register_lists_each_redaction(
    manager, people, action, number, django_assert_num_queries
):
    for n in range(number):
        make_update(action, comment=f"Kim{n} was seen.")
        sent = {"words": f"Kim{n}", "places": keys(people, f"Kim{n}"), "reason": "Named a child"}
        manager.post(PAGE, sent)
    manager.get(REGISTER)
    with django_assert_num_queries(4):
        page = manager.get(REGISTER).content.decode()
    assert page.count("redacted words in 1 place") == number


def test_an_empty_register_says_what_it_is_for(manager, people, client_as):
    assert "redact the words here" in manager.get(REGISTER).content.decode()
    page = client_as(people.scrutineer).get(REGISTER).content.decode()
    assert "this page will show where, when and why" in page
    assert "Redact words" not in page
