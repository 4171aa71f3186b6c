"""Every page a person may open, at phone and desktop width: axe finds nothing, and nothing overflows."""

import pytest
from django.test import Client

from partnership.models import User
from plans.models import Plan
from reports.models import AnnualReport
from tests.browser.conftest import DESKTOP, PHONE
from tests.helpers.addresses import ADDRESSES, address_of

# Not pages: downloads, a stylesheet, and the admin, which is Django's.
NO_PAGES = {
    "reports:action_changes_file",
    "reports:changes_file",
    "reports:archive_download",
    "reports:partnership_archive",
    "reports:plan_changes_file",
    "reports:plan_as_at_json",
    "reports:plan_as_at_file",
    "reports:plan_file",
    "reports:plan_summary_pdf",
    "reports:report_pdf",
    "reports:report_word",
    "partnership:job_file",
    "partnership:style",
    "plans:challenges_file",
    "plans:period_file",
    "plans:evidence_file",
    "plans:feed_csv",
    "plans:feed_description",
    "plans:feed_json",
    "plans:group_return_sheet",
    "plans:feed_openapi",
    "plans:plan_import_file",
    "security_txt",
    "healthz",
    "readyz",
    "subgroups:people_csv",
}
NAMES = sorted(name for name in ADDRESSES if name and not name.startswith("admin:"))


def wrong_with(page, address, complaints, axe, spills):
    """The problems of a page, by the width of the window."""
    page.set_viewport_size(PHONE)
    response = page.goto(address)
    found = [] if response.status == 200 else [f"answers {response.status}"]
    found += complaints()
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        found += [f"{size['width']} px: {finding}" for finding in axe(page)]
        if (pixels := spills(page)) > 0:
            found.append(f"{size['width']} px: {pixels} px too wide")
    return found


def pages_of(person, house):
    """(URL name, address) of every URL that answers this person with a page."""
    client = Client()
    if person is not None:
        client.force_login(person)
    for name in NAMES:
        if name not in NO_PAGES:
            address = address_of(name, "1.1" if "action" in name else "", house)
            if client.get(address).status_code == 200:
                yield name, address


@pytest.mark.parametrize("key", ["business_manager", "chair", "scrutineer", "nobody"])
def test_every_page_of_a_small_partnership_is_accessible_and_fits(
    page, house, sign_in, complaints, axe, spills, key, live_server
):
    """One record of every model; only one action is rated."""
    person = None if key == "nobody" else getattr(house.people, key)
    if person is not None:
        sign_in(page, person)
    pages = dict(pages_of(person, house))
    assert len(pages) > (3 if person is None else 15)
    wrong = {
        name: wrong_with(page, address, complaints, axe, spills) for name, address in pages.items()
    }
    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("key", ["business.manager", "audit.chair", "scrutineer", "executive"])
def test_pages_of_a_lived_in_partnership_are_accessible_and_fit(
    page, live_demo, sign_in, complaints, axe, spills, key, live_server
):
    """Exampleshire: long texts, every rating, slips, evidence, an unfinished report."""
    person = User.objects.filter(email__startswith=key).get(email__endswith="@exampleshire.example")
    sign_in(page, person)
    plan = Plan.objects.get(partnership__slug="exampleshire")
    report = AnnualReport.objects.get(partnership__slug="exampleshire")
    longest = max(plan.action_set.all(), key=lambda action: action.history.count())
    addresses = [
        "",
        "changes/?by=action",
        "changes/?by=freeze",
        f"plans/{plan.pk}/",
        f"plans/{plan.pk}/?view=published",
        f"plans/{plan.pk}/?by=lead",
        f"plans/{plan.pk}/?by=date&view=published",
        f"plans/{plan.pk}/?rating=red",
        f"actions/{longest.pk}/",
        f"actions/{longest.pk}/changes/",
        "groups/",
        f"groups/{plan.partnership.group_set.filter(seats__role='chair').first().pk}/",
    ]
    period = plan.reportingperiod_set.open().get()
    addresses += [f"plans/{plan.pk}/periods/", f"periods/{period.pk}/"]
    if key == "audit.chair":
        group = period.returns.get(group__name__startswith="Audit")
        addresses.append(f"returns/{group.pk}/")
    if key in ("business.manager", "scrutineer", "executive"):
        filled = report.sections.exclude(text="").first()
        addresses += [
            f"reports/{report.pk}/",
            f"reports/{report.pk}/read/",
            f"sections/{filled.pk}/",
        ]
    wrong = {a: wrong_with(page, f"/exampleshire/{a}", complaints, axe, spills) for a in addresses}
    assert {address: found for address, found in wrong.items() if found} == {}


@pytest.mark.parametrize("slug", ["greenwich", "surrey", "nottingham", "gloucestershire"])
def test_plans_as_published_are_accessible_and_fit(
    page, live_demo, sign_in, complaints, axe, spills, slug, live_server
):
    sign_in(page, User.objects.get(email=f"member@{slug}.example"))
    plan = Plan.objects.get(partnership__slug=slug)
    for view in ("", "?view=published"):
        assert wrong_with(page, f"/{slug}/plans/{plan.pk}/{view}", complaints, axe, spills) == []
