"""Yearly reports in the admin: only the scrutineer edits the scrutineer's text, only staff edit a framework."""

import pytest
from django.urls import reverse

from partnership.history import Change, recording
from partnership.models import User
from reports.models import AnnualReport, Framework, FrameworkSection, Section
from tests.helpers import builders
from tests.helpers.admin_pages import address, errors_of, new_row, press, typed

pytestmark = pytest.mark.engine_free  # partnership/admin/test_admin.py opens each page on both


@pytest.fixture
def framework(db):
    framework = Framework.objects.create(key="ours", name="Ours", source="Arrangements")
    for position, (key, writer) in enumerate(
        [("voice", "business_manager"), ("scrutiny", "scrutineer")]
    ):
        framework.sections.create(
            position=position, key=key, title=key.capitalize(), asks="Say.", writer=writer
        )
    return framework


@pytest.fixture
def report(plan, people, framework):
    return make_report(plan, framework)


def make_report(plan, framework, text="What I saw."):
    with recording(by=None):
        report = AnnualReport.objects.create(
            partnership=plan.partnership,
            plan=plan,
            framework=framework,
            title="Report",
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
        )
        for asked in framework.sections.all():
            report.sections.create(
                asked=asked, text=text if asked.writer == "scrutineer" else "Ours."
            )
    return report


@pytest.fixture
def theirs(people, framework):
    """The yearly report of the other partnership."""
    return make_report(people.elsewhere.plan, framework)


def test_own_reports_only(report, theirs, people, client_as):
    client = client_as(people.business_manager)

    listed = client.get(address(AnnualReport, "changelist")).context["cl"].result_list
    query = {"app_label": "reports", "model_name": "section", "field_name": "report"}
    offered = client.get(reverse("admin:autocomplete"), query).json()["results"]

    assert list(listed) == [report]
    assert [choice["id"] for choice in offered] == [str(report.pk)]
    for record in (theirs, theirs.sections.first()):
        for view in ("change", "history", "delete"):
            assert client.get(address(record, view)).status_code == 404
            assert client_as(people.outsider).get(address(record, view)).status_code == 200


def test_report_on_a_plan_of_others_or_a_draft_is_refused(plan, people, framework, client_as):
    client = client_as(people.business_manager)
    draft = builders.make_plan(people, agreed=False, title="Next")
    values = {
        "partnership": people.partnership.pk,
        "framework": framework.pk,
        "title": "R",
        "starts_on": "2026-04-01",
        "ends_on": "2027-03-31",
    }

    def told(**altered):
        return set(errors_of(client.post(address(AnnualReport, "add"), {**values, **altered})))

    assert told(plan=people.elsewhere.plan.pk) == {"plan"}
    assert told(plan=draft.pk) == {"plan"}
    assert told(plan=plan.pk, ends_on="2019-01-01", starts_on="2018-01-01") == {"starts_on"}
    client.post(address(AnnualReport, "add"), {**values, "plan": plan.pk})
    assert [s.asked.key for s in AnnualReport.objects.get().sections.all()] == ["voice", "scrutiny"]
    assert Section.history.filter(change=Change.objects.first()).count() == 2


def test_scrutineers_words_cannot_be_written_by_others(report, people, client_as):
    client = client_as(people.business_manager)
    ours, scrutiny = report.sections.all()
    data = typed(client, address(report, "change"))
    rows = {data[f"sections-{n}-id"]: n for n in (0, 1)}
    mine = {
        f"sections-{rows[str(ours.pk)]}-text": "Better.",
        f"sections-{rows[str(scrutiny.pk)]}-text": "X",
    }

    client.post(address(report, "change"), {**data, **mine, "change_reason": "Second draft."})
    press(client, scrutiny, text="X")
    press(client, ours, asked=scrutiny.asked_id, text="Best.")

    ours.refresh_from_db()
    scrutiny.refresh_from_db()
    assert (ours.text, ours.asked.key) == ("Best.", "voice")
    assert scrutiny.text == "What I saw."
    assert Section.history.filter(id=scrutiny.pk).count() == 1


def test_scrutineers_section_is_not_added_with_words(report, people, client_as):
    client = client_as(people.business_manager)
    asked = report.framework.sections.get(key="scrutiny")
    with recording(by=None):
        report.sections.filter(asked=asked).get().delete()
    data = new_row(typed(client, address(report, "change")), "sections", asked=asked.pk, text="X")

    in_row = client.post(address(report, "change"), data)
    on_page = client.post(
        address(Section, "add"), {"report": report.pk, "asked": asked.pk, "text": "X"}
    )

    told = ["Only the independent scrutineer can write this section."]
    assert errors_of(in_row) == {"sections.text": told}
    assert errors_of(on_page) == {"text": told}


def test_section_of_another_framework_is_refused(report, people, client_as):
    other = Framework.objects.create(key="other", name="Other", source="Elsewhere")
    asked = other.sections.create(position=1, key="other", title="Other", asks="Say.")

    response = client_as(people.business_manager).post(
        address(Section, "add"), {"report": report.pk, "asked": asked.pk, "text": ""}
    )

    assert errors_of(response) == {
        "asked": ["The report’s framework does not include this section."]
    }


def test_scrutineers_words_are_not_deleted_with_the_report(report, people, client_as):
    client = client_as(people.business_manager)
    scrutiny = report.sections.get(asked__key="scrutiny")

    for record in (report, scrutiny):
        assert client.post(address(record, "delete"), {"post": "yes"}).status_code == 403
    assert report.sections.count() == 2


def test_history_of_a_deleted_report_and_its_sections(plan, people, framework, client_as):
    client = client_as(people.business_manager)
    report = make_report(plan, framework, text="")
    keys = [("annualreport", report.pk), ("section", report.sections.first().pk)]

    client.post(address(report, "delete"), {"post": "yes", "change_reason": "Begun twice."})

    assert AnnualReport.objects.count() == 0
    for name, key in keys:
        url = reverse(f"admin:reports_{name}_history", args=[key])
        assert "Begun twice." in client.get(url).content.decode()
        assert client_as(people.outsider).get(url).status_code == 404


def test_frameworks_are_installation_staffs(people, framework, client_as):
    staff = User.objects.create_superuser("staff@installation.example", "x", name="Staff")
    manager = client_as(people.business_manager)
    urls = [
        address(Framework, "changelist"),
        address(Framework, "add"),
        address(framework, "change"),
        address(framework, "history"),
        address(framework, "delete"),
    ]

    assert {manager.get(url).status_code for url in urls} <= {403, 404}
    assert {client_as(staff).get(url).status_code for url in urls} == {200}
    data = typed(client_as(staff), address(framework, "change"))
    client_as(staff).post(address(framework, "change"), {**data, "name": "Renamed"})
    framework.refresh_from_db()
    assert framework.name == "Renamed"
    assert FrameworkSection.objects.count() == 2


def test_lists_ask_the_same_with_few_and_with_many(
    report, plan, people, framework, client_as, django_assert_num_queries
):
    client = client_as(people.business_manager)
    client.get(reverse("admin:index"))
    for _ in range(2):
        for model, count in ((AnnualReport, 9), (Section, 8)):
            with django_assert_num_queries(count):
                assert client.get(address(model, "changelist")).status_code == 200
        make_report(plan, framework)
