"""Changes arranged by action and by the next freeze: on the page, in print and as CSV."""

import csv
import io
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from pypdf import PdfReader

from partnership.history import recording
from plans.models import Priority
from plans.services.action import remove_action, revise_action
from plans.services.evidence import redact_file
from plans.services.period import freeze_period, reopen_period
from plans.services.structure import add_part
from reports.changes.arrange import NO_ACTION
from reports.changes.feed import Reader
from reports.changes.lists import all_changes
from reports.views import changes as views
from tests.helpers.builders import (
    action_of,
    days_ago,
    make_action,
    make_closed_plan,
    make_evidence,
    make_file,
    make_plan,
    make_update,
)
from tests.helpers.challenges import make_challenge
from tests.helpers.jobs import fetch_file
from tests.helpers.periods import make_period

RECENT = {"since_day": "1", "since_month": "11", "since_year": "2026"}


def parts(response):
    """[(heading, its sentences)] of a page."""
    html = response.content.decode()
    found = []
    for section in re.split(r'<section class="app-day">|<details class="app-day', html)[1:]:
        heading = re.search(r"<h2[^>]*>(.*?)</h2>", section, re.S)[1]
        told = re.findall(r'<p class="app-change-summary__sentence">(.*?)</p>', section, re.S)
        found.append((plain(heading), [plain(sentence) for sentence in told]))
    return found


def plain(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace(" :", ":")


@pytest.fixture
def read(client_as, people):
    """``read(by, name, pk, **query)``: the parts of a page of changes since November."""

    def read(by, name="changes", pk=None, person=None, **query):
        args = ["ashshire", *([pk] if pk else [])]
        client = client_as(person or people.member)
        response = client.get(reverse(f"reports:{name}", args=args), {**RECENT, "by": by, **query})
        assert response.status_code == 200
        return parts(response)

    return read


@pytest.fixture
def retitled(people, plan):
    """One change that retitled two actions and the plan's priority, after one that retitled only 1.1."""
    by = people.business_manager
    revise_action(action_of(plan, "1.1"), by=by, title="Hear them", at=days_ago(9))
    with recording(by=by, at=days_ago(5), reason="As the board asked."):
        for reference in ("1.3", "1.1"):
            action = action_of(plan, reference)
            action.title = f"Title {reference}"
            action.save(update_fields=["title"])
        priority = plan.priority_set.get()
        priority.title = "Neglect"
        priority.save(update_fields=["title"])


class TestByAction:
    def test_each_action_has_its_part_of_a_change_and_nothing_of_anothers(self, retitled, read):
        assert read("action") == [
            (
                "1.1 Title 1.1",
                [
                    "1.1 Title 1.1: title changed from “Hear them” to “Title 1.1”",
                    "1.1 Hear them: title changed from “Action 1.1” to “Hear them”",
                ],
            ),
            ("1.3 Title 1.3", ["1.3 Title 1.3: title changed from “Action 1.3” to “Title 1.3”"]),
            (
                NO_ACTION,
                ["“Priority 1: Neglect”: title changed from “Children are heard” to “Neglect”"],
            ),
        ]

    def test_the_reason_stands_under_each(self, people, retitled, client_as):
        address = reverse("reports:changes", args=["ashshire"])
        page = client_as(people.member).get(address, RECENT | {"by": "action"}).content.decode()
        assert page.count("As the board asked.") == 3
        assert page.count("17 November 2026 at 10:00am") == 3
        assert 'id="change-' not in page

    def test_numbers_are_in_the_order_of_numbers(self, people, plan, read):
        for reference in ("1.10", "1.9", "A1", "١"):
            make_action(plan, reference, at=days_ago(4))
        make_update(action_of(plan, "1.2"), at=days_ago(3))
        headings = [heading.split()[0] for heading, _ in read("action")]
        assert headings == ["١", "1.2", "1.9", "1.10", "A1"]

    def test_priorities_are_in_the_order_of_print_and_none_is_last(self, people, plan, read):
        by = people.business_manager
        first = add_part(Priority, plan, by=by, at=days_ago(9), number="O", title="First of all")
        with recording(by=by, at=days_ago(8)):
            first.position = 0
            first.save(update_fields=["position"])
        make_action(plan, "9.1", priority=first, at=days_ago(4))
        make_action(plan, "0.1", priority=None, at=days_ago(3))
        make_update(action_of(plan, "1.2"), at=days_ago(2))
        headings = [heading.split()[0] for heading, _ in read("action")]
        assert headings == ["9.1", "1.2", "0.1", "Not"]

    def test_many_that_were_done_alike_are_told_one_by_one(self, people, read):
        plan = make_plan(people, actions=7)
        with recording(by=people.chair, at=days_ago(2)):
            for action in plan.action_set.all():
                action.importance = "high"
                action.save(update_fields=["importance"])
        assert len(read("", did="altered")) == 1
        found = read("action", did="altered")
        assert [len(told) for _, told in found] == [1] * 7

    def test_an_action_that_was_taken_out_is_told_under_its_name(self, people, plan, read):
        remove_action(
            action_of(plan, "1.2"), by=people.business_manager, reason="Done.", at=days_ago(3)
        )
        assert read("action") == [
            ("1.2 Action 1.2 since removed", ["Removed action 1.2 Action 1.2 with 1 measure"])
        ]

    def test_what_is_said_about_an_action_stands_under_it(self, people, plan, read):
        action = action_of(plan, "1.1")
        make_challenge(action, by=people.scrutineer, to=people.audit_group, at=days_ago(3))
        evidence = make_evidence(action, file=make_file(), at=days_ago(2))
        redact_file(
            evidence.file, by=people.business_manager, reason="Names a child.", at=days_ago(1)
        )
        (heading, told), *others = read("action")
        assert heading == "1.1 Action 1.1"
        assert [sentence[:23] for sentence in told] == [
            "Evidence “18 of 20 chil",
            "1.1 Action 1.1: evidenc",
            "New challenge about “1.",
        ]
        assert [heading for heading, _ in others] == [NO_ACTION]

    def test_two_plans_are_named(self, people, plan, read):
        other = make_plan(people, title="Another plan", actions=1)
        for one in (plan, other):
            make_update(action_of(one, "1.1"), at=days_ago(2))
        assert {heading for heading, _ in read("action")} == {
            "1.1 Action 1.1 Another plan",
            "1.1 Action 1.1 Business plan 2026–29",
        }

    def test_a_draft_is_nobodys_to_find(self, people, plan, read):
        draft = make_plan(people, agreed=False, title="A secret draft")
        revise_action(
            action_of(draft, "1.1"), by=people.business_manager, title="Secret", at=days_ago(1)
        )
        assert read("action") == []
        assert [heading for heading, _ in read("action", person=people.scrutineer)] == [
            "1.1 Secret A secret draft"
        ]

    def test_a_long_page_says_what_else_there_is(self, people, plan, client_as, monkeypatch):
        """Each action counts its changes on other pages that match, and leads to its own list of them."""
        monkeypatch.setattr(views, "PAGE_BY_ACTION", 2)
        action, other = action_of(plan, "1.1"), action_of(plan, "1.2")
        for number in range(5, 0, -1):
            revise_action(action, by=people.chair, title=f"T{number}", at=days_ago(number))
        make_update(other, at=days_ago(6))
        client, address = client_as(people.member), reverse("reports:changes", args=["ashshire"])
        query, said, more = "?by=action&since_day=1&since_month=11&since_year=2026", [], []
        while query:
            page = client.get(address + query).content.decode()
            said += re.findall(r'<p class="govuk-inset-text">(.*?)</p>', page)
            more += re.findall(r'href="([^"]*)">see (.*?) to it', page)
            older = re.search(r'href="([^"]*)" rel="next"', page)
            query = older and older[1].replace("&amp;", "&").removeprefix(address)
        assert said == [
            "This page shows changes from 20 November 2026 to 21 November 2026.",
            "This page shows changes from 18 November 2026 to 19 November 2026.",
            "This page shows changes from 16 November 2026 to 17 November 2026.",
        ]
        asked = "?since_day=1&amp;since_month=11&amp;since_year=2026"
        own = reverse("reports:action_changes", args=["ashshire", action.pk])
        assert more == [(own + asked, f"{number} more changes") for number in (3, 3, 4)]
        listed = client.get(f"{own}{asked}".replace("&amp;", "&")).content.decode()
        assert listed.count("title changed from") == 5

    def test_actions_fold_unless_there_is_only_one(self, people, plan, client_as):
        address = reverse("reports:changes", args=["ashshire"])
        make_update(action_of(plan, "1.1"), at=days_ago(3))
        html = client_as(people.member).get(address, RECENT | {"by": "action"}).text
        assert html.count('<details class="app-day app-fold" open>') == 1
        make_update(action_of(plan, "1.2"), at=days_ago(2))
        html = client_as(people.member).get(address, RECENT | {"by": "action"}).text
        assert html.count('<details class="app-day app-fold">') == 2

    def test_a_page_that_holds_all_says_nothing(self, people, retitled, client_as):
        address = reverse("reports:changes", args=["ashshire"])
        page = client_as(people.member).get(address, {"by": "action"}).content.decode()
        assert "This page shows" not in page

    def test_nothing_found(self, read):
        assert read("action", words="nowhere at all", before="2026-11-01T10:00:00+00:00_5") == []


class TestByFreeze:
    @pytest.fixture
    def rounds(self, people, plan):
        """Two periods, frozen eight and four days ago; 1.1 retitled around them, each time to the days ago."""
        by = people.business_manager
        for name, opened, frozen in (("First", 14, 8), ("Second", 7, 4)):
            period = make_period(plan, name=name, at=days_ago(opened))
            freeze_period(period, by=by, at=days_ago(frozen))
        for days in (9, 8, 6, 1):
            revise_action(action_of(plan, "1.1"), by=by, title=f"T{days}", at=days_ago(days))
        return plan.reportingperiod_set.order_by("pk")

    def told(self, read, *args, **query):
        found = read("freeze", *args, about="wording", **query)
        return [
            (heading, [re.search(r"to “(.+)”", sentence)[1] for sentence in told])
            for heading, told in found
        ]

    def test_between_which_freezes_it_happened(self, plan, rounds, read):
        """A change at the moment of the freeze belongs to it, as in the filters."""
        expected = [
            ("After the freeze of Second", ["T1"]),
            ("Up to the freeze of Second frozen on 18 November 2026", ["T6"]),
            ("Up to the freeze of First frozen on 14 November 2026", ["T8", "T9"]),
        ]
        assert self.told(read) == expected
        assert self.told(read, "plan_changes", plan.pk) == expected
        assert self.told(read, "action_changes", action_of(plan, "1.1").pk) == expected

    def test_as_the_filters_of_freezes_have_it(self, rounds, read):
        first, second = rounds
        assert self.told(read, after=first.pk, freeze=second.pk) == [
            ("Up to the freeze of Second frozen on 18 November 2026", ["T6"])
        ]

    def test_before_any_freeze(self, people, plan, read):
        revise_action(action_of(plan, "1.1"), by=people.chair, title="T", at=days_ago(1))
        assert self.told(read) == [("Before the first freeze", ["T"])]

    def test_what_others_freeze_divides_nothing(self, people, plan, rounds, read):
        """Freezes of another partnership or of a plan that the reader does not see are ignored."""
        theirs = people.elsewhere
        freeze_period(make_period(theirs.plan, name="Theirs", at=days_ago(3)),
            by=theirs.people.business_manager, at=days_ago(2))  # fmt: skip
        assert not any("Theirs" in heading for heading, _ in self.told(read))
        reader = Reader(people.partnership, None, True)
        assert all_changes(reader).freezes() == list(reversed(rounds))
        assert all_changes(replace(reader, plans={})).freezes() == []

    def test_a_period_that_was_reopened_divides_nothing(self, people, rounds, read):
        reopen_period(
            rounds[1], by=people.business_manager, reason="A late return.", at=days_ago(0)
        )
        assert [heading for heading, _ in self.told(read)] == [
            "After the freeze of First",
            "Up to the freeze of First frozen on 14 November 2026",
        ]

    def test_another_plans_freezes_divide_the_partnerships_changes_and_not_this_plans(
        self, people, plan, rounds, read
    ):
        other = make_plan(people, title="Another plan")
        period = make_period(other, name="Second", at=days_ago(3))
        freeze_period(period, by=people.business_manager, at=days_ago(2))
        assert [heading for heading, _ in self.told(read)] == [
            "After the freeze of Second",
            "Up to the freeze of Second Business plan 2026–29, frozen on 18 November 2026",
            "Up to the freeze of First Business plan 2026–29, frozen on 14 November 2026",
        ]
        assert len(self.told(read, "plan_changes", plan.pk)) == 3
        assert self.told(read, "plan_changes", other.pk) == []


class TestFiles:
    @pytest.fixture
    def take(self, client_as, people):
        def take(kind, **query):
            address = reverse("reports:changes_file", args=["ashshire", kind])
            return fetch_file(client_as(people.member), address, RECENT | query).content

        return take

    def rows(self, content):
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))

    def test_csv_is_in_the_same_order(self, retitled, take):
        rows = self.rows(take("csv", by="action"))
        assert [(row["Action"], row["Date"]) for row in rows] == [
            ("1.1 Title 1.1", "2026-11-17"),
            ("1.1 Title 1.1", "2026-11-13"),
            ("1.3 Title 1.3", "2026-11-17"),
            ("", "2026-11-17"),
        ]
        assert [row["Action"] for row in self.rows(take("csv"))] == [
            "",
            "1.3 Title 1.3",
            "1.1 Title 1.1",
            "1.1 Title 1.1",
        ]

    def test_csv_names_every_action_of_a_sentence(self, people, take):
        plan = make_plan(people, actions=7)
        with recording(by=people.chair, at=days_ago(2)):
            for action in plan.action_set.all():
                action.importance = "high"
                action.save(update_fields=["importance"])
        (row,) = self.rows(take("csv", did="altered"))
        assert row["Action"] == "; ".join(f"1.{number} Action 1.{number}" for number in range(1, 8))

    def test_csv_names_the_freeze(self, people, plan, take):
        period = make_period(plan, name="=Autumn", at=days_ago(7))
        revise_action(action_of(plan, "1.1"), by=people.chair, title="T5", at=days_ago(5))
        freeze_period(period, by=people.business_manager, at=days_ago(4))
        revise_action(action_of(plan, "1.1"), by=people.chair, title="T1", at=days_ago(1))
        rows = self.rows(take("csv", about="wording"))
        assert [row["Up to the freeze of"] for row in rows] == ["", "'=Autumn"]

    def test_print_is_arranged_and_says_so(self, retitled, take):
        pages = PdfReader(io.BytesIO(take("pdf", by="action"))).pages
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert "Changes by action, newest first" in text
        one = r"1\.1 Title 1\.1 When Who What changed, and why 17 November 2026 at 10:00am Business manager"
        assert re.search(one, text)
        assert text.index("1.3 Title 1.3 When Who") < text.index(NO_ACTION)


def test_the_arrangement_is_kept_with_a_filter_and_is_none(people, plan, client_as):
    make_update(action_of(plan, "1.1"), at=days_ago(2))
    address = reverse("reports:changes", args=["ashshire"])
    page = client_as(people.member).get(address, {"by": "action", "words": "cases"})
    html = page.content.decode()
    assert re.findall(r'class="app-filter-tag" href="([^"]+)"', html) == [f"{address}?by=action"]
    assert '<option value="action" selected' in html
    assert f"{address}changes.csv?by=action&amp;words=cases" in html


@pytest.mark.parametrize("by", ["x", "day", "' OR 1", "\x00", "period" * 99])
def test_an_arrangement_that_is_none_is_refused_with_a_sentence(people, plan, client_as, by):
    make_update(action_of(plan, "1.1"), at=days_ago(2))
    address = reverse("reports:changes", args=["ashshire"])
    page = client_as(people.member).get(address, {"by": by})
    assert "There is a problem" in page.content.decode()
    assert parts(page)[0][0].startswith("20 November 2026")


@pytest.mark.parametrize("number", [1, 3])
def test_queries(people, plan, client_as, django_assert_num_queries, number):
    make_closed_plan(people)
    for count in range(number):
        make_update(action_of(plan, f"1.{count + 1}"), at=days_ago(9))
        period = make_period(plan, name=f"Round {count}", at=days_ago(8 - count))
        freeze_period(period, by=people.business_manager, at=days_ago(7.5 - count))
    query = RECENT | {"about": "progress"}
    client, address = client_as(people.member), reverse("reports:changes", args=["ashshire"])
    for by, queries in (("", 19), ("action", 21), ("freeze", 20)):
        with django_assert_num_queries(queries):
            client.get(address, query | {"by": by})
    with django_assert_num_queries(19):
        client.get(f"{address}changes.csv", query | {"by": "action"})
