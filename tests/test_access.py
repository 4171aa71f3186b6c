"""Who may open what: every URL, for every role, compared with the policy in ``access.csv``.

A row is a page (its URL name; “*” matches any model of the admin), a method, optionally which record, and what
each person gets: a status code, or “login” if they are asked to sign in. POST sends no data at all: permission
must be refused before any input is checked.
"""

import csv
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest
from django.contrib import admin
from django.db import transaction

from partnership.permissions import GRANTS, Permission
from tests.helpers.addresses import ADDRESSES, address_of

TABLE = Path(__file__).with_name("access.csv")
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
PEOPLE = list(ROWS[0])[3:]

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


@pytest.fixture
def visit(house, visitor):
    """``visit(method, address)``: what each of the people gets."""
    clients = {
        key: visitor(None if key == "nobody" else getattr(house.people, key)) for key in PEOPLE
    }
    for client in clients.values():
        client.raise_request_exception = False
    return lambda method, address: {
        key: answer(client, method, address) for key, client in clients.items()
    }


def test_every_address_has_its_rows():
    without = [name for name in ADDRESSES if name not in EXPLAINED and not rows_of(name)]
    assert without == []


def test_every_row_has_its_address():
    assert [r["page"] for r in ROWS if not any(r in rows_of(n) for n in ADDRESSES if n)] == []


def test_every_page_of_a_partnership_says_whom_it_admits():
    """By @requires, the only place that checks whose a record is."""
    without = [
        name
        for name, page in ADDRESSES.items()
        if "slug" in page.told and not hasattr(page.view, "permission")
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
def test_access(house, visit, name, method, row):
    address = address_of(name, row["record"], house)
    assert visit(method, address) == {key: row[key] for key in PEOPLE}


WITH_RECORD = [name for name, page in ADDRESSES.items() if name and {"slug", "pk"} <= {*page.told}]


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
def test_a_wrong_permission_turns_the_table_red(house, visit, name):
    """If a page declared another permission, the rows would no longer match."""
    guarded = ADDRESSES[name].view
    while "permission" not in guarded.__code__.co_freevars:
        guarded = guarded.__wrapped__
    cell = guarded.__closure__[guarded.__code__.co_freevars.index("permission")]
    right = cell.cell_contents
    row = next(row for row in rows_of(name) if "GET" in row["method"])
    cell.cell_contents = wrong_for(right)
    try:
        found = visit("GET", address_of(name, row["record"], house))
    finally:
        cell.cell_contents = right
    assert found != {key: row[key] for key in PEOPLE}


def test_a_wrong_grant_turns_the_table_red(house, visit, monkeypatch):
    monkeypatch.setitem(GRANTS, Permission.EDIT_PLAN, GRANTS[Permission.VIEW_PLAN])
    found = visit("GET", address_of("plans:plan_edit", "", house))
    (row,) = (row for row in rows_of("plans:plan_edit") if row["record"] == "")
    wrong = {key for key in PEOPLE if found[key] != row[key]}
    assert wrong == set(PEOPLE) - {"business_manager", "outsider", "nobody"}


def test_every_kind_of_record_has_a_page_in_the_admin_or_is_part_of_one():
    """So that the rows of the admin apply to all of them."""
    kinds = {model._meta.label for model in admin.site._registry}
    assert {"plans.Plan", "plans.Action", "subgroups.Group", "partnership.Agency"} <= kinds
