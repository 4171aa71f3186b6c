"""A yearly report: its contents with the state of each section, and the whole to read."""

import pytest
from django.urls import reverse

from tests.helpers import builders
from tests.helpers.writing import live_through, make_report, section_of, write


def address(report, name="report"):
    kwargs = {"slug": report.partnership.slug, "pk": report.pk}
    return reverse(f"reports:{name}", kwargs=kwargs)


@pytest.fixture
def report(plan):
    report = make_report(live_through(plan))
    write(report, "training", "Two courses.")
    return report


def test_contents_say_the_state_of_each_section(people, report, client_as):
    page = client_as(people.business_manager).get(address(report)).text
    for state, number in (("Needs text<", 4), ("Filled in automatically<", 1)):
        assert page.count(state) == number
    assert page.count(">Written</div>") == 1
    section = section_of(report, "scrutiny")
    assert reverse("reports:section", kwargs={"slug": "ashshire", "pk": section.pk}) in page
    assert address(report, "report_pdf") in page
    assert address(report, "report_read") in page


def test_the_whole_tells_the_numbers_of_the_record(people, report, client_as):
    page = client_as(people.scrutineer).get(address(report, "report_read")).text
    assert "4 actions: 1 amber, 1 complete, 2 not yet rated; 1 overdue" in page
    assert "3 progress updates and 1 piece of evidence" in page
    assert "1 action was completed, and 2 dates were moved later" in page
    assert "Waiting for the police." in page
    assert "Not ours to do." in page
    assert '<p class="govuk-body">Two courses.</p>' in page
    assert page.count("Not written yet.") == 4
    assert "Stopped again." not in page  # from after the period


def test_markup_in_words_stays_words(people, plan, client_as):
    make = builders.make_action
    make(plan, "1.9", title="<b>Bold</b>", wording="<script>alert(1)</script>", at=builders.NOW)
    builders.make_update(
        builders.action_of(plan, "1.1"), rating="red", comment="<img src=x onerror=alert(1)>"
    )
    report = make_report(plan, ends_on=builders.TODAY)
    write(report, "voice", "<script>alert(2)</script> **Heard** [site](javascript:alert(3))")
    page = client_as(people.executive).get(address(report, "report_read")).text
    assert "<strong>Heard</strong>" in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "&lt;script&gt;alert(2)&lt;/script&gt;" in page
    for markup in ("<script>alert", "<img src=x", "<b>Bold", 'href="javascript:'):
        assert markup not in page


@pytest.mark.parametrize("name", ["report", "report_read", "report_pdf"])
@pytest.mark.parametrize("role", ["member", "chair", "group_member", "lead", "outsider"])
def test_others_do_not_find_a_draft(people, report, client_as, name, role):
    assert client_as(getattr(people, role)).get(address(report, name)).status_code == 404


@pytest.mark.parametrize("name", ["report", "report_read"])
@pytest.mark.parametrize("actions", [1, 3])
def test_the_number_of_queries_does_not_grow(
    people, client_as, name, actions, django_assert_num_queries
):
    plan = builders.make_plan(people, actions=actions)
    for action in plan.action_set.all():
        builders.make_update(action, at=builders.days_ago(60))
    report = make_report(plan)
    client = client_as(people.executive)
    with django_assert_num_queries(42):
        assert client.get(address(report, name)).status_code == 200
