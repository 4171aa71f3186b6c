"""Progress updates: the rating rules, what is stored, and that nothing is ever recorded twice or overwritten."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import Change, recording, revise
from plans.models import Evidence, ProgressUpdate
from plans.services.action import revise_action
from plans.services.measure import add_measure
from plans.services.progress import add_evidence, record_no_change, record_update
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_evidence, make_update

EVIDENCE = {"question": "difference", "source": "audit", "text": "18 of 20 children were heard."}


@pytest.fixture
def action(plan):
    """By March 2027: the dates suggest Green."""
    return action_of(plan, "1.1")


@pytest.fixture
def overdue(plan):
    """Was due in October 2026: the dates suggest Amber."""
    return action_of(plan, "1.2")


def say(action, by, rating, **values):
    return record_update(action, by=by, rating=rating, at=NOW, **values)


def refusal(action, by, rating, **values):
    with pytest.raises(ValidationError) as refused:
        say(action, by, rating, **values)
    assert not action.updates.exists()
    return refused.value.message_dict


class TestRecording:
    def test_keeps_what_was_said(self, people, action):
        update = say(
            action,
            people.chair,
            "green",
            comment=" Read 20 cases.\n",
            next_steps="Report",
            reason=" ",
        )
        assert (update.by, update.by_name, update.at) == (people.chair, "Chair", NOW)
        assert (update.comment, update.next_steps, update.reason) == (
            "Read 20 cases.",
            "Report",
            "",
        )
        assert (update.rating, update.previous_rating, update.suggested_kind) == (
            "green",
            "not_rated",
            "on_track",
        )
        assert (update.rating_kind, update.direction) == ("on_track", "")
        assert update.no_change is False

    def test_brings_the_action_up_to_it(self, people, plan, action):
        update = say(action, people.chair, "amber", comment="Late data")
        found = action_of(plan, "1.1")
        assert (found.rating, found.rated_at, found.last_update, found.previous_rating) == (
            "amber",
            NOW,
            update,
            "not_rated",
        )

    def test_previous_is_the_rating_before_it_changed(self, people, plan, action):
        make_update(action, rating="red", at=days_ago(30))
        make_update(action, rating="amber", at=days_ago(20))
        make_update(action, rating="amber", at=days_ago(10))
        found = action_of(plan, "1.1")
        assert (found.rating, found.previous_rating, found.rated_at) == (
            "amber",
            "red",
            days_ago(10),
        )
        assert [(u.previous_rating, u.rating) for u in found.updates.all()] == [
            ("amber", "amber"),
            ("red", "amber"),
            ("not_rated", "red"),
        ]

    def test_the_next_one_never_replaces_it(self, people, action):
        first = say(action, people.chair, "green", comment="First")
        say(action, people.lead, "amber", comment="Second")
        first.refresh_from_db()
        assert (first.comment, first.rating, action.updates.count()) == ("First", "green", 2)

    def test_two_people_at_the_same_moment_are_both_heard(self, plan, people):
        """Each opened the action before the other saved."""
        hers, his = action_of(plan, "1.1"), action_of(plan, "1.1")
        say(hers, people.chair, "green", comment="Hers")
        say(his, people.group_member, "red", comment="His")
        found = action_of(plan, "1.1")
        assert sorted(u.comment for u in found.updates.all()) == ["Hers", "His"]
        assert (found.rating, found.previous_rating) == ("red", "green")

    def test_its_history_does_not_grow_with_later_updates(self, people, action):
        first = say(action, people.chair, "green")
        say(action, people.chair, "red", comment="x")
        assert [row.history_type for row in first.history.all()] == ["+"]

    def test_the_name_survives_the_leaving_of_the_person(self, people, action):
        update = say(action, people.chair, "green")
        revise_name(people.chair, "Married name")
        update.refresh_from_db()
        assert (update.by_name, update.by.name) == ("Chair", "Married name")


def revise_name(person, name):
    with recording(by=person):
        person.name = name
        person.save()


class TestRatingRules:
    @pytest.mark.parametrize("rating", ["not_rated", "", "purple", None])
    def test_not_yet_rated_is_no_choice(self, people, action, rating):
        assert refusal(action, people.chair, rating) == {"rating": ["Choose a rating."]}

    @pytest.mark.parametrize(("rating", "word"), [("red", "Red"), ("amber", "Amber")])
    @pytest.mark.parametrize("comment", ["", "  \n "])
    def test_red_and_amber_need_a_comment(self, people, action, rating, word, comment):
        assert refusal(action, people.chair, rating, comment=comment) == {
            "comment": [f"{word} needs a comment. Say what is in the way."]
        }
        assert say(action, people.chair, rating, comment="Staff").rating == rating

    def test_green_needs_none(self, people, action):
        assert say(action, people.chair, "green").comment == ""

    def test_in_the_partnerships_own_word(self, people, action):
        definition = people.partnership.ratingdefinition_set.get(kind="off_track")
        revise(definition, by=people.business_manager, label="Off track")
        found = refusal(action_of(action.plan, "1.1"), people.chair, "red")
        assert found == {"comment": ["Off track needs a comment. Say what is in the way."]}

    def test_better_than_the_dates_suggest_needs_a_reason(self, people, overdue):
        assert refusal(overdue, people.lead, "green", comment="Fine") == {
            "reason": ["The dates suggest Amber: It was due in October 2026. Say why it is Green."]
        }
        update = say(overdue, people.lead, "green", reason="Finished in draft.")
        assert (update.reason, update.suggested_kind) == ("Finished in draft.", "at_risk")

    @pytest.mark.parametrize("rating", ["amber", "red"])
    def test_as_suggested_or_worse_needs_none(self, people, overdue, rating):
        assert say(overdue, people.lead, rating, comment="Staff").reason == ""

    def test_where_the_dates_suggest_nothing_neither(self, people, plan):
        update = say(action_of(plan, "1.3"), people.chair_of_other_group, "green")
        assert update.suggested_kind == ""

    def test_every_error_is_told_at_once(self, people, plan, clock):
        action = action_of(plan, "1.2")
        revise_late(action, people)
        assert refusal(action_of(plan, "1.2"), people.lead, "amber") == {
            "comment": ["Amber needs a comment. Say what is in the way."],
            "reason": [
                "The dates suggest Red: It was due in July 2026, at least 3 months ago. "
                "Say why it is Amber."
            ],
        }


def revise_late(action, people):
    revise(action, by=people.business_manager, due_on=date(2026, 7, 31))


class TestComplete:
    def test_needs_evidence_against_each_measure_or_a_reason(self, people, action):
        assert refusal(action, people.chair, "complete") == {
            "reason": [
                "1 measure has no evidence yet. Add evidence, or say why the action is complete "
                "without it."
            ]
        }
        assert say(action, people.chair, "complete", reason="The law changed.").rating == "complete"

    def test_counts_the_measures_without(self, people, action):
        add_measure(action, by=people.business_manager, wording="Second")
        (message,) = refusal(action, people.chair, "complete")["reason"]
        assert message.startswith("2 measures have no evidence yet.")
        make_evidence(action, measure=action.measures.first())
        (message,) = refusal(action, people.chair, "complete")["reason"]
        assert message.startswith("1 measure has no evidence yet.")

    def test_with_evidence_brought_before(self, people, action):
        make_evidence(action, measure=action.measures.get())
        assert say(action, people.chair, "complete").rating == "complete"

    def test_with_evidence_brought_at_the_same_time(self, people, action):
        evidence = [{**EVIDENCE, "measure": action.measures.get()}]
        update = say(action, people.chair, "complete", evidence=evidence)
        assert update.evidence.get().measure == action.measures.get()

    def test_evidence_for_the_action_whole_answers_no_measure(self, people, action):
        make_evidence(action, measure=None)
        assert "reason" in refusal(action, people.chair, "complete")

    def test_a_placeholder_is_not_counted(self, people, action):
        make_evidence(action, measure=action.measures.get())
        add_measure(action, by=people.business_manager, wording="TBC", is_placeholder=True)
        assert say(action, people.chair, "complete").rating == "complete"

    def test_overdue_as_it_may_be_wants_no_reason_for_that(self, people, overdue):
        make_evidence(overdue, measure=overdue.measures.get())
        assert say(overdue, people.lead, "complete").reason == ""

    def test_may_be_taken_back(self, people, plan, action):
        say(action, people.chair, "complete", reason="Done")
        say(action, people.chair, "amber", comment="Not after all")
        found = action_of(plan, "1.1")
        assert (found.rating, found.previous_rating) == ("amber", "complete")


class TestNoChange:
    def test_the_rating_stands_and_the_day_is_noted(self, people, plan, action):
        make_update(action, rating="red", at=days_ago(90))
        update = record_no_change(action_of(plan, "1.1"), by=people.chair, at=NOW)
        assert (update.no_change, update.rating, update.previous_rating, update.comment) == (
            True,
            "red",
            "red",
            "",
        )
        found = action_of(plan, "1.1")
        assert (found.rating, found.rated_at, found.last_update, found.previous_rating) == (
            "red",
            NOW,
            update,
            "not_rated",
        )

    def test_with_nothing_said_before_there_is_nothing_to_stand_by(self, people, action):
        with pytest.raises(ValidationError) as refused:
            record_no_change(action, by=people.chair)
        assert refused.value.messages == [
            "There is no earlier update to confirm. Write an update instead."
        ]
        assert not action.updates.exists()

    def test_keeps_what_the_dates_suggested(self, people, plan, overdue):
        make_update(overdue, rating="green", at=days_ago(90))
        update = record_no_change(action_of(plan, "1.2"), by=people.lead, at=NOW)
        assert (update.rating, update.suggested_kind) == ("green", "at_risk")


class TestSentTwice:
    def test_an_update_is_recorded_once(self, people, action):
        submission = uuid.uuid4()
        first = say(action, people.chair, "red", comment="x", submission=submission)
        before = Change.objects.count()
        second = say(action, people.chair, "red", comment="x", submission=submission)
        assert (second, action.updates.count(), Change.objects.count()) == (first, 1, before)

    def test_nor_is_its_evidence_doubled(self, people, action):
        values = {"evidence": [EVIDENCE], "submission": uuid.uuid4()}
        say(action, people.chair, "green", **values)
        say(action, people.chair, "green", **values)
        assert action.evidence.count() == 1

    def test_no_change_sent_twice_is_recorded_once(self, people, plan, action):
        make_update(action, at=days_ago(90))
        submission = uuid.uuid4()
        for _ in range(2):
            record_no_change(action_of(plan, "1.1"), by=people.chair, submission=submission)
        assert action.updates.count() == 2

    def test_the_same_form_for_another_action_is_another_update(self, people, plan, action):
        submission = uuid.uuid4()
        say(action, people.chair, "green", submission=submission)
        say(action_of(plan, "1.3"), people.chair, "green", submission=submission)
        assert ProgressUpdate.objects.filter(submission=submission).count() == 2

    def test_the_database_holds_it(self, people, action):
        first = say(action, people.chair, "green")
        again = ProgressUpdate(
            action=action, at=NOW, by=people.chair, rating="green", submission=first.submission
        )
        with pytest.raises(IntegrityError), transaction.atomic(), recording(by=people.chair):
            again.save()


class TestEvidence:
    def test_says_what_was_found_when_and_by_whom(self, people, action):
        evidence = add_evidence(action, by=people.chair, at=NOW, **EVIDENCE)
        assert (evidence.found_on, evidence.by, evidence.plan, evidence.measure) == (
            TODAY,
            people.chair,
            action.plan,
            None,
        )
        assert evidence.get_question_display() == "What difference has it made?"

    def test_may_bear_on_a_measure_of_the_priority(self, people, action):
        measure = add_measure(action.priority, by=people.business_manager, wording="Of all")
        assert make_evidence(action, measure=measure).measure == measure

    @pytest.mark.parametrize("whose", ["another action's", "another partnership's"])
    def test_evidence_is_refused_on_a_measure_of_another_action(self, people, plan, action, whose):
        other = plan if whose == "another action's" else people.elsewhere.plan
        measure = action_of(other, "1.2").measures.get()
        with pytest.raises(ValidationError) as refused:
            make_evidence(action, measure=measure)
        assert refused.value.message_dict == {"measure": ["Choose a measure of this action."]}
        assert not Evidence.objects.exists()

    def test_a_wrong_piece_undoes_the_update_it_came_with(self, people, plan, action):
        before = Change.objects.count()
        wrong = {**EVIDENCE, "measure": action_of(plan, "1.2").measures.get()}
        assert "measure" in refusal(action, people.chair, "green", evidence=[EVIDENCE, wrong])
        assert (Evidence.objects.count(), Change.objects.count()) == (0, before)
        assert action_of(plan, "1.1").rating == "not_rated"

    @pytest.mark.parametrize(
        "values",
        [
            {"question": "why"},
            {"source": ""},
            {"text": ""},
            {"link": "javascript:alert(1)"},
        ],
    )
    def test_wants_its_question_source_and_words(self, people, action, values):
        with pytest.raises(ValidationError) as refused:
            make_evidence(action, **values)
        assert list(refused.value.message_dict) == list(values)


class TestTheDatabase:
    def test_red_without_a_comment_is_refused_even_there(self, people, action):
        update = ProgressUpdate(
            action=action, at=NOW, by=people.chair, rating="red", rating_kind="off_track"
        )
        with pytest.raises(IntegrityError), transaction.atomic(), recording(by=people.chair):
            update.save()

    @pytest.mark.parametrize(("kind", "rated_at"), [("on_track", None), ("not_rated", NOW)])
    def test_rated_and_when_go_together(self, people, action, kind, rated_at):
        action.rating_kind, action.rated_at = kind, rated_at
        with pytest.raises(IntegrityError), transaction.atomic(), recording(by=people.chair):
            action.save()


def test_an_action_reworded_meanwhile_takes_the_update_all_the_same(people, plan, action):
    """An update adds; it does not overwrite another person's text."""
    revise_action(action, by=people.business_manager, title="Another title")
    say(action, people.chair, "green")
    found = action_of(plan, "1.1")
    assert (found.title, found.rating) == ("Another title", "green")
