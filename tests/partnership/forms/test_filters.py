"""Filters: their class is made once, their HTML is kept for the same facts, and records are the request's alone."""

import django_filters
import pytest
from django import forms
from django.http import QueryDict
from django.template import TemplateDoesNotExist
from django.test import RequestFactory

from partnership.forms.filters import FilterForm, FilterSet, RecordFilter
from partnership.models import Agency
from partnership.services.agency import add_agency
from tests.helpers.builders import make_partnership


class Agencies:
    """Those of the partnership that a request is about."""

    reads = 0

    def queryset(self, request):
        return Agency.objects.filter(partnership=request.partnership)

    def read(self, request):
        self.reads += 1
        return list(self.queryset(request))


AGENCIES = Agencies()


class Found(FilterSet):
    q = django_filters.CharFilter(label="Search", min_length=3)
    lead = django_filters.CharFilter(label="Lead", widget=forms.Select)
    agency = RecordFilter(choices=AGENCIES, label="Agency", empty_label="Any agency")
    other = RecordFilter(choices=AGENCIES, label="Or", empty_label="Any agency")

    class Meta:
        model = Agency
        fields = ()
        form = FilterForm


def request_of(slug):
    people = make_partnership(slug)
    request = RequestFactory().get("/")
    request.partnership = people.partnership
    add_agency(
        people.partnership,
        by=people.business_manager,
        name=f"Hospice of {slug}",
        sector="health",
        standing="relevant",
    )
    return request


def found(request, query=""):
    return Found(QueryDict(query), queryset=Agency.objects.all(), request=request)


@pytest.fixture
def requests(db):
    return request_of("ashshire"), request_of("birchshire")


def test_the_class_of_the_form_is_made_once(requests):
    first, second = (found(request).form for request in requests)
    assert type(first) is type(second)
    assert list(type(first).base_fields["agency"].queryset) == []


def test_each_request_is_offered_its_own_records(requests):
    before = AGENCIES.reads
    first, second, again = (str(found(r).form) for r in (*requests, requests[0]))
    assert AGENCIES.reads == before + 3  # two fields offer the same
    assert ("Hospice of ashshire" in first, "Hospice of birchshire" in first) == (True, False)
    assert ("Hospice of ashshire" in second, "Hospice of birchshire" in second) == (False, True)
    assert again == first


def test_a_record_of_another_partnership_cannot_be_chosen(requests):
    ours, theirs = (Agency.objects.get(name=f"Hospice of {n}shire") for n in ("ash", "birch"))
    form = found(requests[0], f"agency={ours.pk}").form
    assert (form.is_valid(), form.cleaned_data["agency"]) == (True, ours)
    form = found(requests[0], f"agency={theirs.pk}").form
    assert form.errors == {"agency": ["Agency: choose one of the options."]}


def test_what_is_chosen_is_shown(requests):
    plain, chosen = (str(found(requests[0], query).form) for query in ("", "q=police"))
    assert 'value="police"' in chosen
    assert 'value="police"' not in plain
    assert str(found(requests[0]).form) == plain


def test_the_same_facts_are_rendered_once(requests, monkeypatch):
    first = str(found(requests[0]).form)
    monkeypatch.setattr(FilterForm, "template_name", "forms/none_such.html")
    form = found(requests[0]).form
    assert str(form) == form.__html__() == first
    with pytest.raises(TemplateDoesNotExist):
        str(found(requests[0], "q=other").form)


def test_other_choices_are_other_html(requests):
    def offering(*leads):
        filters = found(requests[0])
        filters.form.fields["lead"].widget.choices = [("", "Any"), *leads]
        return str(filters.form)

    assert ">Police<" in offering(("p", "Police"))
    assert ">Police<" not in offering(("p", "Council"))
    assert '<optgroup label="Groups">' in offering(("Groups", [("p", "Council")]))


def test_an_error_is_shown_each_time_and_gone_afterwards(requests):
    wrong = [str(found(requests[0], "q=ab").form) for _ in range(2)]
    assert all("There is a problem" in html for html in wrong)
    assert "There is a problem" not in str(found(requests[0], "q=abc").form)
