"""A workbook of ours is edited and imported again: exactly the edited cells change."""

import io

import openpyxl
import pytest

from plans.exports.excel import write_excel
from plans.exports.word import write_word
from plans.importing.preview import read_preview
from plans.importing.read import read_plan_file
from plans.importing.stored import file_data
from plans.models import Action, Plan, PlanImport, PlanImportFile, ProgressUpdate
from plans.services.action import revise_action
from plans.services.plan_import import bring_in
from reports.plan_export import export_now
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_plan
from tests.helpers.exports import fill_plan
from tests.helpers.imports import make_import

LATER = days_ago(-1)


@pytest.fixture
def full(people, plan):
    return fill_plan(people, plan)


def download(plan):
    export = export_now(plan, challenges=plan.challenges.all(), now=NOW)
    return write_excel(export)


def edited(content, *cells):
    """The workbook with its cells (reference of the action, heading, value) changed, as Excel would save it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book["Actions"]
    head = [cell.value for cell in sheet[1]]
    for reference, heading, value in cells:
        row = next(r for r in sheet.iter_rows(min_row=2) if r[0].value == reference)
        row[head.index(heading)].value = value
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(people, plan, content, clock=None):
    return make_import(people, content=content, name="plan.xlsx", plan=plan)


def changes_of(found):
    return [
        (one.reference, change.name, change.theirs, change.is_conflict)
        for one in read_preview(found, on=TODAY).merge.changed
        for change in one.changes
    ]


def facts(plan):
    """Everything that an import could change, by reference."""
    return {
        a.reference: (a.title, a.wording, a.timescale, a.rating, a.version, a.leads.count())
        for a in plan.action_set.all()
    }


class TestExcel:
    def test_an_unedited_workbook_changes_nothing(self, people, full):
        merge = read_preview(upload(people, full, download(full)), on=TODAY).merge
        assert (merge.added, merge.changed, merge.missing) == ((), (), ())
        assert len(merge.unchanged) == full.action_set.count() > 2

    def test_a_workbook_saved_by_another_program_changes_nothing(self, people, full):
        content = saved(openpyxl.load_workbook(io.BytesIO(download(full))))
        assert changes_of(upload(people, full, content)) == []

    @pytest.mark.parametrize(
        ("heading", "value", "field", "theirs"),
        [
            ("Title", "A shorter title", "title", "A shorter title"),
            ("Action", "Do something else.", "wording", "Do something else."),
            ("Leads", "Training Group\nCouncil (joint lead)", "leads", None),
            ("Timescale", "March 2027", "timescale", "March 2027"),
            ("Importance", "High", "importance", "High"),
            ("Last comment", "Twenty of twenty.", "progress", "Twenty of twenty."),
            ("RAG", "Green", "rating", "Green"),
            ("Success measures", "Another measure", "measures", "Another measure"),
            ("Resources", "£500", "resources", "£500"),
            ("Footnote", "- a\n- b", "note", "- a\n- b"),
        ],
    )
    def test_exactly_an_edited_cell_is_a_change(self, people, full, heading, value, field, theirs):
        found = upload(people, full, edited(download(full), ("1.1", heading, value)))
        assert changes_of(found) == [("1.1", field, theirs or value, False)]

    def test_the_edited_cells_change_and_nothing_else(self, people, full):
        before = facts(full)
        content = edited(
            download(full),
            ("1.1", "Title", "A shorter title"),
            ("1.2", "Leads", "Training Group (via)"),
            ("1.3", "Timescale", "March 2027"),
        )
        bring_in(upload(people, full, content), by=people.business_manager)
        after = facts(full)
        assert after["1.1"][0] == "A shorter title"
        lead = action_of(full, "1.2").leads.get()
        assert (lead.group, lead.role) == (people.training_group, "via")
        assert after["1.3"][2] == "March 2027"
        assert after["1.1"][1:4] == before["1.1"][1:4]
        assert after["1.2"][:4] == before["1.2"][:4]
        assert after["1.3"][:2] == before["1.3"][:2]

    def test_a_date_typed_as_a_date_moves_the_timescale(self, people, full):
        content = edited(download(full), ("1.1", "Due date", "30 June 2028"))
        found = upload(people, full, content)
        assert changes_of(found) == [("1.1", "due_on", "2028-06-30", False)]
        bring_in(found, by=people.business_manager)
        assert str(action_of(full, "1.1").due_on) == "2028-06-30"

    def test_what_is_no_date_is_refused_by_name_and_changes_nothing(self, people, full):
        content = edited(download(full), ("1.1", "Due date", "soon"))
        found = upload(people, full, content)
        before = facts(full)
        with pytest.raises(Exception, match=r"Action 1\.1: “soon” is not a date"):
            bring_in(found, by=people.business_manager)
        assert facts(full) == before

    def test_a_new_rating_and_comment_are_one_update_in_no_persons_name(self, people, full):
        before = ProgressUpdate.objects.count()
        content = edited(
            download(full), ("1.1", "RAG", "Green"), ("1.1", "Last comment", "All read.")
        )
        bring_in(upload(people, full, content), by=people.business_manager)
        update = ProgressUpdate.objects.latest("pk")
        assert ProgressUpdate.objects.count() == before + 1
        assert (update.rating, update.comment, update.is_imported) == ("green", "All read.", True)

    def test_what_was_changed_here_since_is_a_conflict_and_stays(self, people, full, clock):
        content = edited(download(full), ("1.1", "Action", "Theirs."), ("1.2", "Title", "New"))
        clock.at = LATER
        revise_action(action_of(full, "1.1"), by=people.business_manager, wording="Ours.")
        found = upload(people, full, content)
        assert changes_of(found) == [
            ("1.1", "wording", "Theirs.", True),
            ("1.2", "title", "New", False),
        ]
        bring_in(found, by=people.business_manager)
        assert action_of(full, "1.1").wording == "Ours."
        assert action_of(full, "1.2").title == "New"

    def test_a_row_without_an_id_is_a_new_action(self, people, full):
        book = openpyxl.load_workbook(io.BytesIO(download(full)))
        sheet = book["Actions"]
        head = [cell.value for cell in sheet[1]]
        row = [None] * len(head)
        row[head.index("No.")], row[head.index("Action")] = "9.9", "Something new"
        sheet.append(row)
        found = upload(people, full, saved(book))
        bring_in(found, by=people.business_manager)
        assert action_of(full, "9.9").wording == "Something new"
        assert Action.objects.filter(plan=full).count() == len(facts(full))

    def test_a_row_that_is_copied_is_a_new_action(self, people, full):
        """People add an action by copying a row, and the hidden id goes with it."""
        book = openpyxl.load_workbook(io.BytesIO(download(full)))
        sheet = book["Actions"]
        head = [cell.value for cell in sheet[1]]
        row = [cell.value for cell in sheet[2]]
        row[head.index("No.")], row[head.index("Action")] = "9.9", "Something new"
        sheet.append(row)
        found = upload(people, full, saved(book))
        before = action_of(full, "1.1").wording
        assert changes_of(found) == []
        bring_in(found, by=people.business_manager)
        assert action_of(full, "1.1").wording == before
        assert action_of(full, "9.9").wording == "Something new"

    def test_columns_may_be_moved_and_removed(self, people, full):
        book = openpyxl.load_workbook(io.BytesIO(download(full)))
        sheet = book["Actions"]
        head = [cell.value for cell in sheet[1]]
        sheet.delete_cols(head.index("Title") + 1)
        sheet.insert_cols(1)
        sheet["A1"] = "My own"
        assert changes_of(upload(people, full, saved(book))) == []

    def test_ids_of_another_plan_change_nothing_there(self, people, full):
        other = make_plan(people.elsewhere.people)
        content = download(other)
        before = facts(other)
        found = upload(people, full, edited(content, ("1.1", "Title", "Stolen")))
        bring_in(found, by=people.business_manager)
        assert facts(other) == before

    def test_what_is_not_read_is_told(self, people, full):
        notes = read_preview(upload(people, full, download(full)), on=TODAY).plan.notes
        (note,) = [note for note in notes if note.code == "columns_not_read"]
        assert "“Rated on”" in note.text
        assert "“Title”" not in note.text

    def test_a_mark_that_was_damaged_is_read_as_any_other_file(self, people, full):
        book = openpyxl.load_workbook(io.BytesIO(download(full)))
        about = book["About this file"]
        for row in about.iter_rows():
            if row[0].value == "Made at":
                row[1].value = "yesterday"
        found = upload(people, full, saved(book))
        assert read_preview(found, on=TODAY).plan.made_at is None


class TestWord:
    def test_an_unedited_document_means_the_same_plan(self, people, plan):
        content = write_word(
            export_now(plan, challenges=plan.challenges.all(), now=NOW), as_published=True
        )
        found = make_import(people, content=content, name="plan.docx", plan=plan)
        merge = read_preview(found, on=TODAY).merge
        assert [one.reference for one in read_preview(found, on=TODAY).plan.actions] == [
            a.reference for a in plan.action_set.order_by("reference")
        ]
        assert (merge.added, merge.missing) == ((), ())
        assert [
            (one.reference, c.name, c.theirs) for one in merge.changed for c in one.changes
        ] == []


# Action 1.9 of Exampleshire has two milestones with a lead and a date each, which its table prints as lines of its own.
PRINTED_OTHERWISE = {("exampleshire", "docx"): {("1.9", "leads"), ("1.9", "timescale")}}


class TestDemonstration:
    """The plans of Greenwich, Surrey, Nottingham and Gloucestershire, and the invented ones, out and in again."""

    @pytest.mark.parametrize("kind", ["xlsx", "docx"])
    def test_every_plan_means_the_same_again(self, demo, db, kind):
        plans = list(Plan.objects.order_by("pk"))
        assert len(plans) > 5
        for plan in plans:
            merge = self.merged(plan, kind)
            slug = plan.partnership.slug
            assert (slug, merge.added, merge.missing) == (slug, (), ())
            changed = {(one.reference, c.name) for one in merge.changed for c in one.changes}
            assert changed == PRINTED_OTHERWISE.get((slug, kind), set())

    def merged(self, plan, kind):
        export = export_now(plan, challenges=plan.challenges.none(), now=NOW)
        content = write_excel(export) if kind == "xlsx" else write_word(export, as_published=True)
        file = read_plan_file(f"plan.{kind}", content)
        kept = PlanImport(partnership=plan.partnership, plan=plan, is_update=True)
        kept.file = PlanImportFile(tables=file_data(file))
        return read_preview(kept, on=TODAY).merge
