"""Reads pages as an attacker's script would: every form, every field in it, and what a browser would send."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.contrib import admin
from django.http import HttpResponse
from django.test import Client

from tests.helpers.addresses import ADDRESSES, address_of

SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"'><img src=x onerror=alert(1)>"
SHORT = "\"'><b id=x>"  # for short fields
RAW = (SCRIPT, "<img src=x", "<b id=x>")  # what a page must never contain unescaped

# URLs that do not return a page, or that end the visitor's session.
NO_PAGES = {
    "account_logout",
    "admin:logout",
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
    "partnership:logo",
    "plans:action_draft",
    "plans:challenges_file",
    "plans:period_file",
    "plans:evidence_file",
    "plans:feed_csv",
    "plans:feed_description",
    "plans:feed_json",
    "plans:feed_openapi",
    "plans:group_return_sheet",
    "plans:plan_import_file",
}
TEXT = {"text", "search", "email", "url", "tel", "number", "textarea", "hidden", "password"}
# Fields that are not free text; in a form of several, behind a prefix.
KEPT = {"csrfmiddlewaretoken", "version", "seal", "submission", "next", "seen", "return"}


@dataclass
class Form:
    """A form on a page: the data it sends without changes, and what can be typed or chosen."""

    action: str = ""
    method: str = "get"
    values: dict = field(default_factory=dict)  # name → list of values
    kinds: dict = field(default_factory=dict)  # name → type of input, select or textarea
    choices: dict = field(default_factory=dict)  # name → values to choose from

    @property
    def texts(self):
        return [
            n for n, kind in self.kinds.items() if kind in TEXT and n.rpartition("-")[2] not in KEPT
        ]

    @property
    def wordy(self):
        """The fields for text: no numbers, no versions, no parts of dates."""
        return [
            n
            for n in self.texts
            if not re.search(r"_(day|month|year)$|position|risk|version|^small_number$", n)
        ]

    def filled(self, **typed):
        """The data of ``sent``, with a date or a choice where there was none."""
        parts = {"day": "1", "month": "4", "year": "2027"}
        made = {}
        for name, kind in self.kinds.items():
            part = name.rpartition("_")[2]
            if part in parts and name.startswith(("starts_on", "ends_on")):
                made[name] = "2029" if name == "ends_on_year" else parts[part]
            elif kind == "radio" and name not in self.values:
                made[name] = self.choices[name][0]
            elif kind == "select" and name.startswith("evidence_"):
                made[name] = self.choices[name][-1]
        return self.sent(**made | typed)

    def sent(self, **typed):
        """The data a browser sends, with some fields typed or chosen differently."""
        kept = {n: v for n, v in self.values.items() if n != "csrfmiddlewaretoken"}
        return kept | typed


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.select, self.area = [], None, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.form = Form(attrs.get("action") or "", (attrs.get("method") or "get").lower())
            self.forms.append(self.form)
        if self.form is None:
            return
        name = attrs.get("name")
        if tag == "option" and self.select:
            value = attrs.get("value", "")
            self.form.choices[self.select].append(value)
            if "selected" in attrs:
                self.form.values.setdefault(self.select, []).append(value)
        elif not name:
            return
        elif tag == "select":
            self.select = name
            self.form.kinds[name] = "select"
            self.form.choices.setdefault(name, [])
        elif tag == "textarea":
            self.area = name
            self.form.kinds[name] = "textarea"
            self.form.values[name] = [""]
        elif tag == "input":
            self._input(name, attrs)

    def _input(self, name, attrs):
        kind, value = attrs.get("type", "text"), attrs.get("value", "")
        if kind in ("submit", "button", "file"):
            return
        self.form.kinds[name] = kind
        if kind in ("radio", "checkbox"):
            self.form.choices.setdefault(name, []).append(value)
            if "checked" not in attrs:
                return
        self.form.values.setdefault(name, []).append(value)

    def handle_data(self, data):
        if self.area:
            self.form.values[self.area][0] += data

    def handle_endtag(self, tag):
        if tag == "select":
            first = self.form.choices[self.select][:1] if self.form and self.select else []
            if first:
                self.form.values.setdefault(self.select, first)
            self.select = None
        elif tag == "textarea":
            self.area = None
        elif tag == "form":
            self.form = None


def forms_of(html):
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def main_form(client, address):
    """The main form of the page: the last one with method POST; None if it has none."""
    return main_form_of(client.get(address))


def main_form_of(response):
    if response.status_code != 200 or "html" not in response["Content-Type"]:
        return None
    posting = [f for f in forms_of(response.content.decode()) if f.method == "post" and f.values]
    posting = [f for f in posting if "sign-out" not in f.action and "logout" not in f.action]
    return posting[-1] if posting else None


# Which of several records a page is opened for, so that it belongs to people's plans.
NOTES = {"plans:action_progress": "1.1", "plans:action": "1.1"}


def pages(house, *, slug="ashshire", where=None, in_admin=False):
    """(URL name, address) of every page for one partnership's records."""
    for name in ADDRESSES:
        if name is None or name in NO_PAGES or name.startswith("admin:") is not in_admin:
            continue
        told = ADDRESSES[name].told
        if told and "slug" not in told and not in_admin:
            continue  # with a key from an email, or a record of one person alone: accounts.py
        note = NOTES.get(name, "")
        yield name, address_of(name, note, house, slug=slug, where=where)


def form_pages(house, client, **which):
    """(URL name, address, its form) of every page of the partnership with a form that posts."""
    for name, address in pages(house, **which):
        if name.startswith("account_"):
            continue  # accounts.py: submitting it ends the visitor's session
        form = main_form(client, address)
        if form is not None:
            yield name, form.action or address, form


_read = {}  # (whose partnership's pages, in the admin or not, who reads) → what read_pages returns


def read_pages(house, person, *, slug="ashshire", where=None, in_admin=False):
    """URL name → (its address, its response) of every page, as this person sees it in the untouched house.

    Read once a process: for a test that calls it before it changes anything.
    """
    wanted = (slug, in_admin, person and person.pk)
    if wanted not in _read:
        client = Client()
        if person is not None:
            client.force_login(person)
        listed = pages(house, slug=slug, where=where, in_admin=in_admin)
        _read[wanted] = {name: (there, _kept(client.get(there))) for name, there in listed}
    return _read[wanted]


def _kept(response):
    """What was sent, without the request and the records behind it."""
    return HttpResponse(
        response.getvalue(), status=response.status_code, headers=dict(response.headers)
    )


def read_forms(house, person, **which):
    """What ``form_pages`` finds, of the pages that ``read_pages`` has read."""
    for name, (address, response) in read_pages(house, person, **which).items():
        if not name.startswith("account_") and (form := main_form_of(response)) is not None:
            yield name, form.action or address, form


def one_of_each(names, key=str):
    """Of names that differ only by a number (leads-0-group and leads-1-group), the first."""
    found = {}
    for name in sorted(names):
        found.setdefault(re.sub(r"\d+", "0", key(name)), name)
    return list(found.values())


def kinds():
    """Every model that the admin shows."""
    return list(admin.site._registry)
