"""Forms: each widget as govuk-frontend's component, errors in plain sentences, limits, dates in parts."""

from html.parser import HTMLParser

import pytest
from django import forms

from partnership.forms.base import (
    Checkboxes,
    DayMonthYearField,
    Form,
    MonthYearField,
    Radios,
)
from partnership.forms.filters import FilterForm

MEANINGS = {"red": "Off track.", "green": "On track."}
LEADS = [("", "Choose"), ("Groups", [("g1", "Audit Group")]), ("Posts", [("p1", "Adviser")])]


class EveryWidget(Form):
    title = forms.CharField(help_text="As it stands in the plan.", max_length=200)
    email = forms.EmailField(
        label="Email address", widget=forms.EmailInput({"autocomplete": "email"})
    )
    password = forms.CharField(widget=forms.PasswordInput({"autocomplete": "new-password"}))
    comment = forms.CharField(widget=forms.Textarea({"rows": 8, "count": True}))
    next_steps = forms.CharField(widget=forms.Textarea, required=False)
    meetings = forms.IntegerField(label="Meetings a year")
    lead = forms.ChoiceField(choices=LEADS)
    rating = forms.ChoiceField(
        choices=[("red", "Red"), ("green", "Green")], widget=Radios(hints=MEANINGS)
    )
    themes = forms.MultipleChoiceField(
        choices=[("a", "Neglect"), ("b", "Gangs")], widget=Checkboxes
    )
    agreed = forms.BooleanField(label="I have read it")
    due_on = DayMonthYearField(label="Due date")
    month = MonthYearField(required=False)
    document = forms.FileField(label="Word document")
    seen = forms.CharField(widget=forms.HiddenInput)


class Parts(HTMLParser):
    """The elements of a page: [(tag, attributes, the text inside up to the next tag)]."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append([tag, dict(attributes), ""])

    def handle_data(self, data):
        if self.found:
            self.found[-1][2] += data

    def by_id(self, id):
        (one,) = [(t, a) for t, a, _ in self.found if a.get("id") == id]
        return one

    def label_of(self, id):
        (text,) = [text for t, a, text in self.found if t == "label" and a.get("for") == id]
        return text.strip()

    def links(self):
        return [(a["href"], text.strip()) for t, a, text in self.found if t == "a"]


@pytest.fixture
def empty():
    return Parts(str(EveryWidget()))


@pytest.fixture
def wrong():
    return Parts(str(EveryWidget({})))


@pytest.mark.parametrize(
    ("id", "tag", "expected"),
    [
        ("id_title", "input", {"type": "text", "name": "title"}),
        ("id_email", "input", {"type": "email", "autocomplete": "email"}),
        ("id_password", "input", {"type": "password", "autocomplete": "new-password"}),
        ("id_comment", "textarea", {"rows": "8", "name": "comment"}),
        ("id_next_steps", "textarea", {"rows": "5"}),
        ("id_meetings", "input", {"type": "text", "inputmode": "numeric"}),
        ("id_lead", "select", {"class": "govuk-select"}),
        ("id_rating", "input", {"type": "radio", "value": "red"}),
        ("id_rating-2", "input", {"type": "radio", "value": "green"}),
        ("id_themes", "input", {"type": "checkbox", "value": "a", "name": "themes"}),
        ("id_agreed", "input", {"type": "checkbox", "name": "agreed"}),
        ("id_due_on-day", "input", {"name": "due_on_day", "inputmode": "numeric"}),
        ("id_due_on-year", "input", {"name": "due_on_year"}),
        ("id_month-month", "input", {"name": "month_month", "inputmode": "text"}),
        ("id_document", "input", {"type": "file"}),
        ("id_seen", "input", {"type": "hidden", "name": "seen"}),
    ],
)
def test_each_field_is_drawn_as_its_govuk_component(empty, id, tag, expected):
    found, attributes = empty.by_id(id)

    assert found == tag
    assert {key: attributes.get(key) for key in expected} == expected
    assert not {"maxlength", "required", "style", "onclick"} & set(attributes)


def test_every_control_has_its_label(empty):
    labels = {
        id: empty.label_of(id) for id in ("id_title", "id_lead", "id_rating", "id_due_on-day")
    }

    assert labels == {
        "id_title": "Title",
        "id_lead": "Lead",
        "id_rating": "Red",
        "id_due_on-day": "Day",
    }
    assert empty.label_of("id_next_steps") == "Next steps (optional)"
    legends = [text.strip() for tag, _, text in empty.found if tag == "legend"]
    assert legends == ["Rating", "Themes", "Due date", "Month (optional)"]


def test_hints_are_read_with_their_controls(empty):
    assert empty.by_id("id_title")[1]["aria-describedby"] == "id_title-hint"
    assert empty.by_id("id_rating")[1]["aria-describedby"] == "id_rating-item-hint"
    assert empty.by_id("id_rating-item-hint")[0] == "div"


def test_character_count_where_asked_for(empty):
    counted = [a for _, a, _ in empty.found if a.get("data-module") == "govuk-character-count"]

    assert [a["data-maxlength"] for a in counted] == ["5000"]


def test_select_shows_its_groups(empty):
    assert [a["label"] for tag, a, _ in empty.found if tag == "optgroup"] == ["Groups", "Posts"]


def test_what_was_sent_is_still_there():
    data = {
        "title": "A <b>",
        "password": "secret",
        "comment": "Long\r\ntext",
        "meetings": "four",
        "lead": "p1",
        "rating": "green",
        "themes": ["b"],
        "agreed": "on",
        "due_on_day": "31",
    }
    html = str(EveryWidget(data))
    parts = Parts(html)

    assert parts.by_id("id_title")[1]["value"] == "A <b>"
    assert "A &lt;b&gt;" in html
    assert ">Long\ntext</textarea>" in html
    assert parts.by_id("id_meetings")[1]["value"] == "four"
    assert parts.by_id("id_due_on-day")[1]["value"] == "31"
    assert "checked" in parts.by_id("id_rating-2")[1]
    assert "checked" not in parts.by_id("id_rating")[1]
    assert "checked" in parts.by_id("id_themes-2")[1]
    assert "checked" in parts.by_id("id_agreed")[1]
    assert [a["value"] for t, a, _ in parts.found if t == "option" and "selected" in a] == ["p1"]
    assert "secret" not in html


def test_error_summary_names_every_problem_and_leads_to_it(wrong):
    assert "There is a problem" in [text.strip() for _, _, text in wrong.found]
    assert wrong.links() == [
        ("#id_title", "Enter the title"),
        ("#id_email", "Enter an email address"),
        ("#id_password", "Enter the password"),
        ("#id_comment", "Enter the comment"),
        ("#id_meetings", "Enter the meetings a year"),
        ("#id_lead", "Select a lead"),
        ("#id_rating", "Select a rating"),
        ("#id_themes", "Select themes"),
        ("#id_agreed", "Select “I have read it”"),
        ("#id_due_on-day", "Enter the due date"),
        ("#id_document", "Select a word document"),
    ]
    for href, _ in wrong.links():
        assert wrong.by_id(href[1:])


def test_error_stands_beside_its_field(wrong):
    _, attributes = wrong.by_id("id_title")

    assert attributes["aria-describedby"] == "id_title-hint id_title-error"
    assert "govuk-input--error" in attributes["class"]
    assert wrong.by_id("id_title-error")[1]["class"] == "govuk-error-message"
    hidden = [text for _, a, text in wrong.found if a.get("class") == "govuk-visually-hidden"]
    assert [text.split(":")[0] for text in hidden] == ["Error"] * 11


def test_summary_is_shown_once():
    form = EveryWidget({})

    assert "There is a problem" in form.error_summary()
    assert "There is a problem" not in str(form)


def test_no_summary_without_a_problem():
    assert EveryWidget().error_summary() == ""


def test_error_of_the_whole_form_leads_to_its_first_field():
    class Whole(Form):
        name = forms.CharField()

        def clean(self):
            raise forms.ValidationError("These do not go together.")

    assert Parts(str(Whole({"name": "x"}))).links() == [("#id_name", "These do not go together.")]


def test_single_field_can_be_drawn():
    html = EveryWidget()["title"].as_field_group()

    assert 'id="id_title"' in html
    assert "id_comment" not in html


def test_sizes_and_heading():
    class Question(Form):
        label_size = "m"
        heading_field = "why"
        why = forms.CharField(label="Why?")
        when = DayMonthYearField()

    html = str(Question())
    assert '<h1 class="govuk-label-wrapper">' in html
    assert "govuk-label--l" in html
    assert "govuk-fieldset__legend--m" in html


def test_filters_are_not_marked_optional():
    class Filters(FilterForm):
        words = forms.CharField(required=False)

    assert Parts(str(Filters())).label_of("id_words") == "Words"
