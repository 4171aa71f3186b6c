"""One action of a return: what it offers, what it asks, and the evidence that is added with an update."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnership.rating_kinds import WORST_FIRST, RatingKind
from plans.models import Draft, Evidence, PendingFile, SuccessMeasure
from plans.ratings.suggest import Suggestion, is_better_than_suggested, kinds_with_reason
from plans.services.period import open_period
from tests.helpers.builders import (
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_evidence,
    make_update,
)

DAYS = {"leads_by": TODAY, "chairs_by": TODAY + timedelta(7), "freezes_on": TODAY + timedelta(14)}
EVIDENCE = {
    "evidence_text": "18 of 20 were heard.",
    "evidence_question": "difference",
    "evidence_source": "audit",
}
GREEN = {"rating": "green", "comment": "All read.", "reason": "Seen on the day."}


@pytest.fixture
def action(people, plan):
    action = action_of(plan, "1.1")
    make_update(
        action, rating="amber", comment="Half read.", next_steps="Read the rest.\nThen report.",
        at=days_ago(30),
    )  # fmt: skip
    return action_of(plan, "1.1")


@pytest.fixture
def other(people, plan, action):
    return make_action(plan, "2.1", leads=[{"group": people.audit_group}])


@pytest.fixture
def address(people, plan, action, other):
    period = open_period(plan, by=people.business_manager, name="Autumn", at=days_ago(1), **DAYS)
    return f"/ashshire/returns/{period.returns.get(group=people.audit_group).pk}/"


@pytest.fixture
def chair(people, client_as):
    return client_as(people.chair)


def typed(action, **boxes):
    boxes.setdefault("seen", action.last_update_id or 0)
    return {f"a{action.pk}-{name}": value for name, value in boxes.items()}


def upload(name):
    return SimpleUploadedFile(name, b"Question,Children\nWere you heard?,18\n")


def card(page, action):
    """The part of the page about one action."""
    return re.search(rf'<section class="app-line[^>]*id="a{action.pk}".*?</section>', page, re.S)[0]


class TestWhatItOffers:
    def test_ratings_with_their_meanings_and_the_last_one_marked(
        self, people, chair, address, action
    ):
        found = card(chair.get(address).text, action)
        amber = people.partnership.ratingdefinition_set.get(kind="at_risk")
        assert f"<strong>Last time.</strong> {amber.meaning}" in found
        assert found.count("Last time.") == 1
        assert found.count("govuk-radios__hint") == 4

    def test_the_last_next_steps_to_edit(self, chair, address, action):
        assert "Read the rest.\nThen report.</textarea>" in card(chair.get(address).text, action)

    def test_which_are_not_an_update_by_themselves(self, chair, address, action):
        """As a browser sends them, with its own line ends."""
        sent = typed(action, next_steps="Read the rest.\r\nThen report.") | {"no_change": action.pk}
        assert chair.post(address, sent).status_code == 302
        assert action.updates.first().no_change
        assert Draft.objects.count() == 0

    def test_next_steps_that_were_changed_are_one(self, chair, address, action):
        sent = typed(action, next_steps="Read the rest.") | {"no_change": action.pk}
        assert "You have written an update." in chair.post(address, sent).text
        assert Draft.objects.get().next_steps == "Read the rest."

    def test_when_the_draft_was_saved(self, chair, address, action):
        chair.post(f"/ashshire/actions/{action.pk}/draft/", {"comment": "Half a sen"})
        found = card(chair.get(address).text, action)
        assert "Draft saved 22 November 2026 at 10:00am" in found

    def test_a_way_to_propose_a_change_and_back(self, chair, address, action):
        link = f"/ashshire/actions/{action.pk}/propose/?next={address}"
        assert link in card(chair.get(address).text, action)
        page = chair.get(link).text
        assert f'href="{address}#a{action.pk}">Back to the return' in page
        (link,) = re.findall(r'href="([^"]*/propose/timescale/[^"]*)"', page)
        sent = {"kind": "ongoing", "reason": "It never ends.", "next": address}
        page = chair.post(link, sent, follow=True).text
        assert f'href="{address}#a{action.pk}"' in page

    @pytest.mark.parametrize(
        "asked", ["https://evil.example/", "//evil.example", "/ashshire/", "x"]
    )
    def test_a_way_back_elsewhere_is_not_offered(self, chair, address, action, asked):
        page = chair.get(f"/ashshire/actions/{action.pk}/propose/", {"next": asked}).text
        assert "evil" not in page
        assert "Back to the action" in page


class TestWhyThisRating:
    def test_is_asked_for_what_the_server_refuses(self):
        """The list that the script reads and the rule of the service are one."""
        amber = Suggestion(RatingKind.AT_RISK, "It was due.")
        assert kinds_with_reason(amber, lacks_evidence=False) == {"on_track"}
        assert kinds_with_reason(amber, lacks_evidence=True) == {"on_track", "complete"}
        assert kinds_with_reason(None, lacks_evidence=False) == set()
        assert [kind for kind in WORST_FIRST if is_better_than_suggested(kind, amber)] == [
            "on_track"
        ]

    def test_the_page_says_for_which(self, chair, plan, address, action, other):
        assert 'data-reason-for="complete"' in card(chair.get(address).text, action)
        make_evidence(action, measure=action.measures.get())
        assert "data-reason-for" not in card(chair.get(address).text, action)

    def test_without_it_the_server_asks(self, chair, address, action):
        sent = typed(action, rating="complete", comment="Done.") | {"save": action.pk}
        page = chair.post(address, sent).text
        assert "1.1: 1 measure has no evidence yet." in page
        assert f'id="id_a{action.pk}-reason-error"' in page


class TestEvidence:
    def test_is_saved_with_the_update(self, people, chair, address, action):
        measure = action.measures.get()
        boxes = (
            GREEN
            | EVIDENCE
            | {"evidence_measure": measure.pk, "evidence_file": upload("audit.csv")}
        )
        sent = typed(action, **boxes) | {"save": action.pk}
        assert chair.post(address, sent).status_code == 302
        found = Evidence.objects.get()
        assert (found.text, found.measure, found.update) == (
            "18 of 20 were heard.", measure, action.updates.first(),
        )  # fmt: skip
        assert found.file.name == "audit.csv"
        assert PendingFile.objects.count() == 0

    def test_counts_for_complete(self, chair, address, action):
        boxes = EVIDENCE | {"rating": "complete", "evidence_measure": action.measures.get().pk}
        chair.post(address, typed(action, **boxes) | {"save": action.pk})
        assert action_of(action.plan, "1.1").rating == "complete"

    def test_a_link_without_words_is_not_lost(self, chair, address, action):
        before, link = action.updates.count(), "https://example.org/audit"
        sent = typed(action, **GREEN, evidence_link=link) | {"save": action.pk}
        page = chair.post(address, sent).text
        assert (
            f'<a href="#id_a{action.pk}-evidence_text">1.1: Describe what the evidence shows'
            in page
        )
        assert f'value="{link}"' in page
        assert action.updates.count() == before

    @pytest.mark.parametrize(
        ("boxes", "field", "sentence"),
        [
            ({"evidence_text": "18 of 20."}, "question", "Choose which question the evidence answers."),
            (EVIDENCE | {"evidence_link": "nonsense"}, "link", "Enter a web address"),
            (EVIDENCE | {"evidence_found_on_day": "3"}, "found_on_day", "must include a month and a year."),
            (
                EVIDENCE | {f"evidence_found_on_{part}": value for part, value in
                            (("day", "1"), ("month", "1"), ("year", "2027"))},
                "found_on_day",
                "The date of the evidence must be today or in the past.",
            ),
            (EVIDENCE | {"evidence_measure": "999999"}, "measure", "choose one of the options"),
        ],
    )  # fmt: skip
    def test_errors_are_named_and_linked_and_nothing_is_saved(
        self, chair, address, action, boxes, field, sentence
    ):
        sent = typed(action, **GREEN, **boxes) | {"save": action.pk}
        page = chair.post(address, sent).text
        link = rf'<a href="#id_a{action.pk}-evidence_{field}">1\.1: [^<]*{re.escape(sentence)}'
        assert re.search(link, page)
        assert f'id="id_a{action.pk}-evidence_{field}"' in page
        assert f"{boxes['evidence_text']}</textarea>" in page
        assert action.updates.count() == 1
        assert Evidence.objects.count() == 0

    def test_a_measure_of_another_action_is_refused(self, chair, address, action, other):
        boxes = EVIDENCE | {"evidence_measure": other.measures.get().pk}
        page = chair.post(address, typed(action, **GREEN, **boxes) | {"save": action.pk}).text
        assert "choose one of the options" in page
        assert SuccessMeasure.objects.filter(evidence__isnull=False).count() == 0

    def test_a_chosen_file_is_kept_while_the_form_is_corrected(self, chair, address, action):
        boxes = GREEN | EVIDENCE | {"rating": "", "evidence_file": upload("audit.csv")}
        page = chair.post(address, typed(action, **boxes) | {"save": action.pk}).text
        assert "1.1: Choose a rating." in page
        assert "Use “audit.csv”, which you chose earlier" in page
        boxes = GREEN | EVIDENCE | {"evidence_kept": "on"}
        assert chair.post(address, typed(action, **boxes) | {"save": action.pk}).status_code == 302
        assert Evidence.objects.get().file.name == "audit.csv"

    def test_and_while_another_action_is_saved(self, chair, address, action, other):
        boxes = EVIDENCE | {"evidence_file": upload("audit.csv")}
        sent = typed(action, **boxes) | typed(other, **GREEN) | {"save": other.pk}
        page = chair.post(address, sent, follow=True).text
        found = card(page, action)
        assert "18 of 20 were heard.</textarea>" in found
        assert "Use “audit.csv”, which you chose earlier" in found
        assert re.search(r'name="a\d+-evidence_kept" type="checkbox" value="on" checked', found)

    def test_somebody_elses_file_is_not_offered(self, people, client_as, chair, address, action):
        boxes = EVIDENCE | {"evidence_file": upload("audit.csv")}
        client_as(people.business_manager).post(address, typed(action, **boxes) | {"draft": "1"})
        assert PendingFile.objects.get().by == people.business_manager
        assert "audit.csv" not in chair.get(address).text

    def test_a_childs_details_are_asked_about(self, chair, address, action):
        text = "A child born on 3 May 2012 was heard."
        boxes = GREEN | EVIDENCE | {"evidence_text": text}
        for _ in range(2):  # the draft kept at the first press is no text that was saved
            page = chair.post(address, typed(action, **boxes) | {"save": action.pk}).text
            assert "This may contain a date of birth." in page
        (noticed,) = re.findall(r'evidence_text-noticed" value="(\w+)"', page)
        boxes |= {"evidence_text-noticed": noticed}
        assert chair.post(address, typed(action, **boxes) | {"save": action.pk}).status_code == 302
