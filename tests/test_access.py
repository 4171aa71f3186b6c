"""Who may open what: every URL, for every role, compared with the policy in ``access.csv``.

A row is a page (its URL name; “*” matches any model of the admin), a method, optionally which record, and what
each person gets: a status code, or “login” if they are asked to sign in. POST sends no data at all: permission
must be refused before any input is checked.

Who may is decided in Python, so the whole matrix runs on SQLite. On PostgreSQL each row is tried by three people,
which sends the queries of every page to that engine too.
"""

import csv
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.http import HttpResponse

from partnership.permissions import GRANTS, Permission
from partnership.views import errors
from tests.helpers.addresses import ADDRESSES, address_of

TABLE = Path(__file__).with_name("access.csv")
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
PEOPLE = list(ROWS[0])[3:]
# Between them they open nearly every page: one who edits, one who leads an action, one who scrutinises.
SAMPLE = ["business_manager", "lead", "scrutineer"]

# URLs without a row, and why.
EXPLAINED = {
    None: "the admin's catch-all for addresses it does not know, which answers as its index does",
}


@cache
def rows_of(name):
    """The rows of a page: its own, or else those of the most specific pattern that matches."""
    kinds = {row["page"] for row in ROWS if fnmatchcase(name, row["page"])}
    closest = max(kinds, key=lambda kind: (kind == name, len(kind)), default=None)
    return [row for row in ROWS if row["page"] == closest]


CASES = [
    # Django's admin sends the same queries as on its own engine, so its rows prove nothing more on a second one.
    pytest.param(name, method, row, marks=[pytest.mark.engine_free] * name.startswith("admin:"))
    for name in ADDRESSES
    if name not in EXPLAINED
    for row in rows_of(name)
    for method in row["method"].split()
]


def answer(client, method, address):
    """A status code, or “login”. Any change is rolled back."""
    with transaction.atomic():
        response = getattr(client, method.lower())(address)
        transaction.set_rollback(True)
    if response.status_code == 302 and response.url.startswith("/accounts/sign-in/"):
        return "login"
    return str(response.status_code)


_drawn = set()  # (whose, template) of the error pages that this process has rendered


@pytest.fixture
def short_error_pages(monkeypatch):
    """Render an error page once for each person, not four thousand times: test_errors.py reads what they say."""
    render = errors._page

    def render_once(request, template, *, status, **context):
        page = (request.user.pk, template)
        if page in _drawn:
            return HttpResponse(status=status)
        _drawn.add(page)
        return render(request, template, status=status, **context)

    monkeypatch.setattr(errors, "_page", render_once)


@pytest.fixture
def visit(house, visitor, short_error_pages):
    """``visit(method, address, *keys)``: what each of these people gets, by default everybody."""
    clients = {
        key: visitor(None if key == "nobody" else getattr(house.people, key)) for key in PEOPLE
    }
    for client in clients.values():
        client.raise_request_exception = False

    def visit(method, address, *keys):
        return {key: answer(clients[key], method, address) for key in keys or PEOPLE}

    return visit


def test_every_address_has_its_rows():
    without = [name for name in ADDRESSES if name not in EXPLAINED and not rows_of(name)]
    assert without == []


def test_every_row_has_its_address():
    assert [r["page"] for r in ROWS if not any(r in rows_of(n) for n in ADDRESSES if n)] == []


def test_every_page_of_a_partnership_says_whom_it_admits():
    """By @requires, the only place that checks whose a record is; or, for programs, by @needs_feed_token."""
    without = [
        name
        for name, page in ADDRESSES.items()
        if "slug" in page.told
        and not hasattr(page.view, "permission")
        and not hasattr(page.view, "needs_feed_token")
    ]
    assert without == []


@pytest.mark.parametrize(
    ("name", "method", "row"),
    CASES,
    ids=[
        " ".join(filter(None, [name, method, row["record"]]))
        for name, method, row in (case.values for case in CASES)
    ],
)
def test_each_role_gets_what_the_table_says(house, visit, name, method, row):
    address = address_of(name, row["record"], house)
    keys = PEOPLE if connection.vendor == "sqlite" else SAMPLE
    assert visit(method, address, *keys) == {key: row[key] for key in keys}


WITH_RECORD = [name for name, page in ADDRESSES.items() if name and {"slug", "pk"} <= {*page.told}]


@pytest.mark.engine_free
@pytest.mark.parametrize("name", WITH_RECORD)
def test_a_record_of_another_partnership_is_nowhere(house, visit, name):
    """Neither under its own URL nor, by its id, under one's own partnership."""
    for slug in ("birchshire", "ashshire"):
        address = address_of(name, "", house, slug=slug, where=house.theirs)
        found = visit("GET", address)
        outsider = found.pop("outsider")
        assert found.pop("nobody") == "login"
        assert set(found.values()) == {"404"}
        assert (outsider != "404") is (slug == "birchshire")


GUARDED = [name for name, page in ADDRESSES.items() if hasattr(page.view, "permission")]


def wrong_for(permission):
    """A permission that other roles have."""
    others = (
        p
        for p in (Permission.WRITE_SCRUTINY, Permission.VIEW_PLAN)
        if GRANTS[p] != GRANTS[permission]
    )
    return next(others)


@pytest.mark.engine_free
@pytest.mark.parametrize("name", GUARDED)
def test_a_page_with_a_wrong_permission_fails_its_rows(house, visit, name):
    """If a page declared another permission, the rows would no longer match."""
    guarded = ADDRESSES[name].view
    while "permission" not in guarded.__code__.co_freevars:
        guarded = guarded.__wrapped__
    cell = guarded.__closure__[guarded.__code__.co_freevars.index("permission")]
    right = cell.cell_contents
    row = next(row for row in rows_of(name) if "GET" in row["method"])
    address = address_of(name, row["record"], house)
    cell.cell_contents = wrong_for(right)
    try:
        # The first person who gets something else is enough.
        differs = any(visit("GET", address, key) != {key: row[key]} for key in PEOPLE)
    finally:
        cell.cell_contents = right
    assert differs


def test_a_wrong_grant_fails_the_rows_of_its_page(house, visit, monkeypatch):
    monkeypatch.setitem(GRANTS, Permission.EDIT_PLAN, GRANTS[Permission.VIEW_PLAN])
    found = visit("GET", address_of("plans:plan_edit", "", house))
    (row,) = (row for row in rows_of("plans:plan_edit") if row["record"] == "")
    wrong = {key for key in PEOPLE if found[key] != row[key]}
    assert wrong == set(PEOPLE) - {"business_manager", "outsider", "nobody"}


def test_every_kind_of_record_has_a_page_in_the_admin_or_is_part_of_one():
    """So that the rows of the admin apply to all of them."""
    kinds = {model._meta.label for model in admin.site._registry}
    assert {"plans.Plan", "plans.Action", "subgroups.Group", "partnership.Agency"} <= kinds
