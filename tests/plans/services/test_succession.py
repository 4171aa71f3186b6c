"""Merging, splitting and replacing actions: what ends, what goes on, and what each face tells of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change, recording
from partnership.models import RatingDefinition
from partnership.rating_kinds import RatingKind
from plans.document.as_at import read_plan_as_at
from plans.document.compare import compare_documents
from plans.document.current import read_plan
from plans.document.from_snapshot import document_of
from plans.models import Action, ActionSuccession, Plan
from plans.services.carry import CarryChoices, carry_forward
from plans.services.milestone import add_milestone
from plans.services.plan import close_plan
from plans.services.snapshot import as_data, save_snapshot
from plans.services.succession import (
    Kept,
    NewAction,
    merge_actions,
    replace_action,
    split_action,
)
from reports.changes.feed import reader_of
from reports.render.plan import plan_sheets
from tests.helpers.builders import NOW, TODAY, action_of, make_plan, make_update

LATER = NOW + timedelta(hours=1)
AFTER = NOW + timedelta(hours=2)
WHY = {"reason": "One piece of work.", "at": LATER}
NEW = NewAction("Hear every child", "Hear every child, everywhere.")


@pytest.fixture
def manager(people):
    return people.business_manager


def read(plan):
    plan = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
    return read_plan(plan, on=TODAY)


def facts(document):
    return {action.reference: action for action in document.actions}


def links():
    found = ActionSuccession.objects.order_by("pk")
    return [(link.action.reference, link.kind, link.successor.reference) for link in found]


class TestMerge:
    def test_into_one_of_them(self, plan, manager):
        first, second = action_of(plan, "1.1"), action_of(plan, "1.2")
        lead, measure = second.leads.get(), second.measures.get()
        add_milestone(second, by=manager, text="Ask", lead=lead, at=NOW)
        point = second.reporting_points.get()
        kept = Kept(frozenset({lead.pk}), frozenset({measure.pk}), frozenset({point.pk}))
        later = merge_actions([second], by=manager, successor=first, kept=kept, **WHY)
        assert later == first
        assert links() == [("1.2", "merged", "1.1")]
        assert [one.name for one in later.leads.all()] == [
            "Audit Group",
            "Professional Adviser",
        ]
        assert [m.wording for m in later.measures.all()] == ["Measure 1 of 1.1", "Measure 1 of 1.2"]
        copy = later.reporting_points.get()
        assert (copy.text, copy.lead.action, copy.who) == ("Ask", first, "Professional Adviser")
        # What it was stays where it was
        ended = action_of(plan, "1.2")
        assert (ended.measures.count(), ended.reporting_points.count()) == (1, 1)

    def test_the_others_end_with_what_came_instead(self, plan, manager):
        merge_actions(
            [action_of(plan, "1.2"), action_of(plan, "1.3")],
            by=manager, successor=action_of(plan, "1.1"), **WHY,
        )  # fmt: skip
        for reference in ("1.2", "1.3"):
            ended = action_of(plan, reference)
            assert ended.rating_kind == RatingKind.ENDED
            said = ended.last_update
            assert (said.came_instead, said.comment) == (
                "Merged into 1.1 Action 1.1.",
                WHY["reason"],
            )
        assert action_of(plan, "1.1").rating_kind == RatingKind.NOT_RATED

    def test_what_is_over_is_not_overdue(self, plan, manager):
        assert facts(read(plan))["1.2"].is_overdue
        replace_action(action_of(plan, "1.2"), by=manager, successor=action_of(plan, "1.1"), **WHY)
        assert not facts(read(plan))["1.2"].is_overdue

    def test_an_open_milestone_of_it_is_not_overdue(self, plan, manager):
        action = action_of(plan, "1.2")
        due = {"kind": "date", "due_on": TODAY - timedelta(days=9)}
        add_milestone(action, by=manager, text="Ask", timescale=due, after_end=True, at=NOW)
        assert [point.is_overdue for point in facts(read(plan))["1.2"].points] == [True]
        replace_action(action, by=manager, successor=action_of(plan, "1.1"), **WHY)
        assert [point.is_overdue for point in facts(read(plan))["1.2"].points] == [False]

    def test_into_a_new_one(self, plan, manager):
        found = [action_of(plan, "1.1"), action_of(plan, "1.2")]
        new = NewAction(NEW.title, NEW.wording, timescale_of=found[1])
        later = merge_actions(found, by=manager, successor=new, **WHY)
        assert (later.reference, later.first_wording) == ("1.4", NEW.wording)
        assert (later.due_on, later.priority) == (found[1].due_on, found[0].priority)
        assert later.driver_links.count() == later.theme_links.count() == 1
        assert links() == [("1.1", "merged", "1.4"), ("1.2", "merged", "1.4")]

    def test_it_is_one_change(self, plan, manager):
        before = Change.objects.count()
        merge_actions([action_of(plan, "1.2")], by=manager, successor=NEW, **WHY)
        assert Change.objects.count() == before + 1

    def test_nothing_is_written_if_it_is_refused(self, plan, manager):
        new = NewAction("New", "New", reference="1.3")  # taken
        with pytest.raises(ValidationError, match="already has an action"):
            merge_actions([action_of(plan, "1.2")], by=manager, successor=new, **WHY)
        assert (links(), action_of(plan, "1.2").last_update) == ([], None)

    def test_a_scheme_without_a_rating_for_it_gets_one_that_nobody_chooses(self, plan, manager):
        schemes = plan.partnership.ratingdefinition_set
        assert not schemes.filter(kind=RatingKind.ENDED).exists()
        for reference in ("1.2", "1.3"):
            merge_actions(
                [action_of(plan, reference)], by=manager, successor=action_of(plan, "1.1"), **WHY
            )
        rating = schemes.get(kind=RatingKind.ENDED)
        assert (rating.label, rating.is_retired, rating.replaced_by) == ("Ended", True, "")
        assert action_of(plan, "1.2").rating == rating.key
        document = read(plan)
        assert rating.key not in [one.key for one in document.ratings]
        assert document.distribution.number(RatingKind.ENDED) == 2

    def test_a_scheme_with_one_is_asked(self, plan, manager):
        with recording(by=manager, at=NOW):
            RatingDefinition.objects.create(
                partnership=plan.partnership, key="stopped", kind=RatingKind.ENDED, label="Stopped",
                meaning="It stopped.", severity=90, added_at=NOW,
            )  # fmt: skip
        replace_action(action_of(plan, "1.2"), by=manager, successor=NEW, **WHY)
        assert action_of(plan, "1.2").rating == "stopped"


class TestSplit:
    def test_into_two(self, plan, manager):
        action = action_of(plan, "1.1")
        lead, measure = action.leads.get(), action.measures.get()
        first = NewAction("Schools", "Ask schools.", timescale_of=action)
        second = NewAction("Homes", "Ask homes.", reference="9.9")
        kept = Kept(frozenset({lead.pk}), frozenset({measure.pk}))
        made = split_action(action, by=manager, parts=[(first, kept), (second, Kept())], **WHY)
        assert [(one.reference, one.due_on is None) for one in made] == [
            ("1.4", False),
            ("9.9", True),
        ]
        assert [one.leads.count() for one in made] == [1, 0]
        assert [one.measures.count() for one in made] == [1, 0]
        assert links() == [("1.1", "split", "1.4"), ("1.1", "split", "9.9")]
        ended = action_of(plan, "1.1")
        assert ended.rating_kind == RatingKind.ENDED
        assert ended.last_update.came_instead == "Split into 1.4 Schools and 9.9 Homes."

    def test_it_may_stay_open(self, plan, manager):
        split_action(action_of(plan, "1.1"), by=manager, parts=[(NEW, Kept())], ends=False, **WHY)
        assert action_of(plan, "1.1").last_update is None
        assert links() == [("1.1", "split", "1.4")]

    def test_one_alone_is_no_split(self, plan, manager):
        with pytest.raises(ValidationError, match="at least two"):
            split_action(action_of(plan, "1.1"), by=manager, parts=[(NEW, Kept())], **WHY)


class TestRefused:
    def test_itself(self, plan, manager):
        action = action_of(plan, "1.1")
        with pytest.raises(ValidationError, match="cannot go on in itself"):
            replace_action(action, by=manager, successor=action, **WHY)
        link = ActionSuccession(
            plan=plan, action=action, successor=action, kind="merged", at=NOW, by=manager
        )
        with pytest.raises(ValidationError):
            link.full_clean()

    def test_a_circle(self, plan, manager):
        """1.1 stays open when 1.4 is split from it, and so cannot go back into it."""
        first = action_of(plan, "1.1")
        parts = [(NEW, Kept())]
        (made,) = split_action(first, by=manager, parts=parts, ends=False, **WHY)
        with pytest.raises(ValidationError, match=r"1\.1 Action 1\.1 already goes on in 1\.4"):
            merge_actions([made], by=manager, successor=first, reason="Back.", at=AFTER)
        second = action_of(plan, "1.2")
        with recording(by=manager, at=AFTER):
            ActionSuccession.objects.create(
                plan=plan, action=made, successor=second, kind="merged", at=AFTER, by=manager
            )
        with pytest.raises(ValidationError, match=r"1\.1 Action 1\.1 already goes on in 1\.2"):
            merge_actions([second], by=manager, successor=first, reason="Back.", at=AFTER)

    def test_another_plan(self, people, plan, manager):
        other = action_of(make_plan(people, title="Other"), "1.1")
        with pytest.raises(ValidationError, match="same plan"):
            replace_action(action_of(plan, "1.1"), by=manager, successor=other, **WHY)

    def test_what_is_over(self, plan, manager):
        over = action_of(plan, "1.2")
        make_update(over, rating="complete", at=NOW)
        for one, other in ((over, action_of(plan, "1.1")), (action_of(plan, "1.1"), over)):
            with pytest.raises(ValidationError, match=r"Action 1\.2 is complete"):
                replace_action(Action.objects.get(pk=one.pk), by=manager, successor=other, **WHY)

    def test_a_closed_plan(self, plan, manager):
        close_plan(plan, by=manager, reason="Over.", at=NOW)
        with pytest.raises(ValidationError, match="closed"):
            split_action(action_of(plan, "1.1"), by=manager, parts=[(NEW, Kept())] * 2, **WHY)

    def test_without_a_reason(self, plan, manager):
        with pytest.raises(ValidationError, match="Enter a reason"):
            merge_actions([action_of(plan, "1.2")], by=manager, successor=NEW, reason=" ")


class TestDraft:
    @pytest.fixture
    def draft(self, people, plan, manager):
        """The next plan, into which 1.1 and 1.2 were carried on."""
        draft = make_plan(people, agreed=False, actions=0, title="The next plan")
        chosen = frozenset(action_of(plan, reference).pk for reference in ("1.1", "1.2"))
        carry_forward(draft, plan, CarryChoices(chosen), by=manager, at=NOW)
        return draft

    def test_the_earlier_one_is_removed_and_its_story_stays(self, plan, draft, manager):
        merge_actions(
            [action_of(draft, "1.2")], by=manager, successor=action_of(draft, "1.1"), **WHY
        )
        assert [action.reference for action in draft.action_set.all()] == ["1.1"]
        (link,) = ActionSuccession.objects.all()
        assert (link.action, link.plan) == (action_of(plan, "1.2"), draft)
        assert action_of(plan, "1.2").last_update is None  # the agreed plan stays as it is
        assert facts(read(plan))["1.2"].succession == ()  # nor does it name the draft

    def test_merged_again_the_story_goes_on(self, plan, draft, manager):
        later = merge_actions([action_of(draft, "1.2")], by=manager, successor=NEW, **WHY)
        merge_actions(
            [later], by=manager, successor=action_of(draft, "1.1"), reason="Once more.", at=AFTER
        )
        (link,) = ActionSuccession.objects.all()
        assert (link.action, link.successor) == (action_of(plan, "1.2"), action_of(draft, "1.1"))


class TestFaces:
    @pytest.fixture
    def merged(self, plan, manager):
        merge_actions([action_of(plan, "1.2")], by=manager, successor=action_of(plan, "1.3"), **WHY)
        split_action(
            action_of(plan, "1.1"), by=manager, parts=[(NEW, Kept()), (NewAction("B", "B"), Kept())],
            reason="Two jobs.", at=AFTER,
        )  # fmt: skip
        return plan

    def test_the_document_tells_both_ends(self, merged):
        found = {reference: one.succession for reference, one in facts(read(merged)).items()}
        assert found == {
            "1.1": ("Split into 1.4 and 1.5",),
            "1.2": ("Merged into 1.3",),
            "1.3": ("Merged from 1.2",),
            "1.4": ("Split from 1.1",),
            "1.5": ("Split from 1.1",),
        }
        assert read(merged).distribution.total == 5

    def test_history_and_a_snapshot_tell_it_likewise(self, merged, manager):
        moment = AFTER + timedelta(seconds=1)
        snapshot = save_snapshot(merged, by=manager, reason="Before the meeting.", at=moment)
        document = as_data(read(merged))
        assert as_data(read_plan_as_at(merged, at=moment)) == document
        assert as_data(document_of(snapshot)) == document

    def test_a_comparison_tells_it(self, merged):
        comparison = compare_documents(read_plan_as_at(merged, at=NOW), read(merged))
        told = {one.after.reference: one.pairs for one in comparison.altered}
        (pair,) = told["1.3"]
        assert (pair.what, pair.after) == ("Merged, split or replaced", "Merged from 1.2")

    def test_the_pdf_prints_it(self, merged):
        html = plan_sheets(read(merged)).html
        assert "<strong>Split into 1.4 and 1.5.</strong>" in html
        assert "<strong>Merged from 1.2.</strong>" in html

    def test_the_feed_tells_it(self, people, merged):
        roles = merged.partnership.roles_of(people.scrutineer, on=TODAY)
        reader = reader_of(merged.partnership, people.scrutineer, roles, on=TODAY)
        told = [s.text for one in reader.describe(list(reader.changes())) for s in one.sentences]
        assert any(
            "1.2 Action 1.2: rated Ended" in s or "1.2 Action 1.2: first rated Ended" in s
            for s in told
        )
        assert any(s.endswith("merged into 1.3 Action 1.3") for s in told)
        assert any("split into 1.4 Hear every child and 1.5 B" in s for s in told)

    @pytest.mark.parametrize("actions", [1, 3])
    def test_queries(self, people, manager, django_assert_num_queries, actions):
        plan = make_plan(people, actions=actions)
        for action in plan.action_set.all():
            replace_action(action, by=manager, successor=NEW, **WHY)
        loaded = Plan.objects.select_related("partnership__house_style").get(pk=plan.pk)
        with django_assert_num_queries(11):
            read_plan(loaded, on=TODAY)
