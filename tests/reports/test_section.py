"""A section of a yearly report: written only by its author, and never over another person's text."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.models import Change
from reports.models import Section
from reports.services.report import SECTION_LIMIT, write_section
from tests.helpers.writing import live_through, make_report, section_of, write

BOX = 'name="text"'


def address(section):
    return reverse("reports:section", kwargs={"slug": section.partnership.slug, "pk": section.pk})


@pytest.fixture
def report(plan):
    return make_report(live_through(plan))


def sent(section, text):
    return {"text": text, "version": section.version}


def text_of(section):
    return Section.objects.get(pk=section.pk).text


@pytest.mark.parametrize(
    ("key", "writer"), [("voice", "business_manager"), ("scrutiny", "scrutineer")]
)
def test_its_writer_writes_it(people, report, client_as, key, writer):
    section, person = section_of(report, key), getattr(people, writer)
    client = client_as(person)
    assert BOX in client.get(address(section)).text
    response = client.post(address(section), sent(section, "We listened.\r\n\r\n- Twice"))
    assert response.url == reverse("reports:report", kwargs={"slug": "ashshire", "pk": report.pk})
    assert text_of(section) == "We listened.\n\n- Twice"
    change = Change.objects.latest("pk")
    assert (change.by, change.where, change.home_kind) == (person, "reports:section", "report")


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("scrutiny", "business_manager"),
        ("scrutiny", "executive"),
        ("voice", "scrutineer"),
        ("voice", "executive"),
    ],
)
def test_other_readers_read_and_cannot_write(people, report, client_as, key, role):
    section = section_of(report, key)
    client = client_as(getattr(people, role))
    page = client.get(address(section))
    assert (page.status_code, BOX in page.text) == (200, False)
    assert client.post(address(section), sent(section, "Mine now.")).status_code == 403
    assert text_of(section) == ""


@pytest.mark.parametrize("key", ["scrutiny", "voice"])
@pytest.mark.parametrize("role", ["member", "chair", "lead", "outsider"])
def test_nobody_else_finds_it(people, report, client_as, key, role):
    section = section_of(report, key)
    client = client_as(getattr(people, role))
    assert client.get(address(section)).status_code == 404
    assert client.post(address(section), sent(section, "Mine now.")).status_code == 404
    assert text_of(section) == ""


def test_the_scrutineer_of_another_partnership_is_nobody_here(people, report, client_as):
    section = section_of(report, "scrutiny")
    client = client_as(people.elsewhere.people.scrutineer)
    assert client.post(address(section), sent(section, "Mine now.")).status_code == 404
    assert text_of(section) == ""


def test_the_filled_part_stands_above_the_box(people, report, client_as):
    page = client_as(people.business_manager).get(address(section_of(report, "priorities"))).text
    assert page.index("Where there was little progress") < page.index(BOX)
    assert "Do not name or describe a child" in page


def test_a_late_save_shows_both_texts_and_keeps_what_was_typed(people, report, client_as):
    section = section_of(report, "voice")
    write(report, "voice", "Saved first.")
    client = client_as(people.business_manager)
    response = client.post(address(section), sent(section, "Typed late."))
    assert response.status_code == 409
    assert text_of(section) == "Saved first."
    assert 'app-two-texts__words">Saved first.</p>' in response.text
    assert 'app-two-texts__words">Typed late.</p>' in response.text
    assert ">Typed late.</textarea>" in response.text
    assert 'name="version" value="2"' in response.text
    client.post(address(section), {"text": "Typed late.", "version": 2})
    assert text_of(section) == "Typed late."


@pytest.mark.parametrize("version", ["", "x", "0", "99999999999999999999"])
def test_a_version_made_up_by_hand_saves_nothing(people, report, client_as, version):
    section = section_of(report, "voice")
    data = {"text": "By hand.", "version": version}
    response = client_as(people.business_manager).post(address(section), data)
    assert (response.status_code, text_of(section)) == (200, "")


def test_a_megabyte_is_refused_with_a_sentence(people, report, client_as):
    section = section_of(report, "voice")
    response = client_as(people.business_manager).post(
        address(section), sent(section, "x" * 1_000_000)
    )
    assert response.status_code == 200
    assert (
        "Your text must be 20,000 characters or less; you have entered 1,000,000." in response.text
    )
    assert text_of(section) == ""


def test_the_service_refuses_it_too(people, report):
    section = section_of(report, "voice")
    with pytest.raises(ValidationError, match="20,001"):
        write_section(section, by=people.business_manager, text="x" * (SECTION_LIMIT + 1))
    assert text_of(section) == ""


@pytest.mark.parametrize(("key", "queries"), [("priorities", 41), ("voice", 4)])
def test_the_number_of_queries(people, report, client_as, key, queries, django_assert_num_queries):
    section = section_of(report, key)
    client = client_as(people.business_manager)
    with django_assert_num_queries(queries):
        assert client.get(address(section)).status_code == 200
