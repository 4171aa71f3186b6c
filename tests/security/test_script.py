"""Stored and reflected script: typed into every field, every filter and every header; never returned unescaped."""

from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from partnership.jinja import markdown
from tests.helpers.hostile import IMAGE, RAW, SCRIPT, SHORT, form_pages, forms_of, pages, read_pages

pytestmark = pytest.mark.engine_free

WRITERS = ("business_manager", "chair", "scrutineer")


def raw_in(response):
    if response.streaming or "html" not in response.get("Content-Type", ""):
        return []
    page = response.content.decode()
    return [canary for canary in RAW if canary in page]


def plant(house, client_as):
    """Type the canaries into every field of every form; how many fields took them, and what returned them unescaped."""
    taken, wrong = 0, []
    for key in WRITERS:
        client = client_as(getattr(house.people, key))
        for name, address, form in form_pages(house, client):
            if name.endswith(("_remove", "_close", "_agree", "_withdraw")):
                continue
            # All fields at once, which is refused if one of them takes a number or a date.
            for words, names in (
                (SCRIPT + IMAGE, form.texts),
                (SCRIPT + IMAGE, form.wordy),
                (SHORT, form.wordy),
            ):
                typed = dict.fromkeys(names, words)
                response = client.post(address, form.filled(**typed))
                wrong += [(key, name, found) for found in raw_in(response)]
                assert response.status_code < 500, (name, words)
                if response.status_code == 302:
                    taken += len(typed)
                    break
    return taken, wrong


def test_what_is_typed_is_words_on_every_page(house, client_as):
    taken, wrong = plant(house, client_as)
    assert wrong == []
    assert taken > 20
    told = 0
    for key in ("business_manager", "scrutineer", "member"):
        client = client_as(getattr(house.people, key))
        listed = list(pages(house))
        if key == "business_manager":
            listed += pages(house, in_admin=True)
        for name, address in listed:
            response = client.get(address)
            assert response.status_code < 500, name
            assert raw_in(response) == [], (key, name)
            told += b"&lt;script&gt;alert(1)" in response.content
    assert told > 40  # otherwise nothing was stored that could have run


def test_what_is_asked_for_in_an_address_is_words(house, client_as):
    manager = house.people.business_manager
    client = client_as(manager)
    boxes = 0
    for name, (address, page) in read_pages(house, manager).items():
        if page.status_code != 200:
            continue
        asking = [f for f in forms_of(page.text) if f.method == "get"]
        names = {n for form in asking for n in form.kinds} | {"next", "view", "before", "at", "q"}
        boxes += len(names)
        for words in (SCRIPT, IMAGE):
            response = client.get(f"{address}?{urlencode(dict.fromkeys(names, words))}")
            assert response.status_code < 500, name
            assert raw_in(response) == [], name
    assert boxes > 100


@pytest.mark.parametrize("header", ["HTTP_REFERER", "HTTP_USER_AGENT", "HTTP_ACCEPT_LANGUAGE"])
def test_headers_are_not_given_back(house, client_as, header):
    client = client_as(house.people.business_manager)
    for name in ("/ashshire/", f"/ashshire/plans/{house.mine['agreed']}/edit/", "/nothing/"):
        assert raw_in(client.get(name, **{header: f"http://testserver/{SCRIPT}"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "![x](http://evil.example/a.png)",
        '<img src=x onerror="alert(1)">',
        '[x](http://a.example "x\\" onmouseover=\\"alert(1)")',
        '[x](http://a.example/"onmouseover="alert(1))',
        "<svg/onload=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "[x]: javascript:alert(1)\n\n[x]",
        "<style>@import 'http://evil.example'</style>",
        "<!-- --><iframe src=//evil.example>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "**<b onclick=alert(1)>x**",
    ],
)
def test_formatting_brings_in_no_code(text):
    """Parsed as a browser would: only our tags, only the attributes we set, only safe URLs."""
    page = Tags()
    page.feed(str(markdown(text)))
    assert {tag for tag, _ in page.found} <= {"p", "ul", "ol", "li", "em", "strong", "a", "br"}
    for tag, attrs in page.found:
        assert attrs.keys() <= ({"href", "rel", "title", "class"} if tag == "a" else {"class"})
        assert attrs.get("href", "http:").startswith(("http:", "https:", "mailto:"))


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_formatting_that_is_allowed_stays():
    assert 'href="https://a.example"' in markdown("[x](https://a.example)")
    assert "<strong>" in markdown("**x**")
