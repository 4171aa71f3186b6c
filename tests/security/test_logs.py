"""The logs of failing pages: which page and line of code; no user text, names, keys or email addresses."""

import io
import logging
import logging.config

import pytest
from django.conf import settings
from django.core import mail
from django.utils.log import DEFAULT_LOGGING, AdminEmailHandler

from partnership import logs
from tests.helpers import builders
from tests.helpers.addresses import address_of

pytestmark = pytest.mark.engine_free

CANARY = "canary-7f3a"
KEY = "3-canary-7f3a-key"


@pytest.fixture
def written():
    """The output of the settings' own logging, as in production."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    format = {k: v for k, v in settings.LOGGING["formatters"]["line"].items() if k != "()"}
    handler.setFormatter(logs.Wordless(format["format"], style=format["style"]))
    handler.addFilter(logs.RoutesOnly())
    loggers = [logging.getLogger(), *map(logging.getLogger, settings.LOGGING["loggers"])]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def fail(*args, **more):
    try:
        raise KeyError(f"DETAIL: Key (email)=({CANARY}@x.example)")
    except KeyError as first:
        raise ValueError(f"could not take {CANARY} of {args}") from first


def test_a_page_that_breaks_logs_no_words_of_people(people, client_as, monkeypatch, written):
    monkeypatch.setattr("reports.views.home.read_dashboard", fail)
    client = client_as(people.member)
    client.raise_request_exception = False
    answer = client.get(f"/ashshire/?q={CANARY}", HTTP_REFERER=f"http://testserver/{CANARY}")
    assert answer.status_code == 500
    text = written.getvalue()
    assert "Internal Server Error: /<slug:slug>/" in text
    assert "builtins.KeyError\nwhich was raised again as" in text
    assert "builtins.ValueError" in text
    assert "reports/views/home.py" in text
    assert CANARY not in text
    assert people.member.email not in text
    assert mail.outbox == []


def test_a_form_that_breaks_logs_nothing_typed(house, client_as, monkeypatch, written):
    monkeypatch.setattr("plans.views.progress.save_progress", fail)
    client = client_as(house.people.chair)
    client.raise_request_exception = False
    typed = {"rating": "green", "comment": CANARY, "submission": "0" * 32}
    address = address_of("plans:action_progress", "1.1", house)
    assert client.post(address, typed).status_code == 500
    assert "builtins.ValueError" in written.getvalue()
    assert CANARY not in written.getvalue()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/ashshire/{CANARY}/", 404),
        (f"/{CANARY}/a/b/", 404),
        (f"/{CANARY}”", 404),  # with the punctuation that followed it in an email
        (f"/ashshire/{CANARY}%00/", 404),
        (f"/accounts/password/reset/key/{KEY}/?q={CANARY}", 200),
    ],
)
def test_an_address_may_be_a_key_or_words(people, client_as, written, address, status):
    answer = client_as(people.member).get(address)
    assert answer.status_code == status
    assert CANARY not in written.getvalue()
    if status == 404:
        assert f"Not Found: {logs.NO_PAGE}" in written.getvalue()


def test_what_is_typed_at_the_door(people, client, written):
    client.post("/accounts/sign-in/", {"login": f"{CANARY}@x.example", "password": CANARY})
    client.post("/accounts/password/reset/", {"email": f"{CANARY}@x.example"})
    client.post("/accounts/sign-in/", {"login": people.member.email, "password": builders.PASSWORD})
    text = written.getvalue()
    assert CANARY not in text
    assert people.member.email not in text
    assert builders.PASSWORD not in text


def test_words_would_be_seen(written):
    """Otherwise the tests above could not fail."""
    logging.getLogger("django").warning("about %s", CANARY)
    assert CANARY in written.getvalue()


def test_errors_are_mailed_to_nobody():
    assert settings.ADMINS == []
    handlers = [
        h for name in ("", "django", "django.request") for h in logging.getLogger(name).handlers
    ]
    assert not any(isinstance(handler, AdminEmailHandler) for handler in handlers)
    assert "mail_admins" in DEFAULT_LOGGING["handlers"]  # Django's own, which ours replace


def test_the_settings_can_be_read(monkeypatch):
    """Every logger uses the formatter without messages, and none sends email."""
    console = settings.LOGGING["handlers"]["console"]
    assert (console["formatter"], console["filters"]) == ("line", ["routes"])
    assert settings.LOGGING["formatters"]["line"]["()"] == "partnership.logs.Wordless"
    assert settings.LOGGING["filters"]["routes"]["()"] == "partnership.logs.RoutesOnly"
    assert logging.config.DictConfigurator(settings.LOGGING).configure_handler(dict(console))
