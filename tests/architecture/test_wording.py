"""Nothing people read has a phrase that docs/wording.md forbids: pages, messages, emails, admin, commands."""

import pytest

from tests.architecture.sources import ROOT
from tests.architecture.wording import GUIDE, forbidden_phrases, texts

PHRASES = forbidden_phrases((ROOT / GUIDE).read_text(encoding="utf-8"))


def failures(found, phrases):
    return [failure for text in found for failure in text.failures(phrases)]


def test_nothing_people_read_has_a_forbidden_phrase():
    assert failures(texts(), PHRASES) == []


def test_the_guide_lists_the_phrases():
    assert {"taken out", "said of", "somebody", "e-mail", "bear on"} <= set(PHRASES)


def test_a_list_is_read_to_its_end_and_no_further():
    guide = "- `no`\n## Forbidden phrases\nRead them.\n- `take out`\n- `is gone`: removed\n## More\n- `go`\n"
    assert forbidden_phrases(guide) == ["take out", "is gone"]


@pytest.fixture
def product(tmp_path):
    """An invented product with a phrase in each place that people read, and in some that they do not."""
    files = {
        "templates/plans/page.html": "<p>\n  Take\n  out {{ name }}</p>{# take out #}\n<!-- take out -->",
        "templates/plans/email/news.txt": "It is taken out.",
        "partnership/templates/admin/index.html": "{% if x %}Take out{% endif %}",
        "static/js/drafts.js": '// take out\nsay("You may take out this.");\n/* take\nout */ x("take out");\n',
        "plans/forms/action.py": '"""How to take out."""\n\nLABEL = "Take " "out"\nname = "take_out"\n',
        "plans/views.py": 'def page(name):\n    """take out"""\n    return f"{name}: take out {name}"\n',
        "plans/migrations/0001_initial.py": 'x = "take out"\n',
        "reports/management/commands/load.py": 'help = "Mistake outside; takes out."\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_phrase_is_found_wherever_people_read_it(product):
    assert failures(texts(product), ["take out"]) == [
        "partnership/templates/admin/index.html:1 take out",
        "templates/plans/page.html:2 take out",
        "static/js/drafts.js:2 take out",
        "static/js/drafts.js:4 take out",
        "plans/forms/action.py:3 take out",
        "plans/views.py:3 take out",
    ]
