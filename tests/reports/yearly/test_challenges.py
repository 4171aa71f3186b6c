"""The challenges of a yearly report's period, in the scrutineer's own section."""

import re
from datetime import date

import pytest
from django.urls import reverse

from partnership.history import revise
from plans.services.challenge import answer_challenge, ask_again, close_challenge
from reports.render.pdf import print_pdf
from reports.yearly.document import read_report, read_section
from reports.yearly.sheets import report_sheets
from tests.helpers.builders import TODAY, make_plan
from tests.helpers.challenges import make_challenge
from tests.helpers.writing import at, make_report, section_of
from tests.reports.render.test_pdf import pages_of


def ask(people, record, question, *, month, **values):
    facts = {"about": "plan", "due_on": date(2026, month, 28), "at": at(month, 14)} | values
    return make_challenge(
        record, by=people.scrutineer, to=people.audit_group, question=question, **facts
    )


def answer(people, challenge, words, *, month, seen=0):
    return answer_challenge(challenge, by=people.chair, words=words, seen=seen, at=at(month, 20))


def close(people, challenge, words, *, month, seen=1):
    return close_challenge(
        challenge, by=people.scrutineer, words=words, seen=seen, at=at(month, 25)
    )


@pytest.fixture
def year(people, plan):
    """Closed before the period; closed in it; answered in it and closed after; overdue; asked after it."""
    before = ask(people, plan, "Before?", month=4)
    close(people, answer(people, before, "Yes.", month=4), "None.", month=4)
    closed = ask(people, plan, "Is it read?", month=6)
    close(people, answer(people, closed, "It will be.", month=6), "Twenty were read.", month=7)
    answered = ask(people, people.audit_group, "Who sits?", month=10, about="group")
    close(people, answer(people, answered, "Six.", month=10), "A seventh came.", month=11)
    ask(people, plan, "When?", month=9)
    ask(people, plan, "After?", month=11, at=at(11, 21))
    return make_report(plan)


def scrutiny(report):
    (section,) = [s for s in read_report(report, on=TODAY).sections if s.is_scrutiny]
    return section


def test_whoever_is_asked_is_called_as_they_were_then(people, year):
    """Else the same report would read differently next year."""
    before = scrutiny(year).challenges
    revise(people.audit_group, by=people.business_manager, name="Quality Group", at=at(11, 21))
    assert scrutiny(year).challenges == before
    assert {one.to for one in before.challenges} == {"Audit Group"}


def test_tells_each_as_it_stood_on_the_last_day(year):
    reported = scrutiny(year).challenges
    told = [
        (one.question, one.state, [turn.words for turn in one.turns], one.is_overdue)
        for one in reported.challenges
    ]
    assert told == [
        ("Is it read?", "closed", ["It will be.", "Twenty were read."], False),
        ("When?", "open", [], True),
        ("Who sits?", "answered", ["Six."], False),
    ]
    assert (reported.number("closed"), reported.number("answered"), reported.overdue) == (1, 1, 1)


def test_what_is_asked_again_after_the_period_has_no_day_in_it(people, plan):
    challenge = answer(people, ask(people, plan, "Is it?", month=9), "Yes.", month=9)
    again = {"words": "Really?", "due_on": date(2026, 12, 1), "seen": 1}
    ask_again(challenge, by=people.scrutineer, at=at(11, 18), **again)
    (one,) = scrutiny(make_report(plan)).challenges.challenges
    assert (one.state, one.due_on) == ("answered", None)


def test_leaves_out_other_plans_and_drafts(people, plan):
    draft = make_plan(people, agreed=False, title="The next plan")
    ask(people, draft, "Draft?", month=9)
    assert scrutiny(make_report(plan)).challenges.challenges == ()


def test_stands_under_no_other_section_and_writes_nothing_for_the_scrutineer(year):
    document = read_report(year, on=TODAY)
    others = [section.challenges for section in document.sections if not section.is_scrutiny]
    assert set(others) == {None}
    assert scrutiny(year).state == "needs text"
    section = year.sections.select_related("asked").get(asked__writer="scrutineer")
    section.report = year
    assert read_section(section, on=TODAY) == scrutiny(year)


def test_is_on_the_pages_and_on_paper(people, year, client_as):
    client = client_as(people.scrutineer)
    section = year.sections.get(asked__writer="scrutineer")
    for name, pk in (("report_read", year.pk), ("section", section.pk)):
        page = client.get(reverse(f"reports:{name}", args=["ashshire", pk])).content.decode()
        words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        assert "3 challenges were open during the period." in words
        assert "Difference made Scrutineer, 25 July 2026 “Twenty were read.”" in words
        assert "Waiting for an answer, overdue: it was due on 28 September 2026." in words


def test_challenges_are_printed_in_the_yearly_report(year):
    pdf = print_pdf(report_sheets(read_report(year, on=TODAY)))
    words = " ".join(pages_of(pdf))
    assert "Challenges in the period" in words
    assert "Twenty were read." in words


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(people, plan, number, django_assert_num_queries):
    for month in (7, 8, 9)[:number]:
        answer(people, ask(people, plan, "Is it?", month=month), "Yes.", month=month)
    report = make_report(plan)
    with django_assert_num_queries(40):
        read_report(report, on=TODAY)
    assert len(scrutiny(report).challenges.challenges) == number
    assert section_of(report, "voice").asked.writer == "business_manager"
