"""The demonstration loads completely, through the services, and only once."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from partnership.history import Change
from partnership.models import Membership, Partnership, User
from partnership.permissions import EVERYBODY
from plans.models import (
    Action,
    ActionSuccession,
    Challenge,
    EvidenceFile,
    Plan,
    ProgressUpdate,
    TimescaleChange,
)
from reports.changes.quiet import count_quiet
from reports.changes.quiet_rules import RULES
from reports.models import AnnualReport, Framework
from tests.helpers.builders import NOW, TODAY
from tests.helpers.planting import SLUGS

pytestmark = pytest.mark.usefixtures("demo", "db")

FACTS = json.loads((settings.BASE_DIR / "fixtures" / "exampleshire.json").read_text())


def test_six_partnerships_each_with_its_plan():
    assert sorted(Partnership.objects.values_list("slug", flat=True)) == sorted(SLUGS)
    plans = Plan.objects.values_list("partnership__slug", "status")
    assert sorted(plans) == [(slug, "agreed") for slug in sorted(SLUGS)]


def test_a_second_run_changes_nothing():
    before = Change.objects.count(), User.objects.count(), Framework.objects.count()
    said = StringIO()
    call_command("load_demo", stdout=said)
    assert (Change.objects.count(), User.objects.count(), Framework.objects.count()) == before
    assert said.getvalue() == ""


@pytest.mark.parametrize("slug", SLUGS)
def test_somebody_of_every_role_in_each(slug):
    running = Membership.objects.running(TODAY).filter(partnership__slug=slug)
    assert {m.role for m in running} == {role.value for role in EVERYBODY}
    guests = [m.user.email for m in running if not m.user.email.endswith(f"@{slug}.example")]
    # One person is a member of two partnerships.
    assert guests == (["regional.adviser@exampleshire.example"] if slug == "greenwich" else [])


def test_every_change_says_that_it_is_the_demonstration():
    assert set(Change.objects.values_list("through", flat=True)) == {"demonstration"}


def test_nothing_happens_after_today():
    assert Change.objects.filter(at__gt=NOW).count() == 0
    assert ProgressUpdate.objects.filter(at__gt=NOW).count() == 0


class TestExampleshire:
    """Exampleshire: its history is in the order of the fixture."""

    def events(self, kind):
        return [event for event in FACTS["story"] if event["do"] == kind]

    def test_every_update_of_the_story_is_there(self):
        told = self.events("record_update") + self.events("record_no_change")
        made = ProgressUpdate.history.filter(
            plan__partnership__slug="exampleshire", history_type="+"
        )
        ended = self.events("split_action") + self.events("merge_actions")  # one action each
        assert made.count() == len(told) + len(ended)  # with those of an action removed since
        assert len(told) > 50

    def test_two_pieces_of_evidence_have_a_file(self):
        files = EvidenceFile.objects.order_by("pk")
        made = [(file.name, file.media_type, file.read_content()[:4]) for file in files]
        assert made == [
            ("Early help assessments, who leads.pdf", "application/pdf", b"%PDF"),
            ("Front door sample.csv", "text/csv", b"\xef\xbb\xbfD"),
        ]

    def test_every_move_of_a_date(self):
        moves = TimescaleChange.objects.filter(plan__partnership__slug="exampleshire", point=None)
        accepted = [e for e in self.events("accept_proposal") if e["about"] == "timescale"]
        assert moves.count() == len(self.events("change_timescale")) + len(accepted)
        assert all(move.reason for move in moves)

    def test_challenges_are_closed_answered_overdue_and_waiting(self):
        challenges = Challenge.objects.filter(partnership__slug="exampleshire").order_by("at")
        assert [
            (one.about, one.state, one.is_overdue(on=TODAY), one.responses.count())
            for one in challenges
        ] == [
            ("change", "closed", False, 5),
            ("action", "answered", False, 1),
            ("action", "open", True, 0),
            ("action", "open", False, 0),
        ]

    def test_every_rating_is_there(self):
        ratings = Action.objects.filter(plan__partnership__slug="exampleshire").values_list(
            "rating", flat=True
        )
        running = {"red", "amber", "green", "complete", "not_rated"}
        assert set(ratings) == running | {"not-started", "on-hold", "ended"}

    def test_what_is_not_running_says_why(self):
        waiting = Action.objects.filter(
            plan__partnership__slug="exampleshire", rating_kind__in=("not_due", "on_hold", "ended")
        )
        found = waiting.values_list("reference", "rating_kind", "last_update__comment")
        assert {reference: kind for reference, kind, _ in found} == {
            "3.8": "not_due",
            "F.7": "on_hold",
            "F.9": "ended",
            "2.11": "ended",
            "F.3": "ended",
        }
        assert all(why for _, _, why in found)
        ended = waiting.get(reference="F.9").last_update
        assert ended.came_instead.startswith("One page of links")

    def test_an_action_was_merged_into_another_and_one_was_split(self):
        links = ActionSuccession.objects.filter(plan__partnership__slug="exampleshire")
        told = links.values_list("kind", "action__reference", "successor__reference")
        assert sorted(told) == [
            ("merged", "2.11", "2.2"),
            ("split", "F.3", "F.10"),
            ("split", "F.3", "F.11"),
        ]
        into, *parts = (
            Action.objects.get(plan__partnership__slug="exampleshire", reference=reference)
            for reference in ("2.2", "F.10", "F.11")
        )
        assert "20 reports a quarter" in into.measures.last().wording
        assert [part.measures.count() for part in parts] == [1, 1]
        assert [part.reporting_points.count() for part in parts] == [1, 1]
        assert {lead.name for part in parts for lead in part.leads.all()} == {
            "Learning and Improvement Group"
        }

    def test_its_own_words_for_ratings(self):
        ratings = Partnership.objects.get(slug="exampleshire").ratingdefinition_set.all()
        assert [rating.label for rating in ratings] == [
            "Off track",
            "At risk",
            "On track",
            "Complete",
            "Not due to start",
            "On hold",
            "Ended",
            "Not yet rated",
        ]

    def test_a_member_leads_and_milestones_are_done_moved_and_overdue(self):
        plan = Plan.objects.get(partnership__slug="exampleshire")
        (lead,) = plan.lead_set.exclude(person=None)
        assert (lead.action.reference, lead.person.name) == ("O1.4", "Voluntary sector member")
        milestones = plan.reportingpoint_set.filter(kind="milestone")
        assert {point.is_open for point in milestones} == {True, False}

    def test_what_was_taken_out_is_in_the_history(self):
        removed = {event["action"] for event in self.events("remove_action")}
        assert removed
        gone = Action.history.filter(plan__partnership__slug="exampleshire", history_type="-")
        assert {row.reference for row in gone} == removed

    def test_each_event_is_one_change_of_its_person(self):
        names = {person["key"]: person["name"] for person in FACTS["people"]}
        partnership = Partnership.objects.get(slug="exampleshire")
        for event in FACTS["story"][:: len(FACTS["story"]) // 10]:
            reason = event.get("reason")
            if event["do"] == "record_update" or not reason:
                continue
            changes = Change.objects.filter(partnership=partnership, reason=reason)
            # A proposal is accepted with the reason that was given.
            assert [change.by_name for change in changes].count(names[event["by"]]) == 1

    def test_has_a_yearly_report_begun(self):
        report = AnnualReport.objects.get(partnership__slug="exampleshire")
        assert report.sections.exclude(text="").exists()
        assert report.sections.count() == report.framework.sections.count()


def test_exampleshire_has_a_quiet_change_of_every_kind():
    changes = Partnership.objects.get(slug="exampleshire").changes
    found = [rule.key for rule, _ in count_quiet(changes.values("pk")).by_rule]
    assert found == [rule.key for rule in RULES]
