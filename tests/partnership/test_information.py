"""Help, accessibility and privacy pages, which an installation may replace."""

import pytest

NAMES = ["help", "accessibility", "privacy"]


@pytest.fixture
def pages_dir(tmp_path, settings):
    settings.PAGES_DIR = str(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", NAMES)
def test_ours_stands_where_there_is_no_other(db, client, pages_dir, name):
    page = client.get(f"/{name}/").content.decode()
    assert f'<h1 class="govuk-heading-l">{name.capitalize()}</h1>' in page
    assert page.count("govuk-heading-m") >= 2


@pytest.mark.parametrize("name", NAMES)
def test_an_installation_writes_its_own(people, client_as, pages_dir, name):
    text = "First **words**.\n\n## How to reach us\n\n- [write](mailto:us@example.org)\n- call"
    (pages_dir / f"{name}.md").write_text(text, encoding="utf-8")
    page = client_as(people.member).get(f"/{name}/").content.decode()
    assert f'<h1 class="govuk-heading-l">{name.capitalize()}</h1>' in page
    assert "First <strong>words</strong>." in page
    assert '<h2 class="govuk-heading-m">How to reach us</h2>' in page
    assert 'href="mailto:us@example.org"' in page
    assert (people.business_manager.email in page) is (name == "help")


def test_what_it_writes_is_cleaned_too(db, client, pages_dir):
    text = "# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1))"
    (pages_dir / "privacy.md").write_text(text, encoding="utf-8")
    page = client.get("/privacy/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</h2>" in page
    assert "<img" not in page
    assert 'href="javascript' not in page


def test_no_other_file_is_read(db, client, pages_dir):
    (pages_dir / "secret.md").write_text("hush", encoding="utf-8")
    for address in ("/secret/", "/help.md", "/privacy/../secret/", "/%2e%2e/secret/"):
        assert client.get(address).status_code in (302, 404)
