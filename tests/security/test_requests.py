"""Requests that no browser sends: too long, with odd characters, numbers, methods and hosts, or without a token."""

from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.helpers.addresses import ADDRESSES, address_of
from tests.helpers.hostile import pages, read_forms
from tests.test_access import PEOPLE, ROWS, rows_of

EVIL = "evil.example"


def state(house):
    """The state of every plan, action and section of the house, to show that nothing changed it."""
    plans = house.people.partnership.plan_set.order_by("pk")
    return [
        *plans.values(),
        *(row for plan in plans for row in plan.action_set.order_by("pk").values()),
        *(
            row
            for report in house.people.partnership.annualreport_set.all()
            for row in report.sections.order_by("pk").values()
        ),
    ]


@contextmanager
def undone():
    """Changes are undone, so that the next form is sent to the house in which it was read."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lists(house):
    """The pages whose filters are in the query string."""
    return [
        "/ashshire/changes/",
        f"/ashshire/plans/{house.mine['agreed']}/",
        "/admin/plans/action/",
        "/admin/partnership/change/",
    ]


POSTS = sorted({n for n in ADDRESSES if n for r in rows_of(n) if "POST" in r["method"]})
WRITES = {"add", "change", "delete"}
POSTS += sorted(n for n in ADDRESSES if n and n.startswith("admin:") and n.split("_")[-1] in WRITES)


@pytest.mark.engine_free
def test_every_post_asks_for_the_token_of_its_session(house):
    """By people who may submit the form: others are refused anyway."""
    before = state(house)
    without = []
    for key in ("business_manager", "scrutineer", "nobody"):
        client = Client(enforce_csrf_checks=True)
        if key != "nobody":
            client.force_login(getattr(house.people, key))
        for name in POSTS:
            answer = client.post(address_of(name, "", house), {"csrfmiddlewaretoken": "a" * 64})
            if answer.status_code != 403 and "sign-in" not in answer.get("Location", ""):
                without.append((key, name, answer.status_code))
    assert without == []
    assert len(POSTS) > 60
    assert state(house) == before


def test_the_table_of_posts_is_not_empty():
    assert {"plans:action_progress", "reports:section", "admin:plans_action_change"} <= set(POSTS)
    assert len(PEOPLE) > 5
    assert len(ROWS) > 100


@pytest.mark.engine_free
def test_megabytes_in_a_box_are_refused_with_a_sentence(house, client_as):
    length = 1_000_000
    client = client_as(house.people.business_manager)
    before = state(house)
    boxes = 0
    for name, address, form in read_forms(house, house.people.business_manager):
        if name == "plans:scheme_edit":
            form.values["step"] = "check"  # without one of its buttons nothing is checked
        boxes_of_page = form.wordy
        if (
            name == "plans:scheme_edit"
        ):  # its hidden boxes are what the page itself keeps of the rows
            boxes_of_page = [box for box in form.wordy if form.kinds[box] != "hidden"]
        for box in {*boxes_of_page[:1], *boxes_of_page[-1:]}:
            boxes += 1
            answer = client.post(address, form.filled(**{box: "x" * length}))
            assert answer.status_code == 200, (name, box)
            # The table of ratings says it of each row in its own words.
            own = name == "plans:scheme_edit" and "There is a problem" in answer.content.decode()
            told = f"you have entered {length:,}." in answer.content.decode()
            assert own or told, (name, box)
    assert boxes > 5
    assert state(house) == before


@pytest.mark.engine_free
def test_more_than_a_request_may_hold_is_refused_with_a_sentence(house, client_as):
    client = client_as(house.people.business_manager)
    before = state(house)
    body = "comment=" + "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    many = "&".join(f"a{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    for sent, names in ((body, POSTS[::8]), (many, POSTS)):
        for name in names:
            answer = client.post(
                address_of(name, "", house), sent, content_type="application/x-www-form-urlencoded"
            )
            # Of a plan without one before it, the page that carries actions on reads nothing.
            if name != "plans:plan_carry":
                assert answer.status_code in (302, 400, 403, 404, 405), (name, answer.status_code)
            if answer.status_code == 400:
                assert "<h1" in answer.content.decode()
    assert state(house) == before


@pytest.mark.parametrize("words", ["a\0b", "\ud800".encode("utf-8", "surrogatepass")])
def test_odd_characters_break_nothing(house, client_as, words):
    client = client_as(house.people.business_manager)
    for name, address, form in read_forms(house, house.people.business_manager):
        with undone():
            answer = client.post(address, form.filled(**dict.fromkeys(form.kinds, words)))
        assert answer.status_code < 500, name
    asked = dict.fromkeys(("q", "priority", "before", "next", "record", "view"), words)
    for address in lists(house):
        assert client.get(address, asked).status_code < 500, address


HUGE = ["9223372036854775808", "9" * 5_000]


@pytest.mark.parametrize("number", HUGE)
def test_enormous_numbers_are_nowhere(house, client_as, number):
    client = client_as(house.people.business_manager)
    mine = {str(pk) for pk in house.mine.values()}
    for name, address in [*pages(house), *pages(house, in_admin=True)]:
        parts = address.split("/")
        for place, part in enumerate(parts):
            if part in mine:
                there = "/".join([*parts[:place], number, *parts[place + 1 :]])
                assert client.get(there).status_code in (302, 403, 404), (name, there[:80])
    asked = dict.fromkeys(
        ("page", "before", "priority", "group", "lead", "person", "record"), number
    )
    for address in lists(house):
        for name, value in asked.items():
            assert client.get(address, {name: value}).status_code < 500, (address, name)


def test_enormous_numbers_in_forms_are_refused(house, client_as):
    client = client_as(house.people.business_manager)
    before = state(house)
    for name, address, form in read_forms(house, house.people.business_manager):
        numbers = {n: v for n, v in form.values.items() if v and v[0].isdecimal()}
        switches = {n for n, given in form.choices.items() if not "".join(given[-1:]).isdecimal()}
        for field in {*numbers, *form.choices} - {"csrfmiddlewaretoken"} - switches:
            # A decision reads these boxes only to accept with changes.
            amends = {"choice": "amend"} if name == "plans:proposal_decide" else {}
            answer = client.post(address, form.filled(**amends, **{field: "9223372036854775808"}))
            assert answer.status_code in (200, 404, 409), (name, field)
    assert state(house) == before


@pytest.mark.engine_free
@pytest.mark.parametrize("method", ["put", "delete", "options", "head"])
def test_other_methods_alter_nothing(house, client_as, method):
    before = state(house)
    client = client_as(house.people.business_manager)
    for name, address in pages(house):
        answer = getattr(client, method)(address)
        assert answer.status_code < 500, name
        if method == "head":
            assert answer.content == b""
    assert state(house) == before


@pytest.mark.engine_free
def test_a_get_cannot_pass_for_a_post(house, client_as):
    before = state(house)
    client = client_as(house.people.business_manager)
    for _, address, form in read_forms(house, house.people.business_manager):
        asked = form.filled(_method="POST") | dict.fromkeys(form.wordy, "altered")
        client.get(address, asked, HTTP_X_HTTP_METHOD_OVERRIDE="POST")
    assert state(house) == before


@pytest.mark.engine_free
@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_a_mail_links_to_no_host_of_somebodys_choice(people, client, header):
    answer = client.post(
        "/accounts/password/reset/", {"email": people.member.email}, **{header: EVIL}
    )
    if header == "HTTP_HOST":
        assert answer.status_code == 400
        assert mail.outbox == []
    else:
        assert "http://testserver/" in mail.outbox[0].body
    assert EVIL not in "".join(message.body for message in mail.outbox)


@pytest.mark.engine_free
@pytest.mark.parametrize(
    "address",
    [
        "/static/../partnership/settings.py",
        "/static/..%2f..%2fpartnership/settings.py",
        "/static/%2e%2e/%2e%2e/manage.py",
        "/static/....//....//manage.py",
        "/static//etc/passwd",
        "/static/..\\..\\manage.py",
        "/..%2fashshire/",
        "/ashshire/..%2f..%2fbirchshire/",
        "/ashshire%00/",
        "/../../etc/passwd",
        "/media/../manage.py",
    ],
)
def test_a_path_leads_out_of_nowhere(people, client_as, address):
    answer = client_as(people.business_manager).get(address)
    assert answer.status_code in (400, 404)
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert b"SECRET_KEY" not in text
    assert b"execute_from_command_line" not in text
    assert b"root:" not in text


NEXT = ["//evil.example", "https://evil.example/"]


@pytest.mark.engine_free
@pytest.mark.parametrize("wanted", NEXT)
def test_no_form_sends_anybody_elsewhere(house, client_as, wanted):
    client = client_as(house.people.business_manager)
    for name, address, form in read_forms(house, house.people.business_manager):
        page = client.get(address, {"next": wanted}, HTTP_REFERER=wanted.strip())
        assert f'href="{wanted}' not in page.content.decode(), name
        for typed in ({"next": wanted}, {}):
            with undone():
                answer = client.post(
                    f"{address}?next={wanted}", form.filled(**typed), HTTP_REFERER=wanted.strip()
                )
            assert EVIL not in answer.get("Location", ""), name
            assert answer.get("Location", "/").startswith("/"), name
            assert not answer.get("Location", "/").startswith(("//", "/\\")), name


DEEP = ["[" * 100_000, '{"a":' * 50_000, "null", "[]", '"x"', '{"id": 1}', "{", "NaN", "1" * 5_000]


@pytest.mark.engine_free
@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_add_webauthn"])
def test_a_passkey_that_is_none_is_refused(people, client_as, name):
    """A browser's key device answers with JSON; here it is arbitrary text."""
    person = None if name == "mfa_login_webauthn" else people.member
    for sent in DEEP:
        client = client_as(person)
        client.get(reverse(name))
        answer = client.post(reverse(name), {"credential": sent, "name": "x"})
        assert answer.status_code < 500, sent[:20]
        assert "_auth_user_id" not in client.session or person is not None


@pytest.mark.engine_free
def test_json_for_a_form_is_an_empty_form(house, client_as):
    before = state(house)
    client = client_as(house.people.business_manager)
    for _, address, _ in read_forms(house, house.people.business_manager):
        answer = client.post(address, "[" * 100_000, content_type="application/json")
        assert answer.status_code < 500
        break
    assert state(house) == before
