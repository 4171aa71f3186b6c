"""Taking on another scheme of ratings: the pages, and the one change in which actions move to it."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change
from partnership.rating_library import BY_KEY, LIBRARY, LibraryRating
from partnership.services.settings import change_ratings
from plans.document.as_at import read_plan_as_at
from plans.document.current import read_plan
from plans.models import Draft
from plans.services.period import open_period
from plans.services.plan import close_plan
from plans.services.scheme import adopt_scheme
from tests.helpers.admin_pages import address
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_update

FIVE = BY_KEY["five_points"]
REPLACED = {"amber": "Amber/green", "complete": "Closed"}
LEFT = "The rating you had chosen is no longer used: choose again."
DAYS = {"leads_by": TODAY, "chairs_by": TODAY + timedelta(7), "freezes_on": TODAY + timedelta(14)}
ADOPT = "/ashshire/ratings/five_points/"


def adopt(people, scheme=FIVE, replaced=REPLACED, **values):
    return adopt_scheme(
        people.partnership, by=people.business_manager, ratings=scheme.ratings, replaced=replaced, **values
    )  # fmt: skip


def in_force(people):
    return list(people.partnership.ratingdefinition_set.filter(retired_at=None))


class TestService:
    def test_ratings_of_the_same_kind_and_label_stay(self, people):
        before = {rating.label: rating.pk for rating in in_force(people)}
        adopt(people)
        after = {rating.label: rating.pk for rating in in_force(people)}
        assert list(after) == [rating.label for rating in FIVE.ratings]
        assert {label for label in after if before.get(label) == after[label]} == {
            *("Red", "Green", "Not yet rated")
        }

    def test_what_leaves_keeps_its_words_and_says_what_stands_for_it(self, people):
        adopt(people, at=NOW)
        amber = people.partnership.ratingdefinition_set.get(key="amber")
        assert (amber.label, amber.retired_at, amber.replaced_by) == ("Amber", NOW, "amber-green")

    def test_actions_move_in_one_change_and_their_updates_stay(self, people, plan):
        update = make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
        make_update(action_of(plan, "1.2"), rating="complete", at=days_ago(2))
        number = Change.objects.count()
        adopt(people, at=NOW)
        assert Change.objects.count() == number + 1
        found = action_of(plan, "1.1")
        assert (found.rating, found.rating_kind, found.last_update) == (
            *("amber-green", "at_risk", update),
        )
        assert (action_of(plan, "1.2").rating, action_of(plan, "1.3").rating) == (
            *("closed", "not_rated"),
        )
        update.refresh_from_db()
        assert update.rating == "amber"
        assert found.history.latest().change_id == action_of(plan, "1.2").history.latest().change_id

    def test_a_new_scheme_makes_nothing_better_or_worse(self, people, plan):
        make_update(action_of(plan, "1.1"), rating="red", at=days_ago(9))
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
        adopt(people, replaced={"amber": "Amber/red", "complete": "Closed"}, at=NOW)
        make_update(action_of(plan, "1.2"), rating="amber-red", at=NOW)
        document = read_plan(plan, on=TODAY)
        first = document.actions[0]
        assert (first.direction, document.rating(first.rating_before).label) == ("better", "Red")
        assert document.rating(first.update.rating).label == "Amber"

    def test_the_past_is_told_in_the_words_of_then(self, people, plan):
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
        adopt(people, at=NOW)
        then = read_plan_as_at(plan, at=days_ago(1))
        assert [rating.label for rating in then.ratings] == [
            *("Red", "Amber", "Green", "Complete", "Not yet rated")
        ]
        assert then.rating(then.actions[0].rating).label == "Amber"
        assert [(r.label, n) for r, n in then.distribution.counts if n] == [
            ("Amber", 1), ("Not yet rated", 2),
        ]  # fmt: skip

    def test_a_closed_plan_keeps_its_ratings(self, people, plan):
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
        close_plan(plan, by=people.business_manager, reason="Done.", at=days_ago(1))
        adopt(people, at=NOW)
        assert action_of(plan, "1.1").rating == "amber"
        counts = [
            (rating.label, number)
            for rating, number in read_plan(plan, on=TODAY).distribution.counts
        ]
        assert ("Amber", 1) in counts

    def test_a_key_is_never_used_again(self, people):
        adopt(people)
        adopt(
            people,
            BY_KEY["rag"],
            {"amber-red": "Red", "amber-green": "Amber", "closed": "Complete"},
        )
        keys = [rating.key for rating in in_force(people)]
        assert keys == ["red", "amber-2", "green", "complete-2", "not_rated"]

    @pytest.mark.parametrize(
        ("ratings", "replaced", "sentence"),
        [
            (FIVE.ratings, {"amber": "Amber/green"}, "Choose the rating that stands for Complete"),
            (FIVE.ratings, REPLACED | {"amber": "Blue"}, "Choose the rating that stands for Amber"),
            (
                (*FIVE.ratings, replace(FIVE.ratings[0], label="GREEN")),
                REPLACED,
                "Two ratings have the same label.",
            ),
            (
                tuple(r for r in FIVE.ratings if r.kind != "on_track"),
                REPLACED,
                "A scheme needs a rating for what is on track.",
            ),
            (FIVE.ratings[:-1], REPLACED, "one rating for what has not been rated"),
            (
                (LibraryRating("off_track", "Late", "Late.", "puce", "triangle"), *FIVE.ratings),
                REPLACED,
                "Choose a colour from the list.",
            ),
        ],
    )
    def test_refuses_with_a_sentence_and_changes_nothing(
        self, people, plan, ratings, replaced, sentence
    ):
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
        before = [(r.key, r.label, r.severity) for r in in_force(people)]
        with pytest.raises(ValidationError) as refused:
            adopt(people, replace(FIVE, ratings=ratings), replaced)
        assert sentence in " ".join(refused.value.messages)
        assert [(r.key, r.label, r.severity) for r in in_force(people)] == before
        assert action_of(plan, "1.1").rating == "amber"


class TestPages:
    def test_shows_every_scheme_as_it_will_look(self, people, client_as):
        text = client_as(people.business_manager).get("/ashshire/ratings/").text
        for scheme in LIBRARY:
            assert f"/ashshire/ratings/{scheme.key}/" in text
        assert 'app-rating--orange app-sign--diamond">Amber/red</strong>' in text

    def test_maps_old_to_new_and_saves(self, people, plan, client_as):
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(3))
        client = client_as(people.business_manager)
        page = client.get(ADOPT).text
        assert "Amber becomes" in page
        assert "Red becomes" not in page
        answer = client.post(ADOPT, REPLACED | {"reason": "Agreed by the Executive."}, follow=True)
        assert "Ratings changed." in answer.text
        assert action_of(plan, "1.1").rating == "amber-green"

    def test_asks_for_what_is_not_chosen(self, people, client_as):
        client = client_as(people.business_manager)
        page = client.post(ADOPT, {"complete": "Closed"}).text
        assert "Choose the rating that stands for Amber from now on" in page
        assert len(in_force(people)) == 5

    def test_a_draft_keeps_its_words_and_asks_for_a_rating_again(self, people, plan, client_as):
        action = action_of(plan, "1.1")
        Draft.objects.create(
            action=action, by=people.chair, at=NOW, rating="amber", comment="Half."
        )
        adopt(people)
        page = client_as(people.chair).get(f"/ashshire/actions/{action.pk}/progress/").text
        assert "Half.</textarea>" in page
        radios = page.partition("How is it going?")[2].partition("</fieldset>")[0]
        assert "checked" not in radios
        assert LEFT in radios

    def test_a_return_asks_for_the_rating_of_a_draft_again(self, people, plan, client_as):
        period = open_period(plan, by=people.business_manager, name="Autumn", **DAYS)
        for reference, rating in (("1.1", "amber"), ("1.2", "red")):
            action = action_of(plan, reference)
            Draft.objects.create(action=action, by=people.chair, at=NOW, rating=rating)
        adopt(people)
        returned = period.returns.get(group=people.audit_group)
        page = client_as(people.chair).get(f"/ashshire/returns/{returned.pk}/").text
        assert page.count(LEFT) == 1

    def test_a_page_opened_before_says_so_when_it_is_sent(self, people, plan, client_as):
        client = client_as(people.chair)
        progress = f"/ashshire/actions/{action_of(plan, '1.1').pk}/progress/"
        sent = {"rating": "amber", "comment": "Half.", "seen": "0", "submission": uuid.uuid4()}
        adopt(people)
        page = client.post(progress, sent).text
        assert LEFT in page.partition("There is a problem")[2]
        assert "Half.</textarea>" in page

    def test_the_actions_page_tells_the_move_to_another_scheme(self, people, plan, client_as):
        make_update(action_of(plan, "1.1"), rating="amber", at=days_ago(9))
        make_update(action_of(plan, "1.2"), rating="red", at=days_ago(9))
        adopt(people, reason="Agreed by the Executive.", at=days_ago(4))
        client = client_as(people.scrutineer)
        page = client.get(f"/ashshire/actions/{action_of(plan, '1.1').pk}/").text
        assert "Amber from 13 November 2026, Amber/green from 18 November 2026" in page
        entry = page.partition("New ratings</h3>")[2].partition("</li>")[0]
        assert "<strong>Rating:</strong> from “Amber” to “Amber/green”" in entry
        assert "Agreed by the Executive." in entry
        before = "on 13 November 2026, before the ratings were changed."
        assert f"Rated Amber by {people.business_manager.name} {before}" in page
        page = client.get(f"/ashshire/actions/{action_of(plan, '1.2').pk}/").text
        assert "New ratings</h3>" not in page
        assert "before the ratings were changed" not in page

    def test_nobody_is_said_to_have_given_the_new_rating(self, people, plan, client_as):
        action = action_of(plan, "1.1")
        make_update(action, rating="amber", at=days_ago(9))
        adopt(people, at=days_ago(4))
        page = client_as(people.chair).get(f"/ashshire/actions/{action.pk}/progress/").text
        last = page.partition('id="last-time"')[2].partition("</section>")[0]
        last = " ".join(re.sub(r"<[^>]+>", " ", last).split())
        assert last.endswith("Amber/green since the ratings were changed")

    @pytest.mark.parametrize("comment", ["", "Half."])
    def test_the_plan_says_what_the_last_update_rated(self, people, plan, client_as, comment):
        make_update(action_of(plan, "1.3"), rating="green", comment=comment, at=days_ago(9))
        scheme = BY_KEY["targets"]
        replaced = {
            "red": "Behind schedule",
            "amber": "Behind schedule",
            "green": "On target",
            "complete": "Achieved",
        }
        adopt(people, scheme, replaced, at=days_ago(4))
        page = client_as(people.chair).get(f"/ashshire/plans/{plan.pk}/").text
        by = people.business_manager.name
        assert (f"Rated Green by {by}" in page) == (not comment)
        assert ("when rated Green" in page) == bool(comment)

    def test_the_admins_history_shows_the_labels_of_then(self, people, plan, client_as):
        action = action_of(plan, "1.1")
        make_update(action, rating="amber", at=days_ago(9))
        adopt(people, at=days_ago(4))
        words = [
            (
                people.partnership.ratingdefinition_set.get(key="amber-green"),
                "Slipping",
                "Late.",
                None,
            )
        ]
        change_ratings(people.partnership, by=people.business_manager, words=words, at=days_ago(2))
        make_update(action_of(plan, "1.1"), rating="green", at=days_ago(1))
        client = client_as(people.business_manager)
        page = unescape(client.get(address(action, "history")).text)
        told = re.findall(r"<strong>Rating:</strong> (.*?) → (.*)", page)
        assert told == [("Slipping", "Green"), ("Amber", "Amber/green"), ("Not yet rated", "Amber")]

    def test_no_such_scheme(self, people, client_as):
        assert client_as(people.business_manager).get("/ashshire/ratings/x/").status_code == 404
