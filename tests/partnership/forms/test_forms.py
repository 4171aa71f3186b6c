"""Forms: each widget as govuk-frontend's component, errors in plain sentences, limits, dates in parts."""

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms

from partnership.forms.base import (
    Checkboxes,
    DayMonthYearField,
    FilterForm,
    Form,
    ModelForm,
    MonthYearField,
    Radios,
    required_sentence,
)
from partnership.models import Membership

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


# Text


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


# Dates


class Dates(Form):
    due = DayMonthYearField(label="Due date")
    review = MonthYearField(label="Review", required=False)


def dates(day="", month="", year="", **more):
    return Dates({"due_day": day, "due_month": month, "due_year": year, **more})


@pytest.mark.parametrize("month", ["11", "Nov", "november", " 11 "])
def test_date_is_understood(month):
    form = dates("22", month, "2026")

    assert form.is_valid()
    assert form.cleaned_data == {"due": date(2026, 11, 22), "review": None}


def test_month_is_the_first_of_it():
    form = dates("1", "1", "2026", review_month="10", review_year="2027")

    assert form.is_valid()
    assert form.cleaned_data["review"] == date(2027, 10, 1)


@pytest.mark.parametrize(
    ("parts", "sentence", "marked"),
    [
        (("", "", ""), "Enter the due date", "day"),
        (("22", "", "2026"), "Due date must include a month.", "month"),
        (("", "11", ""), "Due date must include a day and a year.", "day"),
        (("31", "2", "2026"), "Due date must be a real date.", "day"),
        (("1", "13", "2026"), "Due date must be a real date.", "day"),
        (("1", "Novembre", "2026"), "Due date must be a real date.", "day"),
        (("9" * 30, "1", "2026"), "Due date must be a real date.", "day"),
        (("9" * 9_000, "1", "2026"), "Due date must be a real date.", "day"),
        (("1\x00", "1", "2026"), "Due date must be a real date.", "day"),
        (("1", "1", "26"), "Due date must have a year of 4 numbers, like 2026.", "year"),
        (("1", "1", "0001"), "Due date must be between 1900 and 2199.", "year"),
    ],
)
def test_impossible_date_names_the_part(parts, sentence, marked):
    form = dates(*parts)

    assert errors(form) == {"due": [sentence]}
    assert Parts(str(form)).links() == [(f"#id_due-{marked}", sentence)]


def test_date_of_a_record_is_shown_in_its_parts():
    parts = Parts(str(Dates(initial={"due": date(2026, 11, 22)})))

    values = [parts.by_id(f"id_due-{part}")[1]["value"] for part in ("day", "month", "year")]
    assert values == ["22", "11", "2026"]


def test_unchanged_date_has_not_changed():
    due = {"due": date(2026, 11, 22)}
    form = Dates({"due_day": "22", "due_month": "11", "due_year": "2026"}, initial=due)

    assert form.changed_data == []


def test_model_form_takes_dates_in_parts(people):
    class MembershipForm(ModelForm):
        class Meta:
            model = Membership
            fields = ["role", "since", "until"]
            field_classes = {"since": DayMonthYearField, "until": DayMonthYearField}

    data = {"role": "member", "since_day": "1", "since_month": "2", "since_year": "2026"}
    form = MembershipForm(data, instance=people.executive.memberships.get())

    assert form.is_valid(), form.errors
    assert form.instance.since == date(2026, 2, 1)


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
