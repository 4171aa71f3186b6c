"""Headers on every page: what it may load and do, and that no one else may cache or frame it."""

import pytest

from tests.helpers.addresses import address_of
from tests.helpers.hostile import NO_PAGES, read_pages
from tests.helpers.jobs import fetch_file

pytestmark = pytest.mark.engine_free

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
}


def policy_of(response):
    parts = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("key", ["business_manager", "nobody"])
def test_every_page_has_them(house, client_as, key):
    person = None if key == "nobody" else house.people.business_manager
    answers = {
        name: answer
        for in_admin in (False, True)
        for name, (_, answer) in read_pages(house, person, in_admin=in_admin).items()
    }
    client = client_as(person)
    answers["missing"] = client.get("/none/")
    answers["pdf"] = client.get(f"/ashshire/plans/{house.mine['agreed']}/plan.pdf")
    for name, answer in answers.items():
        if name in ("healthz", "readyz"):
            continue  # a word for machines, answered before the headers are set
        assert policy_of(answer) == POLICY, name
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]
        assert {"private", "no-store"} & set(answer["Cache-Control"].split(", ")), name
    assert len(answers) > 150


def test_no_browser_keeps_a_file_by_itself(house, client_as, monkeypatch):
    monkeypatch.setattr("reports.jobs.print_pdf", lambda sheets: b"%PDF-")
    client = client_as(house.people.business_manager)
    compared = f"/ashshire/plans/{house.mine['agreed']}/compare/?before=now&after=now&as="
    addresses = [compared + "pdf", compared + "docx"]
    addresses += [address_of(name, "", house) for name in NO_PAGES if "logout" not in name]
    answers = {address: fetch_file(client, address) for address in addresses}
    files = {a: r["Cache-Control"] for a, r in answers.items() if "Content-Disposition" in r}
    assert len(files) == 20
    assert [address for address, kept in files.items() if "no-store" not in kept] == []


def test_a_broken_page_has_them_too(people, client_as, monkeypatch):
    monkeypatch.setattr("partnership.views.information.render", None)
    client = client_as(people.member)
    client.raise_request_exception = False
    answer = client.get("/help/")
    assert answer.status_code == 500
    assert policy_of(answer) == POLICY
    assert answer["X-Frame-Options"] == "DENY"


def test_static_files_have_them(db, client, settings):
    settings.WHITENOISE_USE_FINDERS = True
    answer = client.get("/static/app.css")
    answer.close()
    assert answer.status_code == 200
    assert policy_of(answer) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "kind"),
    [("/static/icon.svg", "image/svg+xml"), ("/favicon.ico", "image/x-icon")],
)
def test_the_icon_is_there_and_allowed(people, client_as, settings, address, kind):
    """Linked in every page of ours and of the admin; requested at the root by browsers where no link is possible."""
    settings.WHITENOISE_USE_FINDERS = True
    client = client_as(people.business_manager)
    link = '<link rel="icon" href="/static/icon.svg" type="image/svg+xml">'
    for page in ("/ashshire/", "/admin/", "/none/"):
        assert link in client.get(page).text
    answer = client.get(address)
    body = b"".join(answer.streaming_content)
    answer.close()
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert 0 < len(body) < 4_000
    assert policy_of(answer)["img-src"] == ["'self'"]
