"""A file is kept, read, decided about, brought in, undone and discarded."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change
from partnership.models import Post
from partnership.redactions.find import Passage, find_places
from partnership.seals.live import verify_live
from partnership.services.redaction import redact
from plans.importing.preview import read_preview
from plans.importing.read import READERS
from plans.models import Action, ImportedRow, LeadAlias, Plan, PlanImport, PlanImportFile, Priority
from plans.services.plan import agree_plan, create_plan, revise_plan, withdraw_plan
from plans.services.plan_import import (
    bring_in,
    choose,
    discard_import,
    keep_plan_file,
    read_kept_file,
    remembered_columns,
    undo_import,
)
from plans.services.structure import add_part
from subgroups.models import Group
from tests.helpers.builders import TODAY
from tests.helpers.imports import DATES, HEAD, make_brought_in, make_import


def decide(found, **values):
    def change(choices):
        for name, value in values.items():
            setattr(choices, name, value)

    return choose(found, change)


def make_draft(people, title="Empty draft"):
    dates = {"starts_on": date(2026, 4, 1), "ends_on": date(2027, 3, 31), "period": "2026–27"}
    return create_plan(people.partnership, by=people.business_manager, title=title, **dates)


class TestReading:
    def test_the_worker_reads_what_was_kept(self, people):
        found = make_import(people)
        assert found.is_ready
        assert found.sha256 != ""
        preview = read_preview(found, on=TODAY)
        assert [action.reference for action in preview.plan.actions] == ["1.1", "1.2", "2.1"]

    def test_a_file_that_is_refused_at_once_leaves_nothing(self, people):
        by = people.business_manager
        with pytest.raises(ValidationError, match=r"plan\.csv: the file is empty\."):
            keep_plan_file(people.partnership, by=by, name="plan.csv", content=b"")
        assert not PlanImport.objects.exists()

    def test_a_file_that_cannot_be_read_says_why(self, people, monkeypatch):
        def fail(content):
            raise ValidationError("The file has 3,000 columns.")

        monkeypatch.setitem(READERS, "csv", fail)
        found = make_import(people)
        assert found.state == PlanImport.State.REFUSED
        assert found.refusal == "plan.csv: the file has 3,000 columns."

    def test_reading_again_changes_nothing(self, people):
        found = make_import(people)
        decide(found, left_out=["row 2#1"])
        read_kept_file(found, report=lambda *told: None)
        found.refresh_from_db()
        assert found.choices == {"left_out": ["row 2#1"]}
        assert found.is_ready


class TestChoosing:
    def test_two_people_keep_each_others_choices(self, people):
        found = make_import(people)
        mine, theirs = PlanImport.objects.get(pk=found.pk), PlanImport.objects.get(pk=found.pk)
        choose(mine, lambda choices: choices.left_out.append("row 2#1"))
        choose(theirs, lambda choices: choices.joined.append("row 4#1"))
        found.refresh_from_db()
        assert found.choices == {"left_out": ["row 2#1"], "joined": ["row 4#1"]}

    def test_what_is_decided_rests_on_what_others_decided_meanwhile(self, people):
        found, shown = make_import(people), []
        stale = PlanImport.objects.get(pk=found.pk)
        choose(found, lambda choices: choices.left_out.append("row 2#1"))
        choose(stale, lambda choices: shown.append(read_preview(stale, on=TODAY)))
        assert [action.key for action in shown[0].plan.removed] == ["row 2#1"]

    def test_nothing_is_decided_about_what_was_brought_in(self, people):
        found = make_brought_in(people)
        with pytest.raises(ValidationError, match="This file has been brought in"):
            decide(found, left_out=["row 2#1"])

    def test_columns_are_remembered_once_they_were_brought_in(self, people):
        found = make_import(people)
        decide(found, columns={"rag": "note"})
        assert remembered_columns(people.partnership) == {}
        bring_in(found, by=people.business_manager, **DATES)
        assert remembered_columns(people.partnership) == {"rag": "note"}
        assert make_import(people).choices == {"columns": {"rag": "note"}}

    def test_columns_of_another_partnership_are_not_remembered(self, people):
        theirs = people.elsewhere.people
        found = make_import(theirs)
        decide(found, columns={"rag": "note"})
        bring_in(found, by=theirs.business_manager, **DATES)
        assert remembered_columns(theirs.partnership) != {}
        assert remembered_columns(people.partnership) == {}


class TestBringingIn:
    def test_it_is_one_change_with_the_file_and_rows_kept(self, people):
        found = make_import(people)
        before = Change.objects.count()
        plan = bring_in(found, by=people.business_manager, **DATES)
        assert Change.objects.count() == before + 1
        found.refresh_from_db()
        assert (found.plan, found.is_brought_in) == (plan, True)
        assert found.change.reason == "Imported from plan.csv"
        assert (plan.title, str(plan.starts_on)) == ("Plan of a file", "2026-04-01")
        row = ImportedRow.objects.get(action__reference="1.1", action__plan=plan)
        assert ["By when", "May 2026"] in row.cells
        assert found.read_content().startswith(HEAD.encode())

    def test_it_goes_into_the_draft_that_was_chosen(self, people):
        draft = make_draft(people)
        found = make_import(people, plan=draft)
        assert bring_in(found, by=people.business_manager) == draft
        assert draft.action_set.count() == 3

    def test_a_draft_that_was_filled_meanwhile_is_refused(self, people):
        draft = make_draft(people)
        found = make_import(people, plan=draft)
        add_part(Priority, draft, by=people.business_manager, number="1", title="Typed")
        with pytest.raises(ValidationError, match="already has priorities or actions"):
            bring_in(found, by=people.business_manager)
        assert not draft.action_set.exists()

    def test_only_once(self, people):
        found = make_brought_in(people)
        with pytest.raises(ValidationError, match="This file has been brought in"):
            bring_in(found, by=people.business_manager, **DATES)
        assert Plan.objects.filter(title="Plan of a file").count() == 1

    def test_what_a_person_decided_of_leads_is_made_with_it(self, people):
        rows = "Early help,1,One,JH,,,,\nEarly help,2,Two,Missing panel,,,,\n"
        rows += "Early help,3,Three,Head of Care,,,,\nEarly help,4,Four,Somebody,,,,\n"
        found = make_import(people, rows=rows)
        group = people.audit_group
        decide(
            found,
            leads={
                "jh": {"words": "JH", "who": f"group-{group.pk}"},
                "missing panel": {"words": "Missing panel", "who": "group"},
                "head of care": {"words": "Head of Care", "who": "post"},
                "somebody": {"words": "Somebody", "who": "words"},
            },
        )
        before = Change.objects.count()
        plan = bring_in(found, by=people.business_manager, **DATES)
        assert Change.objects.count() == before + 1
        leads = {a.reference: a.leads.get() for a in plan.action_set.all()}
        assert leads["1"].group == group
        assert leads["2"].group.name == "Missing panel"
        assert leads["3"].post.title == "Head of Care"
        assert leads["4"].words == "Somebody"
        assert LeadAlias.objects.get(words="JH").who == group

    def test_nobody_of_another_partnership_can_be_meant(self, people):
        found = make_import(people)
        other = people.elsewhere.people.audit_group
        decide(found, leads={"jh": {"words": "JH", "who": f"group-{other.pk}"}})
        plan = bring_in(found, by=people.business_manager, **DATES)
        assert plan.action_set.get(reference="1.2").leads.get().words == "JH"

    def test_a_rating_that_a_person_has_chosen_is_given(self, people):
        rows = "Early help,1,One,,,,Splendid,Well begun\n"
        found = make_import(people, rows=rows)
        rating = people.partnership.ratingdefinition_set.get(kind="on_track")
        decide(found, ratings={"splendid": rating.key})
        plan = bring_in(found, by=people.business_manager, **DATES)
        assert plan.action_set.get().rating_kind == "on_track"

    def test_a_failure_leaves_nothing(self, people, monkeypatch):
        found = make_import(people)
        decide(found, leads={"jh": {"words": "JH", "who": "group"}})
        before = (Plan.objects.count(), Group.objects.count(), Change.objects.count())
        monkeypatch.setattr(
            "plans.services.plan_import._keep_rows", lambda *told: 1 / 0, raising=True
        )
        with pytest.raises(ZeroDivisionError):
            bring_in(found, by=people.business_manager, **DATES)
        assert (Plan.objects.count(), Group.objects.count(), Change.objects.count()) == before


class TestUndoing:
    def test_everything_goes_and_the_file_stays(self, people):
        found = make_import(people)
        decide(
            found,
            leads={
                "jh": {"words": "JH", "who": "post"},
                "audit group": {"words": "Audit Group", "who": "words"},
            },
        )
        plan = bring_in(found, by=people.business_manager, **DATES)
        assert Post.objects.filter(title="JH").exists()
        found.refresh_from_db()
        undo_import(found, by=people.business_manager)
        found.refresh_from_db()
        assert found.state == PlanImport.State.UNDONE
        assert found.read_content() is not None
        assert not Plan.objects.filter(pk=plan.pk).exists()
        assert not Action.objects.filter(plan=plan.pk).exists()
        assert not Post.objects.filter(title="JH").exists()

    def test_a_draft_that_was_there_before_is_emptied(self, people):
        draft = make_draft(people)
        found = make_import(people, plan=draft)
        bring_in(found, by=people.business_manager)
        found.refresh_from_db()
        undo_import(found, by=people.business_manager)
        draft.refresh_from_db()
        assert not draft.action_set.exists()
        assert not draft.priority_set.exists()

    def test_not_once_someone_has_edited_the_plan(self, people):
        found = make_brought_in(people)
        revise_plan(found.plan, by=people.business_manager, introduction="Hello")
        with pytest.raises(ValidationError, match="Someone has edited the plan since"):
            undo_import(found, by=people.business_manager)
        assert Plan.objects.filter(pk=found.plan_id).exists()

    def test_not_once_a_part_was_added(self, people):
        found = make_brought_in(people)
        add_part(Priority, found.plan, by=people.business_manager, number="9", title="New")
        with pytest.raises(ValidationError, match="Someone has edited the plan since"):
            undo_import(found, by=people.business_manager)

    def test_not_once_it_was_agreed(self, people):
        found = make_brought_in(people)
        agree_plan(found.plan, by=people.business_manager)
        found.plan.refresh_from_db()
        with pytest.raises(ValidationError, match="The plan was agreed"):
            undo_import(found, by=people.business_manager)

    def test_not_twice_and_not_after_a_withdrawal(self, people):
        found = make_brought_in(people)
        withdraw_plan(found.plan, by=people.business_manager, reason="Begun by mistake")
        found.refresh_from_db()
        with pytest.raises(ValidationError, match="was withdrawn"):
            undo_import(found, by=people.business_manager)


class TestDiscarding:
    def test_the_file_goes(self, people):
        found = make_import(people)
        discard_import(found)
        assert not PlanImportFile.objects.exists()

    def test_not_what_was_brought_in(self, people):
        found = make_brought_in(people)
        with pytest.raises(ValidationError, match="It stays with the plan"):
            discard_import(found)
        assert PlanImportFile.objects.count() == 1


class TestWhatIsKept:
    def test_words_are_redacted_from_rows_and_tables_and_the_file_goes(self, people):
        rows = "Early help,1,Ask Tobermory Bell about it,,,,,\n"
        found = make_brought_in(people, rows=rows)
        passage = Passage("Tobermory Bell")
        places = find_places(people.partnership, passage)
        models = {place.model for place in places}
        assert {ImportedRow, PlanImportFile, Action} <= models
        redact(
            people.partnership,
            by=people.business_manager,
            passage=passage,
            keys={place.key for place in places},
            reason="A child was named",
        )
        assert find_places(people.partnership, passage) == ()
        found.refresh_from_db()
        assert found.read_content() is None
        assert found.is_whole()

    def test_a_file_that_was_altered_is_found(self, people):
        found = make_brought_in(people)
        assert [*verify_live(people.partnership)] == []
        PlanImportFile.objects.update(content=b"other")
        assert any("does not match its digest" in one for one in verify_live(people.partnership))
        assert not found.is_whole()
