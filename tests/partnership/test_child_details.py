"""The soft check for a child's details: by itself, in a form of the pages, and in the admin."""

import re

import pytest
from django import forms
from django.contrib import admin

from partnership.admin.base import Scoped
from partnership.child_details import AsksAboutChildren, found_in
from partnership.forms.base import Form
from partnership.history import Change, recording
from partnership.models import Post
from plans.models import Action, Driver, Evidence, ProgressUpdate, SuccessMeasure
from tests.helpers.admin_pages import address, errors_of, new_row, press, typed

pytestmark = pytest.mark.engine_free

NOTICED = re.compile(r'<input type="hidden" name="([a-z0-9_-]+-noticed)" value="([0-9a-f]{16})">')


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NHS 943 476 5919 was seen", ["an NHS number"]),
        ("943-476-5919", ["an NHS number"]),
        ("9434765919", ["an NHS number"]),
        ("9434765918 is a telephone number", []),
        ("0000000000", []),
        ("DOB 14/03/2015", ["a date of birth"]),
        ("d.o.b. 1st March 2015", ["a date of birth"]),
        ("born on 3 May 2014", ["a date of birth"]),
        ("Reported on 14/03/2026", []),
        ("Casey (9) said", ["a name beside an age"]),
        ("Casey, aged 9", ["a name beside an age"]),
        ("Casey Example, 9, told us", ["a name beside an age"]),
        ("9-year-old Casey", ["a name beside an age"]),
        ("Casey, aged 9, DOB 1.2.2017", ["a date of birth", "a name beside an age"]),
        ("Year (9) pupils and Priority (2)", []),
        ("Forty of 60, 9, and 14 audits", []),
        ("Surrey (32 of 40)", []),
        ("", []),
    ],
)
def test_numbers_dates_of_birth_and_names_with_ages_are_found(text, found):
    assert found_in(text) == found


@pytest.mark.parametrize("model", [Action, Evidence, ProgressUpdate, SuccessMeasure])
def test_the_demonstration_has_no_details_of_children(demo, db, model):
    texts = [f.name for f in model._meta.fields if f.get_internal_type() == "TextField"]
    rows = model.objects.values_list(*texts)
    assert len(rows) > 0
    assert [text for row in rows for text in row if found_in(text)] == []


class CommentForm(Form):
    comment = forms.CharField(widget=forms.Textarea, required=False)
    line = forms.CharField(required=False)


def test_a_form_asks_once_and_then_believes_the_person():
    text = "Casey (9) is the name of our mascot."
    asked = CommentForm({"comment": text})
    assert not asked.is_valid()
    assert "a name beside an age" in asked.errors["comment"][0]
    page = str(asked)
    assert "Casey (9) is the name" in page
    noticed = {"comment-noticed": asked.noticed["comment"]}
    assert f'value="{asked.noticed["comment"]}"' in page
    assert CommentForm({"comment": text} | noticed).is_valid()


def test_another_text_is_asked_about_again():
    asked = CommentForm({"comment": "Casey (9)"})
    asked.is_valid()
    again = CommentForm({"comment": "Robin (8)", "comment-noticed": asked.noticed["comment"]})
    assert not again.is_valid()


def test_what_stood_there_before_is_not_asked_about():
    stood = {"comment": "Casey (9) is\nthe mascot."}
    assert CommentForm({"comment": "Casey (9) is\r\nthe mascot. "}, initial=stood).is_valid()
    assert not CommentForm({"comment": "Casey (9) is the bear."}, initial=stood).is_valid()


class TestInTheAdmin:
    """Casey is a mascot, in every free-text field: asked about once, then accepted."""

    text = "Casey (9) is the name of our mascot."
    sentence = (
        "This may contain a name beside an age. Remove it if it is about a child or an adult at risk. "
        "If it is not, save again without changes."
    )

    @pytest.fixture
    def client(self, people, client_as):
        return client_as(people.business_manager)

    def again(self, page, data):
        """The same data, submitted from the page that asked."""
        noticed = dict(NOTICED.findall(page.content.decode()))
        assert noticed
        return {**data, **noticed}

    @pytest.mark.parametrize("box", ["introduction", "note", "change_reason"])
    def test_asks_once_and_then_believes_the_person(self, plan, client, box):
        url = address(plan, "change")
        data = {**typed(client, url), "title": "Another title", box: self.text}
        asked = client.post(url, data)
        assert errors_of(asked) == {box: [self.sentence]}
        assert f">\n{self.text}</textarea>" in asked.content.decode()
        plan.refresh_from_db()
        assert plan.title != "Another title"
        assert client.post(url, self.again(asked, data)).status_code == 302
        plan.refresh_from_db()
        assert plan.title == "Another title"
        said = {"change_reason": Change.objects.first().reason}
        assert said.get(box) or getattr(plan, box) == self.text

    def test_another_text_is_asked_about_again(self, plan, client):
        url = address(plan, "change")
        data = {**typed(client, url), "note": self.text}
        asked = client.post(url, data)
        other = self.again(asked, data) | {"note": "Robin (8)"}
        assert errors_of(client.post(url, other)) == {"note": [self.sentence]}

    def test_details_in_a_new_record_are_asked_about(self, plan, client):
        url = address(Driver, "add")
        data = {"plan": plan.pk, "kind": "guidance", "wording": self.text}
        asked = client.post(url, data)
        assert errors_of(asked) == {"wording": [self.sentence]}
        assert client.post(url, self.again(asked, data)).status_code == 302
        assert Driver.objects.filter(wording=self.text).count() == 1

    def test_in_the_rows_of_an_inline_by_row(self, plan, client):
        action = plan.action_set.first()
        url = address(action, "change")
        data = typed(client, url) | {"measures-0-wording": self.text}
        data = new_row(data, "measures", wording="Robin, aged 8, was heard.", position="2")
        asked = client.post(url, data)
        assert errors_of(asked) == {"measures.wording": [self.sentence, self.sentence]}
        data = self.again(asked, data)
        # The digest of one row does not count for another.
        crossed = data | {"measures-0-wording": "Robin, aged 8, was heard."}
        assert errors_of(client.post(url, crossed)) == {"measures.wording": [self.sentence]}
        assert action.measures.filter(wording=self.text).count() == 0
        assert client.post(url, data).status_code == 302
        assert sorted(action.measures.values_list("wording", flat=True)) == [
            self.text,
            "Robin, aged 8, was heard.",
        ]

    def test_what_stands_in_a_row_already_is_not_asked_about(self, plan, client):
        action = plan.action_set.first()
        measure = action.measures.get()
        with recording(by=None):
            measure.wording = self.text
            measure.save()
        assert press(client, action, title="Another title").status_code == 302

    def test_in_the_reason_for_deleting(self, people, client):
        url = address(people.adviser, "delete")
        data = {"post": "yes", "change_reason": self.text}
        asked = client.post(url, data)
        page = asked.content.decode()
        assert asked.status_code == 200
        assert self.sentence in page
        assert f">{self.text}</textarea>" in page
        assert Post.objects.filter(pk=people.adviser.pk).count() == 1
        other = self.again(asked, data) | {"change_reason": "Robin (8)"}
        assert client.post(url, other).status_code == 200
        assert client.post(url, self.again(asked, data)).status_code == 302
        assert Post.objects.filter(pk=people.adviser.pk).count() == 0
        assert Change.objects.first().reason == self.text

    def test_every_form_of_the_admin_asks(self):
        forms_used = {
            form
            for model_admin in admin.site._registry.values()
            if isinstance(model_admin, Scoped)
            for form in (model_admin.form, *(inline.form for inline in model_admin.inlines))
        }
        assert len(forms_used) > 5
        assert [form for form in forms_used if not issubclass(form, AsksAboutChildren)] == []
