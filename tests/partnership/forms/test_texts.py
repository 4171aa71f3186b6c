"""What people type: its limits, its cleaning, and the sentences for what is missing or wrong."""

import pytest
from django import forms

from partnership.forms.base import (
    DayMonthYearField,
    Form,
    required_sentence,
)
from partnership.forms.filters import FilterForm
from tests.partnership.forms.test_forms import EveryWidget


class Comment(Form):
    comment = forms.CharField(widget=forms.Textarea)
    title = forms.CharField(max_length=10)
    where = forms.CharField(required=False)


def errors(form):
    return {name: list(found) for name, found in form.errors.items()}


def test_too_long_a_text_is_refused_with_its_length():
    form = Comment({"comment": "x" * 1_048_576, "title": "x" * 11, "where": "x" * 501})

    assert errors(form) == {
        "comment": ["Comment must be 5,000 characters or less; you have entered 1,048,576."],
        "title": ["Title must be 10 characters or less; you have entered 11."],
        "where": ["Where must be 500 characters or less; you have entered 501."],
    }


def test_line_ends_count_once():
    form = Comment({"comment": "ab\r\n" * 1_666 + "ab", "title": "x"})

    assert form.is_valid()
    assert form.cleaned_data["comment"] == "ab\n" * 1_666 + "ab"


def test_what_word_and_other_programs_leave_in_a_text_is_cleaned_and_shown_so():
    form = Comment({"comment": "a\x00b\vc\r\n\u2028d", "title": "x\vy"})

    assert form.is_valid()
    assert form.cleaned_data["comment"] == "ab\nc\n\nd"
    assert form.cleaned_data["title"] == "x y"
    assert "ab\nc" in str(form)


def test_a_line_break_is_refused_in_a_box_of_one_line_and_nothing_typed_is_lost():
    form = Comment({"comment": "a\nb", "title": "x\r\nBcc: y"})

    assert errors(form) == {"title": ["Enter “Title” on one line."]}
    assert form.cleaned_data["comment"] == "a\nb"
    assert form["title"].value() == "x\nBcc: y"


def test_a_line_break_after_the_last_word_of_one_line_is_no_error():
    assert Comment({"comment": "a", "title": "x\n"}).is_valid()


def test_a_password_is_not_cleaned():
    class SignIn(Form):
        password = forms.CharField(widget=forms.PasswordInput, strip=False)

    form = SignIn({"password": "a\vb"})
    assert (form.is_valid(), form.cleaned_data) == (True, {"password": "a\vb"})


def test_a_filter_refuses_what_no_text_has():
    class Search(FilterForm):
        q = forms.CharField()

    assert errors(Search({"q": "a\x00"})) == {"q": ["Q contains a character that cannot be saved."]}


def test_a_form_keeps_its_own_sentence():
    class Own(Form):
        why = forms.CharField(error_messages={"required": "Say why"})

    assert errors(Own({})) == {"why": ["Say why"]}


def test_hand_made_choice_is_refused_without_repeating_it():
    form = EveryWidget({"lead": "<script>" * 1000, "rating": "purple"})

    assert form.errors["lead"] == ["Lead: choose one of the options."]
    assert form.errors["rating"] == ["Rating: choose one of the options."]


@pytest.mark.parametrize(
    ("field", "label", "sentence"),
    [
        (forms.CharField(), "Title", "Enter the title"),
        (forms.EmailField(), "Email address", "Enter an email address"),
        (forms.CharField(), "Your name", "Enter your name"),
        (forms.CharField(), "URL of it", "Enter the URL of it"),
        (forms.CharField(), "Why", "Say why"),
        (forms.CharField(), "How we will know", "Say how we will know"),
        (forms.CharField(), "What was found?", "Answer “What was found?”"),
        (forms.ChoiceField(), "Group", "Select a group"),
        (forms.ChoiceField(), "Importance", "Select an importance"),
        (forms.ChoiceField(), "What stands under it", "Select what stands under it"),
        (forms.MultipleChoiceField(), "Themes", "Select themes"),
        (forms.FileField(), "CSV file", "Select a CSV file"),
        (forms.BooleanField(), "I agree", "Select “I agree”"),
        (
            forms.CharField(widget=forms.HiddenInput),
            "Version",
            "Part of this page was not sent. Open the page again and repeat your changes",
        ),
    ],
)
def test_what_is_missing_is_asked_for_in_plain_english(field, label, sentence):
    assert required_sentence(field, label) == sentence


@pytest.mark.parametrize(
    ("label", "start"),
    [
        ("First day", "First day must be a real date."),
        ("When was it found?", "“When was it found?” must be a real date."),
        ("Chairs submit by", "“Chairs submit by” must be a real date."),
        ("Or enter a date", "“Or enter a date” must be a real date."),
    ],
)
def test_a_label_that_is_no_noun_stands_in_quotation_marks(label, start):
    class WithDate(Form):
        day = DayMonthYearField(label=label)

    form = WithDate({"day_day": "31", "day_month": "2", "day_year": "2026"})
    assert form.errors["day"] == [start]


def test_a_number_out_of_bounds_is_told_in_our_words_and_the_fields_own_stay():
    class Numbers(Form):
        place = forms.IntegerField(min_value=1, max_value=5)

    told = [Numbers({"place": number}).errors["place"] for number in ("0", "6")]
    assert told == [["Place must be 1 or more"], ["Place must be 5 or less"]]
    assert "Place" not in str(Numbers.declared_fields["place"].validators[0].message)


def test_a_form_that_inherits_a_field_has_its_own_limit():
    class Short(Form):
        line_limit = 10
        name = forms.CharField()

    class Long(Short):
        line_limit = 20

    for form, limit in ((Short, 10), (Long, 20), (Short, 10)):
        assert form({"name": "a" * limit}).is_valid()
        assert form({"name": "a" * (limit + 1)}).errors["name"] == [
            f"Name must be {limit} characters or less; you have entered {limit + 1}."
        ]


def test_what_one_form_is_given_is_not_on_the_next():
    class Choosing(Form):
        place = forms.ChoiceField()

    first = Choosing()
    first.fields["place"].choices = [("a", "A")]
    first.fields["place"].error_messages["required"] = "Choose."
    second = Choosing({})
    assert list(second.fields["place"].choices) == []
    assert second.errors["place"] == ["Select a place"]
