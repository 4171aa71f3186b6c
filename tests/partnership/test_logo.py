"""The logo of a partnership: chosen, shown in pages and files, removed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from partnership.logo import read_printed_logo
from partnership.logo_file import read_logo_file
from partnership.models import LogoContent, Partnership
from partnership.services.settings import set_logo
from plans.document.current import read_plan
from reports.render.pdf import OwnFilesOnly, print_pdf
from reports.render.plan import plan_sheets
from tests.helpers.builders import TODAY

PAGE, PICTURE = "/ashshire/manage/logo/", "/ashshire/logo/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0h4v2z"/></svg>'


def png():
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "#1d4f7a").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def client(people, client_as):
    return client_as(people.business_manager)


@pytest.fixture
def style(people):
    return people.partnership.house_style


def send(client, style, content, name="logo.png", alt="Three hands"):
    data = {"version": style.version, "alt": alt}
    if content is not None:
        data["logo"] = SimpleUploadedFile(name, content)
    return client.post(PAGE, data)


@pytest.mark.parametrize(("content", "kind"), [(png(), "image/png"), (SVG, "image/svg+xml")])
def test_is_shown_on_every_page_with_its_description(people, client, style, content, kind):
    assert client.get(PICTURE).status_code == 404
    assert send(client, style, content).status_code == 302
    style.refresh_from_db()
    page = client.get("/ashshire/groups/").text
    assert f'src="{PICTURE}?{style.logo_sha256[:12]}" alt="Three hands"' in page
    picture = client.get(PICTURE)
    assert (picture["Content-Type"], picture.content) == (kind, style.read_logo())
    assert picture["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert picture["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "alt", "sentence"),
    [
        (
            SVG.replace(b"<path", b"<script"),
            "Hands",
            "The SVG has a part that cannot be shown safely",
        ),
        (b"%PDF-1.7", "Hands", "The logo must be a PNG or an SVG."),
        (None, "Hands", "Choose a PNG or SVG file."),
        (SVG, "", "Say what the logo shows"),
    ],
)
def test_refuses_with_a_sentence(client, style, content, alt, sentence):
    assert sentence in send(client, style, content, alt=alt).text
    assert LogoContent.objects.count() == 0


def test_its_description_changes_without_a_new_file(client, style):
    send(client, style, SVG)
    style.refresh_from_db()
    before = style.read_logo()
    send(client, style, None, alt="Four hands")
    style.refresh_from_db()
    assert (style.logo_alt, style.read_logo()) == ("Four hands", before)


def test_is_removed_with_its_bytes(client, style):
    send(client, style, SVG)
    style.refresh_from_db()
    client.post(f"{PAGE}remove/", {"version": style.version, "reason": "Old"})
    style.refresh_from_db()
    assert (style.has_logo, LogoContent.objects.count()) == (False, 0)
    assert PICTURE not in client.get("/ashshire/groups/").text


def test_only_managers_open_the_page_of_the_logo(people, client_as, style):
    set_logo(style, by=people.business_manager, alt="Hands", file=read_logo_file(SVG))
    assert client_as(people.member).get(PICTURE).status_code == 200
    assert client_as(people.outsider).get(PICTURE).status_code == 404
    assert client_as(people.member).get(PAGE).status_code == 403


class TestFiles:
    def test_a_cover_has_it_and_says_what_it_shows(self, people, plan, style):
        set_logo(style, by=people.business_manager, alt="Hands & <heart>", file=read_logo_file(SVG))
        sheets = plan_sheets(read_plan(plan, on=TODAY))
        partnership = Partnership.objects.get(pk=people.partnership.pk)
        printed = sheets.with_logo(read_printed_logo(partnership))
        assert 'alt="Hands &amp; &lt;heart&gt;"' in printed.html
        assert len(print_pdf(printed)) > 1_000
        assert sheets.with_logo(None) is sheets

    def test_only_the_pictures_that_came_along_are_read(self):
        fetcher = OwnFilesOnly({"logo": ("image/png", png())})
        assert fetcher.fetch("stored:logo").read() == png()
        for address in ("stored:other", "stored:../logo", "file:///etc/passwd", "http://a.example"):
            with pytest.raises(ValueError, match="Only our own"):
                fetcher.fetch(address)
