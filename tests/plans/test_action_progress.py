"""The update page: what a chair types, why it may be refused, and that nothing is lost or recorded twice."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from plans.models import Evidence
from plans.services.plan import close_plan
from tests.helpers.builders import NOW, action_of, make_update

PARTS = ("day", "month", "year")
SENT = {"submission": str(uuid.UUID(int=1))}


@pytest.fixture
def action(plan):
    return action_of(plan, "1.1")


@pytest.fixture
def address(action):
    return reverse("plans:action_progress", args=["ashshire", action.pk])


def said(plan):
    return [(u.rating, u.comment, u.by_name) for u in action_of(plan, "1.1").updates.all()]


@pytest.mark.parametrize("person", ["chair", "business_manager"])
def test_an_update_is_saved_and_shown(people, plan, address, client_as, person):
    client = client_as(getattr(people, person))
    response = client.post(
        address, SENT | {"rating": "green", "comment": "Twelve read."}, follow=True
    )
    assert "Update for 1.1 saved." in response.text
    assert said(plan) == [("green", "Twelve read.", getattr(people, person).name)]
    assert action_of(plan, "1.1").rating == "green"


def test_the_lead_of_an_action_may_update_it(people, plan, client_as):
    address = reverse("plans:action_progress", args=["ashshire", action_of(plan, "1.2").pk])
    sent = SENT | {"rating": "red", "comment": "Nobody came."}
    assert client_as(people.lead).post(address, sent).status_code == 302
    assert action_of(plan, "1.2").rating == "red"


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("group_member", 403),
        ("chair_of_other_group", 403),
        ("executive", 403),
        ("scrutineer", 403),
        ("member", 403),
        ("outsider", 404),
        (None, 302),
    ],
)
def test_nobody_else_may(people, plan, address, client_as, person, status):
    client = client_as(person and getattr(people, person))
    assert client.post(address, SENT | {"rating": "green", "comment": "Mine"}).status_code == status
    assert said(plan) == []


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a rating."),
        ({"rating": "purple"}, "no longer used: choose again"),
        ({"rating": "not_rated"}, "no longer used: choose again"),
        ({"rating": "red"}, "Red needs a comment. Say what is in the way."),
        ({"rating": "amber", "comment": "   "}, "Amber needs a comment. Say what is in the way."),
        ({"rating": "green", "comment": "x" * 1_048_576}, "you have entered 1,048,576"),
        (
            {"rating": "complete", "comment": "Done."},
            "no evidence yet. Add evidence, or say why the action is complete without it.",
        ),
        (
            {"rating": "green", "evidence_text": "Found."},
            "Choose which question the evidence answers.",
        ),
        ({"rating": "green", "evidence_measure": "999999"}, "choose one of the options"),
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    people, plan, address, client_as, sent, sentence
):
    typed = {"next_steps": "Typed and kept."}
    response = client_as(people.chair).post(address, SENT | typed | sent)
    assert response.status_code == 200
    assert "There is a problem" in response.text
    assert sentence in response.text
    assert "Typed and kept." in response.text
    assert said(plan) == []


def test_a_measure_of_another_action_is_refused(people, plan, address, client_as):
    foreign = (
        action_of(plan, "1.2").measures.first() or people.elsewhere.plan.successmeasure_set.first()
    )
    sent = SENT | {
        "rating": "green",
        "evidence_text": "Found.",
        "evidence_question": "how_much",
        "evidence_source": "data",
        "evidence_measure": str(foreign.pk),
    }
    assert "There is a problem" in client_as(people.chair).post(address, sent).text
    assert Evidence.objects.filter(measure=foreign).count() == 0


def test_markup_in_a_comment_is_shown_as_typed(people, plan, address, client_as):
    sent = SENT | {"rating": "red", "comment": "<script>alert(1)</script>"}
    text = client_as(people.chair).post(address, sent, follow=True).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert(1)" not in text


def test_evidence_comes_with_the_update(people, plan, action, address, client_as):
    measure = action.measures.first()
    sent = SENT | {
        "rating": "green",
        "comment": "Audited.",
        "evidence_text": "41 of 60 were told.",
        "evidence_question": "how_well",
        "evidence_source": "audit",
        "evidence_measure": str(measure.pk),
    }
    assert client_as(people.chair).post(address, sent).status_code == 302
    evidence = action.evidence.get()
    assert (evidence.text, evidence.measure, evidence.update) == (
        "41 of 60 were told.",
        measure,
        action.updates.get(),
    )


WITH_EVIDENCE = SENT | {
    "rating": "green",
    "comment": "Audited.",
    "evidence_text": "41 of 60 were told.",
    "evidence_question": "how_well",
    "evidence_source": "audit",
}


def test_evidence_says_when_it_was_found_and_where_it_can_be_read(
    people, action, address, client_as
):
    day = {"evidence_found_on_day": "3", "evidence_found_on_month": "oct"}
    where = {"evidence_found_on_year": "2026", "evidence_link": "https://ash.example/audit"}
    client = client_as(people.chair)
    assert client.post(address, WITH_EVIDENCE | day | where).status_code == 302
    evidence = action.evidence.get()
    assert (evidence.found_on, evidence.link) == (date(2026, 10, 3), "https://ash.example/audit")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {f"evidence_found_on_{n}": v for n, v in zip(PARTS, ("1", "1", "2027"), strict=True)},
            "The date of the evidence must be today or in the past.",
        ),
        ({"evidence_found_on_day": "3"}, "must include a month and a year."),
        ({"evidence_link": "javascript:alert(1)"}, "Enter a web address"),
    ],
)
def test_what_is_wrong_with_evidence_is_said_beside_it(
    people, plan, address, client_as, typed, sentence
):
    page = client_as(people.chair).post(address, WITH_EVIDENCE | typed).text
    assert sentence in page
    assert "41 of 60 were told.</textarea>" in page
    assert said(plan) == []


def test_sent_twice_is_said_once(people, plan, address, client_as):
    client = client_as(people.chair)
    for _ in range(2):
        assert client.post(address, SENT | {"rating": "red", "comment": "Late."}).status_code == 302
    assert said(plan) == [("red", "Late.", people.chair.name)]


def test_no_change_in_one_press(people, plan, action, address, client_as):
    make_update(action, by=people.chair, rating="red", comment="Late.")
    response = client_as(people.chair).post(address, SENT | {"no_change": "1"})
    assert response.status_code == 302
    assert [u.no_change for u in action.updates.all()] == [True, False]
    assert action_of(plan, "1.1").rating == "red"


def test_no_change_needs_something_to_stand_by(people, plan, address, client_as):
    response = client_as(people.chair).post(address, SENT | {"no_change": "1"})
    assert "There is no earlier update to confirm." in response.text
    assert said(plan) == []


def test_a_closed_plan_is_refused_with_a_sentence(people, plan, address, client_as):
    close_plan(plan, by=people.business_manager, reason="Over", at=NOW)
    response = client_as(people.chair).post(address, SENT | {"rating": "red", "comment": "Late."})
    assert "This plan is closed." in response.text
    assert said(plan) == []


@pytest.mark.parametrize("updates", [1, 3])
def test_queries_do_not_grow(
    updates, people, plan, action, address, client_as, django_assert_num_queries
):
    for _ in range(updates):
        make_update(action, by=people.chair)
    client = client_as(people.chair)
    with django_assert_num_queries(21):
        assert client.get(address).status_code == 200


def test_a_draft_is_kept_and_fills_the_boxes(people, plan, address, client_as):
    client = client_as(people.chair)
    response = client.post(address, SENT | {"comment": "Half a sen", "draft": "1"}, follow=True)
    assert "Draft saved. It will not count until you save it as an update." in response.text
    assert said(plan) == []
    page = client_as(people.chair).get(address).text
    assert "Half a sen</textarea>" in page
    assert "Your draft from 22 November 2026" in page
    assert "Half a sen" not in client_as(people.business_manager).get(address).text


def test_what_is_refused_is_kept_as_a_draft(people, plan, action, address, client_as):
    client_as(people.chair).post(address, SENT | {"rating": "red", "next_steps": "Ask"})
    assert action.drafts.get().typed == {
        "rating": "red",
        "comment": "",
        "came_instead": "",
        "next_steps": "Ask",
        "reason": "",
    }


def test_saving_puts_the_draft_away(people, plan, action, address, client_as):
    client = client_as(people.chair)
    client.post(address, SENT | {"comment": "Half", "draft": "1"})
    client.post(address, SENT | {"rating": "green", "comment": "Whole."})
    assert action.drafts.count() == 0


def test_a_late_save_shows_what_was_said_meanwhile(people, plan, action, address, client_as):
    client = client_as(people.chair)
    theirs = make_update(action, rating="red", comment="Two are lost.")
    sent = SENT | {"rating": "green", "comment": "All read.", "reason": "Seen", "seen": "0"}
    page = client.post(address, sent).text
    assert "Business manager updated this action after you opened the page." in page
    assert "Two are lost." in page
    assert "All read.</textarea>" in page
    assert len(said(plan)) == 1
    assert f'name="seen" value="{theirs.pk}"' in page
    assert client.post(address, sent | {"seen": str(theirs.pk)}).status_code == 302
    assert [rating for rating, _, _ in said(plan)] == ["green", "red"]


@pytest.mark.parametrize("box", ["comment", "next_steps", "evidence_text"])
def test_no_change_does_not_drop_what_was_written(people, action, address, client_as, box):
    make_update(action)
    sent = SENT | {box: "Half a sen", "no_change": "1"}
    page = client_as(people.chair).post(address, sent).text
    assert "You have written an update. Save it, or clear the boxes" in page
    assert "Half a sen</textarea>" in page
    assert action.updates.count() == 1
