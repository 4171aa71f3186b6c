"""Generated requests: whatever is sent to whatever address by whomever, the answer is never a failure of ours.

A few hundred in CI; 20,000 with ``script/test --long``. REQUESTS and SEED choose another number and other requests.
"""

import os
import random
import string
import traceback
from urllib.parse import quote

from django.db import transaction

from tests.helpers.addresses import ADDRESSES, address_of
from tests.helpers.hostile import forms_of

NUMBER = int(os.environ.get("REQUESTS", 20_000 if os.environ.get("LONG") else 300))
SEED = int(os.environ.get("SEED", "20261126"))
PEOPLE = ("business_manager", "chair", "executive", "scrutineer", "member", "outsider", None)
METHODS = ("get",) * 8 + ("post",) * 8 + ("head", "put", "delete", "options", "patch")
ODD = (
    "", " ", "0", "-1", "1", "999999999999999999999999", "1e9", "NaN", "None", "null", "true", "٣", "½", "\0", "a\0b",
    "\ud7ff", "\ufeff", "\u202e", "\u2028", "\x0b", "é" * 300, "x" * 5_000, "'", "\"><b>", "{{7*7}}", "%s%n",
    "../../etc/passwd",
    "http://[", "//evil.example", "javascript:alert(1)", "2026-02-30", "0001-01-01", "9999-12-31", "31 February",
    "=cmd|' /C calc'!A0", "\r\nX: y", "[]", "{}", "a,b,c", "1,2,3", " ".join("w" * 1_005), "😀", "\U0010ffff",
)  # fmt: skip
HEADERS = (
    "referer", "accept", "accept-language", "accept-encoding", "if-modified-since", "if-none-match", "range", "origin",
    "x-forwarded-for", "x-requested-with", "content-language", "user-agent", "x-csrftoken", "cookie", "host",
)  # fmt: skip
TYPES = (
    "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x", "application/xml",
    "application/x-www-form-urlencoded; charset=nonsense", "", "é",
)  # fmt: skip
QUERIES = (
    "q", "page", "before", "after", "on", "day", "from", "to", "next", "rating", "group", "lead", "theme", "format",
    "return",
    "sort", "o", "e", "p", "kind", "person", "since_day", "since_month", "since_year", "_popup", "_to_field",
    "app_label",
    "model_name", "field_name", "term", "by", "at", "a", "b", "wide", "view",
)  # fmt: skip


class Sender:
    """Makes up one request after another, from the pages there are and from nothing."""

    def __init__(self, house, client_as):
        self.chance = random.Random(SEED)
        self.house = house
        self.clients = {
            person: client_as(person and getattr(house.people, person)) for person in PEOPLE
        }
        for client in self.clients.values():
            client.raise_request_exception = False
        self.names = [name for name in ADDRESSES if name and name != "account_logout"]

    def send(self):
        """The response, and the words that repeat the request."""
        chance = self.chance
        person, method = chance.choice(PEOPLE), chance.choice(METHODS)
        path = self._path()
        query = {
            chance.choice(QUERIES): self._value() for _ in range(chance.choice((0, 0, 1, 2, 4)))
        }
        headers = {
            chance.choice(HEADERS): self._header() for _ in range(chance.choice((0, 0, 0, 1, 2)))
        }
        more = {"headers": headers, "query_params": query}
        if method in ("post", "put", "patch"):
            more |= self._body(self.clients[person], path)
        told = f"{person} {method} {path!r} {more!r}"[:2_000]
        kept = self.clients[person].cookies.copy()
        with transaction.atomic():
            if "content_type" in more:
                response = self.clients[person].generic(method.upper(), path, **more)
            else:
                response = getattr(self.clients[person], method)(path, **more)
            if not response.streaming:
                assert response.content is not None
            transaction.set_rollback(True)
        self.clients[person].cookies = kept  # whoever was signed out is signed in again
        return response, told

    def _path(self):
        chance = self.chance
        kind = chance.random()
        if kind < 0.05:
            return "/" + "/".join(self._word() for _ in range(chance.randint(1, 5)))
        name = chance.choice(self.names)
        if kind < 0.65:
            return address_of(name, "", self.house)
        whole = address_of(name, "", self.house)
        parts = whole.split("/")
        at = chance.randrange(1, len(parts)) if len(parts) > 1 else 0
        parts[at] = self._word()
        return "/".join(parts)

    def _word(self):
        return quote(self.chance.choice(ODD)[:300], safe="")

    def _value(self):
        chance = self.chance
        if chance.random() < 0.7:
            return chance.choice(ODD)
        return "".join(chance.choice(string.printable) for _ in range(chance.randint(1, 40)))

    def _header(self):
        return (
            "".join(c for c in self._value()[:500] if c not in "\r\n\0").encode().decode("latin-1")
        )

    def _body(self, client, path):
        chance = self.chance
        kind = chance.random()
        if kind < 0.15:
            return {
                "data": self._value().encode("utf-8", "replace"),
                "content_type": chance.choice(TYPES),
            }
        fields = self._fields(client, path) if kind < 0.8 else {}
        for _ in range(chance.choice((0, 1, 2, 5))):
            name = chance.choice([*fields, chance.choice(QUERIES)])
            fields[name] = self._value()
        return {"data": fields}

    def _fields(self, client, path):
        """What a browser would send of a form of the page, so that some requests get past the form."""
        with transaction.atomic():
            page = client.get(path)
            transaction.set_rollback(True)
        if page.status_code != 200 or "text/html" not in page.get("Content-Type", ""):
            return {}
        forms = [form for form in forms_of(page.content.decode()) if form.method == "post"]
        return dict(self.chance.choice(forms).filled()) if forms else {}


def where(response):
    """The line of ours, or else of a library, that failed."""
    fault = (response.exc_info or (None, None, None))[2]
    frames = traceback.extract_tb(fault) if fault else []
    ours = [frame for frame in frames if "site-packages" not in frame.filename]
    return [f"{f.filename}:{f.lineno}" for f in (ours or frames)[-1:]]


def test_no_request_is_a_failure(house, client_as):
    sender, failures = Sender(house, client_as), {}
    for _ in range(NUMBER):
        response, told = sender.send()
        if response.status_code >= 500:
            failures.setdefault((response.status_code, *where(response)), told)
    assert failures == {}, f"SEED={SEED}"
