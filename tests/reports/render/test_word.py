"""Word files: the changes and a comparison, opened again and read as a screen reader would."""

import io
import re
from dataclasses import dataclass, replace

import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership.history import recording
from partnership.models import SecurityEvent
from partnership.text import Words, clean_text, compare_words
from partnership.word_file import ADDED, REMOVED, WordFile, comparison_runs
from partnership.word_text import clean
from partnership.worker import run_all
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from reports.changes import csv_export
from tests.helpers.builders import NOW, TODAY, action_of, days_ago, make_plan, make_update
from tests.helpers.jobs import fetch_file
from tests.reports.changes.test_files import LONG, rows

pytestmark = pytest.mark.engine_free

RECENT = {"since_day": "1", "since_month": "11", "since_year": "2026"}


@pytest.fixture
def edits(people, plan):
    by = people.business_manager
    revise_action(action_of(plan, "1.1"), by=by, wording=LONG, at=days_ago(9))
    new = LONG.replace("each audit", "every review")
    revise_action(action_of(plan, "1.1"), by=by, wording=new, reason="As agreed.", at=days_ago(8))
    make_update(action_of(plan, "1.2"), comment="Twenty cases.", at=days_ago(7))
    set_leads(action_of(plan, "1.3"), [], by=by, at=days_ago(6))


@pytest.fixture
def take(client_as, people):
    """``take(person, name, pk, kind, **query)``: a file of changes."""

    def take(person, name="changes_file", pk=None, kind="docx", **query):
        address = reverse(f"reports:{name}", args=["ashshire", *([pk] if pk else []), kind])
        response = fetch_file(client_as(person), address, query)
        assert response.status_code == 200
        return response

    return take


def opened(response):
    return Document(io.BytesIO(response.content))


def styled(file):
    """[(style, text)] of its paragraphs."""
    return [(p.style.name, p.text) for p in file.paragraphs]


def of_style(file, *styles):
    return [text for style, text in styled(file) if style in styles]


class TestChanges:
    def test_the_file_of_changes_has_the_changes_asked_for(self, people, edits, take):
        style = people.partnership.house_style
        style.marking = "Official"
        with recording(by=people.business_manager):
            style.save(update_fields=["marking"])
        asked = RECENT | {"quiet": "any", "record": "1.3"}
        assert styled(opened(take(people.member, **asked))) == [
            ("Title", "Changes"),
            ("Subtitle", "As filtered"),
            (
                "Normal",
                "Ashshire Safeguarding Children Partnership. As at 22 November 2026. Official",
            ),
            ("Heading 1", "What this is"),
            (
                "Normal",
                "Changes by day, newest first, with who made each change and why.",
            ),
            ("Normal", "Filtered by:"),
            ("List Bullet", "Number: 1.3"),
            ("List Bullet", "Quiet changes: Quiet changes only"),
            ("List Bullet", "From: 1 November 2026"),
            ("Heading 1", "16 November 2026"),
            ("Normal", "Business manager, 10:00am, Business plan 2026–29"),
            ("Normal", "1.3 Action 1.3: no lead now (before: Training Group)"),
            ("Normal", "Quiet change: it has no lead now"),
        ]

    def test_every_sentence_of_the_csv_in_its_order(self, people, edits, take):
        for by in ("", "action", "freeze"):
            told = [row["What changed"] for row in rows(take(people.member, kind="csv", by=by))]
            found = of_style(opened(take(people.member, by=by)), "Normal")
            assert [text for text in found if text in set(told)] == told
            assert len(told) > 5

    def test_words_added_and_removed_are_named_and_marked(self, people, edits, take):
        file = opened(take(people.member, **RECENT))
        (paragraph,) = [p for p in file.paragraphs if "[added: every review]" in p.text]
        assert paragraph.style.name == "Quote"
        assert paragraph.text.startswith("Wording: Ask children and their families what ")
        marked = {run.style.name: run.text for run in paragraph.runs if "[" in run.text}
        assert marked == {REMOVED: "[removed: each audit]", ADDED: "[added: every review]"}
        assert file.styles[REMOVED].font.strike
        assert file.styles[ADDED].font.underline
        assert "Why: As agreed." in of_style(file, "Normal")

    def test_one_plan_and_one_action_by_themselves(self, people, plan, edits, take):
        make_plan(people, title="Another plan")
        action = action_of(plan, "1.3")
        for name, pk, title, file_name in (
            ("plan_changes_file", plan.pk, f"Changes to {plan.title}", "business-plan-202629"),
            ("action_changes_file", action.pk, "Changes to 1.3 Action 1.3", "13"),
        ):
            response = take(people.member, name, pk)
            assert f'"ashshire-changes-to-{file_name}.docx"' in response["Content-Disposition"]
            file = opened(response)
            assert of_style(file, "Title") == [title]
            assert file.core_properties.title == title
            assert not any("Another plan" in text for _, text in styled(file))

    def test_a_draft_is_in_no_file_of_a_member(self, people, take):
        make_plan(people, agreed=False, title="A secret draft")
        assert any("secret" in text for _, text in styled(opened(take(people.scrutineer))))
        assert not any("secret" in text for _, text in styled(opened(take(people.member))))

    def test_it_says_where_it_breaks_off_and_where_nothing_is(
        self, people, edits, take, monkeypatch
    ):
        monkeypatch.setattr(csv_export, "MOST", 2)
        intro = of_style(opened(take(people.member)), "Normal")[1]
        assert "This file has only the latest 2 changes." in intro
        nothing = of_style(opened(take(people.member, words="not there")), "Normal")
        assert nothing[-1] == "No changes match your filters."

    def test_taking_out_is_logged(self, people, plan, edits, take):
        take(people.member)
        take(people.member, "plan_changes_file", plan.pk)
        events = SecurityEvent.objects.filter(kind="exported").order_by("pk")
        assert list(events.values_list("about", flat=True)) == [
            "changes, Word",
            "changes of a plan, Word",
        ]

    @pytest.mark.parametrize("odd", ["\x0b", "\x01\x1f", "\ufffe", "<w:p>&amp;]]>", "a\r\nb\tc"])
    def test_what_xml_cannot_hold(self, people, plan, take, odd):
        """Neither in people's text nor in the query string."""
        revise_action(
            action_of(plan, "1.1"), by=people.chair, title=f"x{odd}y", reason=odd * 2, at=NOW
        )
        asked = opened(take(people.member, words=f"x{odd}y"))
        assert of_style(asked, "List Bullet") == [f"Search: x{shown(odd)}y"]
        file = opened(take(people.member))
        told = " ".join(" ".join(text.split()) for text in of_style(file, "Normal", "Quote"))
        assert " ".join(f"x{shown(clean_text(odd))}y".split()) in told

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_file_of_changes_takes_a_fixed_number_of_queries(
        self, people, plan, client_as, django_assert_num_queries, number
    ):
        for count in range(number):
            make_update(action_of(plan, f"1.{count + 1}"), at=days_ago(9))
        client, address = client_as(people.member), "/ashshire/changes/changes.docx"
        client.get(address, RECENT)
        with django_assert_num_queries(46):
            run_all()


def shown(text):
    """The text as it is read back."""
    return clean(text).replace("\r", "\n")


class TestComparison:
    QUERY = "?before=day&before_on_day=21&before_on_month=11&before_on_year=2026&after=now"

    @pytest.fixture
    def compare_words(self, plan, client_as, people):
        def compare_words(person=None, query=""):
            address = reverse("reports:plan_compare", args=["ashshire", plan.pk])
            client = client_as(person or people.member)
            return fetch_file(client, f"{address}{self.QUERY}&as=docx{query}")

        return compare_words

    def test_the_file_of_a_comparison_has_each_difference(self, people, plan, compare_words):
        by = people.business_manager
        remove_action(action_of(plan, "1.2"), by=by, reason="Done.", at=NOW)
        revise_action(action_of(plan, "1.1"), by=by, wording="Do what all say.", at=NOW)
        set_leads(action_of(plan, "1.1"), [], by=by, at=NOW)
        make_update(action_of(plan, "1.3"), by=by, at=NOW)
        file = opened(compare_words())
        text = styled(file)
        assert text[:2] == [
            ("Title", "Business plan 2026–29"),
            ("Subtitle", "Changes from 21 November 2026 to now, 22 November 2026"),
        ]
        mark = r"version \d+, [0-9a-f]{12}"
        sides = rf"Before: 21 November 2026, {mark}\. After: now, 22 November 2026, {mark}\."
        assert re.fullmatch(sides, text[4][1])
        assert of_style(file, "List Bullet") == [
            "0 added",
            "1 removed",
            "0 moved",
            "1 reworded",
            "0 with a new timescale",
            "1 with new leads",
            "1 with a new rating",
        ]
        assert text[-9:] == [
            ("Heading 1", "Removed"),
            ("Heading 2", "1.2 Action 1.2"),
            ("Normal", "Do what action 1.2 says."),
            ("Heading 1", "Changed"),
            ("Heading 2", "1.1 Action 1.1"),
            ("Normal", "Who leads: from Audit Group (lead) to no lead"),
            ("Normal", "Wording: Do what [removed: action 1.1 says.] [added: all say.] "),
            ("Heading 2", "1.3 Action 1.3"),
            ("Normal", "Rating: from Not yet rated to Green"),
        ]

    def test_version_and_digest_stand_on_every_page(self, people, plan, compare_words):
        file = opened(compare_words())
        after = re.search(r"After: now, 22 November 2026, (.+)\.", file.paragraphs[4].text)[1]
        footer = file.sections[0].footer.paragraphs[0].text
        assert footer == (
            f"Ashshire Safeguarding Children Partnership. As at 22 November 2026, {after}"
        )

    def test_nothing_is_different(self, plan, compare_words):
        assert of_style(opened(compare_words()), "Normal")[-1] == "No differences."

    def test_it_is_named_and_logged(self, people, plan, compare_words):
        response = compare_words()
        assert '"ashshire-2026-11-21-to-now.docx"' in response["Content-Disposition"]
        assert SecurityEvent.objects.get(kind="exported").about == "comparison of a plan, Word"

    def test_another_partnership_and_a_wrong_kind(self, people, plan, compare_words):
        assert compare_words(people.outsider).status_code == 404
        assert "html" in compare_words(query="&as=exe")["Content-Type"]
        assert SecurityEvent.objects.filter(kind="exported").count() == 0

    def test_the_page_links_to_it(self, people, plan, client_as):
        revise_action(action_of(plan, "1.1"), by=people.chair, wording="Do it.", at=NOW)
        address = reverse("reports:plan_compare", args=["ashshire", plan.pk])
        page = client_as(people.member).get(address + self.QUERY).content.decode()
        kinds = re.findall(r'href="[^"]+&amp;as=([a-z]+)"', page)
        assert kinds == ["pdf", "docx", "xlsx", "csv"]


@dataclass(frozen=True)
class Titled:
    """The attributes that every document has."""

    title: str = "Changes"
    partnership: str = "Ashshire Safeguarding Children Partnership"
    colour: str = "#1d4f7a"
    marking: str = "Official"


def written(document=None, paragraphs=()):
    """A file of these paragraphs, opened again."""
    file = WordFile(
        document or Titled(),
        subtitle="All",
        as_at="As at 22 November 2026",
        about="What changed.",
        on=TODAY,
    )
    for runs in paragraphs:
        file.paragraph(*runs)
    return Document(io.BytesIO(file.content()))


class TestHouse:
    def test_a_word_file_has_its_title_language_and_dates(self):
        properties = written().core_properties
        assert (properties.title, properties.author) == ("Changes", Titled.partnership)
        assert (properties.subject, properties.language) == ("What changed.", "en-GB")
        assert properties.comments == ""
        assert {properties.created.date(), properties.modified.date()} == {TODAY}

    def test_it_is_in_british_english(self):
        file = written()
        languages = {e.get(qn("w:val")) for e in file.styles.element.iter(qn("w:lang"))}
        assert languages == {"en-GB"}
        assert file.settings.element.find(qn("w:themeFontLang")).get(qn("w:val")) == "en-GB"

    def test_word_takes_it_for_one_of_its_own_day(self):
        found = written().settings.element.iter(qn("w:compatSetting"))
        versions = [s.get(qn("w:val")) for s in found if "Mode" in s.get(qn("w:name"))]
        assert versions == ["15"]

    def test_every_page_says_its_title_marking_and_number(self):
        (section,) = written().sections
        assert [p.text for p in section.header.paragraphs] == ["Changes", "Official"]
        of_partnership, number = section.footer.paragraphs
        assert of_partnership.text == f"{Titled.partnership}. As at 22 November 2026"
        fields = [f.get(qn("w:instr")) for f in number._p.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
        words = "".join(t.text for t in number._p.iter(qn("w:t")))
        assert words == "Page 1 of 1"

    def test_a4_in_the_colour_and_letters_of_the_house(self):
        file = written()
        section = file.sections[0]
        assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
        for level in range(1, 5):
            font = file.styles[f"Heading {level}"].font
            assert (str(font.color.rgb), font.italic) == ("1D4F7A", False)
        fonts = list(file.styles.element.iter(qn("w:rFonts")))
        assert {font.get(qn("w:ascii")) for font in fonts} == {"Arial"}
        assert not [key for font in fonts for key in font.attrib if key.endswith("asciiTheme")]

    def test_removed_and_added_words_are_marked(self):
        runs = comparison_runs(compare_words("Read the old plan.", "Read the new plan twice."))
        assert list(runs) == [
            "Read the ",
            ("[removed: old plan.]", REMOVED),
            " ",
            ("[added: new plan twice.]", ADDED),
            " ",
        ]

    def test_the_header_has_no_marking_if_there_is_none(self):
        (section,) = written(replace(Titled(), marking="")).sections
        assert [p.text for p in section.header.paragraphs] == ["Changes"]

    @settings(max_examples=60, deadline=None)
    @given(text=st.text(st.characters(codec=None), max_size=60))
    def test_whatever_is_written_is_read_back(self, text):
        document = replace(Titled(), title=text, partnership=text, marking=text)
        file = written(
            document, [[text], [(text, ADDED)], [*comparison_runs((Words(text, "added"),))]]
        )
        found = [p.text for p in file.paragraphs[-3:]]
        assert found == [shown(text), shown(text), f"[added: {shown(text.strip())}] "]
        assert file.core_properties.title is not None

    def test_long_titles_are_cut_in_the_properties_alone(self):
        file = written(replace(Titled(), title="long " * 99))
        assert file.paragraphs[0].text == "long " * 99
        assert len(file.core_properties.title) == 255


def test_the_moment_of_a_change_is_said_where_no_day_is_its_heading(people, plan, edits, take):
    action = action_of(plan, "1.3")
    file = opened(take(people.member, "action_changes_file", action.pk, by="action", **RECENT))
    assert ("Normal", "Business manager, 16 November 2026 at 10:00am, Business plan 2026–29") in (
        styled(file)
    )
    assert of_style(file, "Heading 1") == ["What this is", "1.3 Action 1.3"]
