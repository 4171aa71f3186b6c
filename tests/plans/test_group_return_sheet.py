"""A return by Excel: the sheet has open cells for answers alone, and what comes back becomes drafts."""

import io

import lxml.html
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from plans.models import Draft, ProgressUpdate
from tests.helpers.builders import action_of, make_update
from tests.helpers.periods import make_period

pytestmark = pytest.mark.engine_free
COMMENT = "What has happened, and what difference has it made?"


@pytest.fixture
def record(people, plan):
    return make_period(plan).returns.get(group=people.audit_group)


@pytest.fixture
def client(people, client_as):
    return client_as(people.chair)


def at(name, record):
    return reverse(f"plans:{name}", kwargs={"slug": record.partnership.slug, "pk": record.pk})


def download(client, record):
    response = client.get(at("group_return_sheet", record))
    return openpyxl.load_workbook(io.BytesIO(response.content))


def filled(client, record, answers, name="A visiting nurse"):
    """The sheet with the answers {reference: {heading: value}}, as Excel would save it."""
    book = download(client, record)
    sheet = book["Return"]
    sheet["D3"] = name
    head = [cell.value for cell in sheet[5]]
    for row in sheet.iter_rows(min_row=6):
        for heading, value in answers.get(row[1].value, {}).items():
            row[head.index(heading)].value = value
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(client, record, content, name="sheet.xlsx"):
    return client.post(
        at("group_return_upload", record), {"file": SimpleUploadedFile(name, content)}
    )


def save(client, record, page, **changes):
    """Post the check page as it is shown, with ``changes``."""
    *_, form = lxml.html.fromstring(page.content).forms
    data = dict(form.form_values())
    return client.post(at("group_return_upload", record), {**data, "step": "save", **changes})


class TestSheet:
    def test_only_cells_for_answers_are_open(self, client, record):
        sheet = download(client, record)["Return"]
        assert sheet.protection.sheet
        open_cells = {
            c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked
        }
        assert open_cells == {"D3"} | {f"{column}{row}" for column in "GHI" for row in (6,)}

    def test_it_has_the_actions_with_their_last_words_and_a_list_of_ratings(
        self, client, people, record
    ):
        make_update(action_of(record.plan, "1.1"), by=people.chair, comment="Nine read.")
        sheet = download(client, record)["Return"]
        rows = {row[1].value: row for row in sheet.iter_rows(min_row=6)}
        assert "Nine read." in rows["1.1"][5].value
        (validation,) = sheet.data_validations.dataValidation
        assert "Amber" in validation.formula1
        assert sheet.column_dimensions["A"].hidden

    def test_text_that_begins_like_a_formula_stays_text(self, client, people, record):
        make_update(action_of(record.plan, "1.1"), by=people.chair, comment="=1+1")
        cells = [c for row in download(client, record)["Return"].iter_rows() for c in row]
        assert any(str(c.value).startswith("=1+1") and c.data_type == "s" for c in cells)


class TestUpload:
    ANSWERS = {"1.1": {"Rating now": "Amber", COMMENT: "Ten read.", "Next steps": "Read on."}}

    def test_it_is_checked_before_anything_is_saved(self, client, record):
        page = upload(client, record, filled(client, record, self.ANSWERS))
        text = page.content.decode()
        assert "It says something about 1 action of 1." in text
        assert "Ten read." in text
        assert 'value="A visiting nurse"' in text
        assert not Draft.objects.exists()

    def test_it_becomes_drafts_with_who_filled_it_in(self, client, people, record):
        page = upload(client, record, filled(client, record, self.ANSWERS))
        response = save(client, record, page)
        assert response.url == at("group_return", record)
        draft = Draft.objects.get()
        assert (draft.by, draft.filled_by) == (people.chair, "A visiting nurse")
        assert (draft.comment, draft.next_steps) == ("Ten read.", "Read on.")
        assert record.partnership.ratingdefinition_set.get(key=draft.rating).label == "Amber"
        assert not ProgressUpdate.objects.exists()
        text = client.get(response.url).content.decode()
        assert "1 draft saved from the sheet." in text
        assert "from a sheet filled in by A visiting nurse" in text

    def test_a_draft_or_update_that_is_there_is_not_replaced_unasked(self, client, people, record):
        action = action_of(record.plan, "1.1")
        Draft.objects.create(
            action=action, by=people.chair, at=action.plan.agreed_at, comment="Mine"
        )
        page = upload(client, record, filled(client, record, self.ANSWERS))
        assert "Saving the sheet’s answer replaces it: “Mine”" in page.content.decode()
        refused = save(client, record, page)
        assert "Select at least one action to save as a draft" in refused.content.decode()
        assert Draft.objects.get().comment == "Mine"
        save(client, record, page, **{f"use_{action.pk}": "on"})
        assert Draft.objects.get().comment == "Ten read."

    def test_who_filled_it_in_is_asked(self, client, record):
        page = upload(client, record, filled(client, record, self.ANSWERS, name=None))
        refused = save(client, record, page)
        assert "Enter who filled in the sheet" in refused.content.decode()
        assert "Ten read." in refused.content.decode()
        assert not Draft.objects.exists()

    def test_an_empty_sheet_saves_nothing(self, client, record):
        page = upload(client, record, filled(client, record, {})).content.decode()
        assert "Nothing is filled in on this sheet." in page
        assert "Save as drafts" not in page

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"1.1": {"Rating now": "Splendid"}}, "row 6: “Splendid” is not one of your ratings"),
            ({"1.1": {COMMENT: "x" * 5_001}}, "has 5,001 characters; at most 5,000"),
        ],
    )
    def test_what_cannot_be_saved_is_named_with_its_row(self, client, record, answers, sentence):
        page = upload(client, record, filled(client, record, answers)).content.decode()
        assert "There is a problem" in page
        assert sentence.casefold() in page.casefold()

    def test_the_sheet_of_another_return_is_refused(self, client, people, record):
        other = record.period.returns.exclude(pk=record.pk).first()
        book = openpyxl.load_workbook(io.BytesIO(filled(client, record, self.ANSWERS)))
        book["About this file"]["A1"] = f"return {other.pk} of period {other.period_id}"
        page = upload(client, record, saved(book)).content.decode()
        assert "this is not the sheet of this return" in page

    def test_headings_that_were_changed_are_refused(self, client, record):
        book = openpyxl.load_workbook(io.BytesIO(filled(client, record, self.ANSWERS)))
        book["Return"]["H5"] = "Comment"
        assert (
            "the headings of the sheet were changed"
            in upload(client, record, saved(book)).content.decode()
        )

    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.xlsx", b"PK\3\4 broken"), ("a.csv", b"a,b\n1,2\n"), ("a.exe", b"MZ"), ("a.xlsx", b"")],
    )
    def test_another_file_is_one_sentence(self, client, record, name, content):
        response = upload(client, record, content, name)
        assert response.status_code == 200
        assert "There is a problem" in response.content.decode()

    def test_an_action_of_another_return_is_never_written(self, client, people, record):
        other = action_of(record.plan, "1.2")
        page = upload(client, record, filled(client, record, self.ANSWERS))
        save(client, record, page, **{f"use_{other.pk}": "on", f"comment_{other.pk}": "Forged"})
        assert not Draft.objects.filter(action=other).exists()
        assert Draft.objects.count() == 1
