"""A changed file is brought in again: exactly what it changes is changed, and nothing twice."""

import pytest
from django.core.exceptions import ValidationError

from partnership.history import Change
from plans.importing.preview import read_preview
from plans.models import ImportedRow, PlanImport, ProgressUpdate
from plans.services.action import revise_action
from plans.services.plan import agree_plan, close_plan
from plans.services.plan_import import bring_in, choose, keep_plan_file, undo_import
from tests.helpers.builders import TODAY, make_plan
from tests.helpers.imports import HEAD, ROWS, make_brought_in, make_import


@pytest.fixture
def plan(people):
    return make_brought_in(people).plan


def again(people, plan, rows):
    """The PlanImport of a second file for the same plan, read."""
    return make_import(people, rows=rows, plan=plan)


def merge_of(found):
    return read_preview(found, on=TODAY).merge


def changes_of(found):
    """[(reference, field, what the plan says, what the file says, whether both have changed)]."""
    return [
        (one.reference, change.name, change.ours, change.theirs, change.is_conflict)
        for one in merge_of(found).changed
        for change in one.changes
    ]


def action_of(plan, reference):
    return plan.action_set.get(reference=reference)


class TestComparing:
    def test_the_same_file_changes_nothing(self, people, plan):
        merge = merge_of(again(people, plan, ROWS))
        assert (merge.added, merge.changed, merge.missing) == ((), (), ())
        assert len(merge.unchanged) == 3

    def test_what_the_file_changed_is_found_field_by_field(self, people, plan):
        rows = ROWS.replace("Train the staff", "Train all the staff").replace(
            "July 2026", "May 2027"
        )
        assert changes_of(again(people, plan, rows)) == [
            ("1.2", "wording", "Train the staff", "Train all the staff", False),
            ("2.1", "timescale", "July 2026", "May 2027", False),
        ]

    def test_words_are_compared_one_by_one(self, people, plan):
        rows = ROWS.replace("Train the staff", "Train all the staff")
        (one,) = merge_of(again(people, plan, rows)).changed
        assert [(w.text.strip(), w.kind) for w in one.changes[0].words if w.kind != "same"] == [
            ("all", "added")
        ]

    def test_what_only_the_plan_changed_is_no_change(self, people, plan):
        revise_action(action_of(plan, "1.2"), by=people.business_manager, wording="Ours")
        assert changes_of(again(people, plan, ROWS)) == []

    def test_what_both_changed_is_a_conflict(self, people, plan):
        revise_action(action_of(plan, "1.2"), by=people.business_manager, wording="Ours")
        rows = ROWS.replace("Train the staff", "Theirs")
        assert changes_of(again(people, plan, rows)) == [("1.2", "wording", "Ours", "Theirs", True)]

    def test_what_both_changed_to_the_same_is_no_change(self, people, plan):
        revise_action(action_of(plan, "1.2"), by=people.business_manager, wording="Both")
        assert changes_of(again(people, plan, ROWS.replace("Train the staff", "Both"))) == []

    def test_an_action_is_moved_to_another_priority(self, people, plan):
        rows = ROWS.replace("Safe homes,2.1", "Early help,2.1")
        ((reference, field, ours, theirs, _),) = changes_of(again(people, plan, rows))
        assert (reference, field) == ("2.1", "priority")
        assert (ours[-10:], theirs[-10:]) == ("Safe homes", "Early help")

    def test_a_renumbered_action_is_known_by_its_wording(self, people, plan):
        rows = ROWS.replace("Early help,1.2", "Early help,1.7")
        assert changes_of(again(people, plan, rows)) == [("1.2", "reference", "1.2", "1.7", False)]

    def test_what_the_file_adds_and_lacks_is_told(self, people, plan):
        first, *_ = ROWS.splitlines(keepends=True)
        merge = merge_of(again(people, plan, first + "Early help,9.9,Something new,,,,,\n"))
        assert [action.reference for action in merge.added] == ["9.9"]
        assert [action.reference for action in merge.missing] == ["1.2", "2.1"]

    def test_a_file_without_a_column_says_nothing_of_it(self, people, plan):
        head = "Priority,Ref,Action,Lead\n"
        rows = "Early help,1.1,Audit twenty cases,Audit Group\nEarly help,1.2,Train the staff,JH\n"
        found = make_import(people, head=head, rows=rows, plan=plan)
        assert changes_of(found) == []

    def test_a_plan_that_came_from_no_file_is_compared_with_as_it_is(self, people):
        plan = make_plan(people)
        rows = "Neglect,1.1,Other words,,,,,\n"
        found = make_import(people, rows=rows, plan=plan)
        ((_, field, _, theirs, is_conflict),) = [c for c in changes_of(found) if c[1] == "wording"]
        assert (field, theirs, is_conflict) == ("wording", "Other words", False)


class TestUpdating:
    def test_exactly_what_the_file_changed_is_changed_in_one_change(self, people, plan):
        rows = ROWS.replace("Train the staff", "Train all the staff").replace(",JH,", ",Board,")
        rows += "Safe homes,2.2,Visit schools,Board,May 2026,Schools visited,,\n"
        found = again(people, plan, rows)
        versions = dict(plan.action_set.values_list("reference", "version"))
        before = Change.objects.count()
        bring_in(found, by=people.business_manager)
        assert Change.objects.count() == before + 1
        changed = action_of(plan, "1.2")
        assert (changed.wording, changed.title) == ("Train all the staff",) * 2
        assert changed.leads.get().words == "Board"
        assert action_of(plan, "2.2").priority == action_of(plan, "2.1").priority
        assert action_of(plan, "1.1").version == versions["1.1"]
        assert plan.priority_set.count() == 2
        found.refresh_from_db()
        assert found.change.reason == "Imported from plan.csv"

    def test_a_column_of_starts_sets_them_and_its_empty_cells_clear_none(self, people, plan):
        by, head = people.business_manager, HEAD.replace("By when", "Start date,By when")
        revise_action(action_of(plan, "2.1"), by=by, starts_words="May 2026")
        rows = ROWS.replace(",May 2026", ",April 2026,May 2026").replace(
            ",June 2026", ",,June 2026"
        )
        found = make_import(
            people, head=head, rows=rows.replace(",July 2026", ",,July 2026"), plan=plan
        )
        assert changes_of(found) == [("1.1", "start", "", "April 2026", False)]
        bring_in(found, by=by)
        starts = [action_of(plan, reference).start for reference in ("1.1", "1.2", "2.1")]
        assert starts == ["April 2026", "", "May 2026"]

    def test_a_conflict_stays_unless_a_person_takes_it(self, people, plan):
        action = action_of(plan, "1.2")
        revise_action(action, by=people.business_manager, wording="Ours")
        rows = ROWS.replace("Train the staff", "Theirs")
        bring_in(again(people, plan, rows), by=people.business_manager)
        assert action_of(plan, "1.2").wording == "Ours"
        rows = ROWS.replace("Train the staff", "Theirs again")
        found = again(people, plan, rows)
        choose(found, lambda choices: choices.taken.append(f"{action.pk} wording"))
        bring_in(found, by=people.business_manager)
        assert action_of(plan, "1.2").wording == "Theirs again"

    def test_what_was_kept_is_not_offered_by_the_same_file_again(self, people, plan):
        revise_action(action_of(plan, "1.2"), by=people.business_manager, wording="Ours")
        rows = ROWS.replace("Train the staff", "Theirs")
        bring_in(again(people, plan, rows), by=people.business_manager)
        assert changes_of(again(people, plan, rows)) == []

    def test_what_a_person_keeps_stays(self, people, plan):
        found = again(people, plan, ROWS.replace("Train the staff", "Theirs"))
        pk = action_of(plan, "1.2").pk
        choose(found, lambda choices: choices.kept.append(f"{pk} wording"))
        bring_in(found, by=people.business_manager)
        assert action_of(plan, "1.2").wording == "Train the staff"

    def test_measures_are_reworded_added_and_removed(self, people, plan):
        found = again(people, plan, ROWS.replace("Cases read", '"Cases audited\nStaff told"'))
        measure = action_of(plan, "1.1").measures.get()
        bring_in(found, by=people.business_manager)
        wordings = {m.pk: m.wording for m in action_of(plan, "1.1").measures.all()}
        assert wordings[measure.pk] == "Cases audited"
        assert [*wordings.values()] == ["Cases audited", "Staff told"]
        bring_in(
            again(people, plan, ROWS.replace("Cases read", "Staff told")),
            by=people.business_manager,
        )
        assert [m.wording for m in action_of(plan, "1.1").measures.all()] == ["Staff told"]

    def test_progress_becomes_an_update_in_no_persons_name(self, people, plan):
        before = ProgressUpdate.objects.count()
        rows = ROWS.replace("Green,Begun", "Green,Half done")
        bring_in(again(people, plan, rows), by=people.business_manager)
        update = ProgressUpdate.objects.latest("pk")
        assert ProgressUpdate.objects.count() == before + 1
        assert (update.comment, update.is_imported) == ("Half done", True)
        assert action_of(plan, "1.1").rating_kind == "on_track"

    def test_progress_without_a_rating_leaves_the_rating(self, people, plan):
        rows = ROWS.replace("Green,Begun", ",Half done")
        bring_in(again(people, plan, rows), by=people.business_manager)
        assert action_of(plan, "1.1").rating_kind == "on_track"

    def test_a_date_that_moves_in_an_agreed_plan_is_recorded_with_its_reason(self, people, plan):
        agree_plan(plan, by=people.business_manager)
        plan.refresh_from_db()
        found = again(people, plan, ROWS.replace("July 2026", "May 2027"))
        bring_in(found, by=people.business_manager)
        move = action_of(plan, "2.1").timescale_changes.get()
        assert (move.reason, str(move.to_due_on)) == ("Imported from plan.csv", "2027-05-31")

    def test_an_action_that_the_file_lacks_stays(self, people, plan):
        bring_in(again(people, plan, ROWS.splitlines()[0] + "\n"), by=people.business_manager)
        assert plan.action_set.count() == 3

    def test_a_closed_plan_is_refused(self, people, plan):
        agree_plan(plan, by=people.business_manager)
        plan.refresh_from_db()
        found = again(people, plan, ROWS.replace("Train", "Teach"))
        close_plan(plan, by=people.business_manager, reason="Over")
        with pytest.raises(ValidationError, match="This plan is closed"):
            bring_in(found, by=people.business_manager)
        plan.refresh_from_db()
        with pytest.raises(ValidationError, match="This plan is closed"):
            keep_plan_file(
                people.partnership,
                by=people.business_manager,
                name="a.csv",
                content=b"a,b",
                plan=plan,
            )

    def test_a_failure_names_the_action_and_leaves_nothing(self, people, plan):
        swapped = {"Early help,1.2": "Early help,2.1", "Safe homes,2.1": "Safe homes,1.2"}
        rows = "".join(
            line.replace(old, new)
            for line in ROWS.splitlines(keepends=True)
            for old, new in [next((s for s in swapped.items() if s[0] in line), ("", ""))]
        )
        found = again(people, plan, rows)
        before = Change.objects.count()
        with pytest.raises(ValidationError, match=r"Action 1\.2: The plan already"):
            bring_in(found, by=people.business_manager)
        assert Change.objects.count() == before
        assert PlanImport.objects.get(pk=found.pk).is_ready

    def test_all_actions_after_a_new_one_are_renumbered(self, people, plan):
        rows = ROWS.replace("Early help,1.2", "Early help,1.3").replace(
            "Early help,1.1", "Early help,1.2"
        )
        bring_in(again(people, plan, rows), by=people.business_manager)
        assert [(a.reference, a.wording) for a in plan.action_set.order_by("reference")] == [
            ("1.2", "Audit twenty cases"),
            ("1.3", "Train the staff"),
            ("2.1", "Visit homes"),
        ]

    def test_it_cannot_be_undone_as_a_whole(self, people, plan):
        found = again(people, plan, ROWS.replace("Train", "Teach"))
        bring_in(found, by=people.business_manager)
        found.refresh_from_db()
        with pytest.raises(ValidationError, match="changed a plan that was there before"):
            undo_import(found, by=people.business_manager)

    def test_each_row_is_kept_with_its_action(self, people, plan):
        found = again(people, plan, ROWS.replace("Train", "Teach"))
        bring_in(found, by=people.business_manager)
        rows = ImportedRow.objects.filter(plan_import=found)
        assert [row.action.reference for row in rows] == ["1.1", "1.2", "2.1"]
