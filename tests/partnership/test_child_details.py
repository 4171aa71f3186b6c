"""The soft check for a child's details, alone and in a form."""

import pytest
from django import forms

from partnership.child_details import found_in
from partnership.forms import Form
from plans.models import Action, Evidence, ProgressUpdate, SuccessMeasure


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
def test_what_is_found(text, found):
    assert found_in(text) == found


@pytest.mark.parametrize("model", [Action, Evidence, ProgressUpdate, SuccessMeasure])
def test_the_demonstration_holds_nothing_like_it(demo, db, model):
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
