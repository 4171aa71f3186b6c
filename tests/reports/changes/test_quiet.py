"""Quiet changes: a real one for each rule, and beside it the nearest change that must not be marked."""

import re
from datetime import date

import pytest
from django.urls import reverse

from partnership.history import recording
from plans.models import Objective, Priority
from plans.services.action import remove_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure, remove_measure
from plans.services.structure import remove_part
from plans.services.timescale import change_timescale
from reports.changes.feed import Reader
from reports.changes.quiet import find_marks
from reports.changes.quiet_rules import RULES
from tests.helpers.builders import action_of, days_ago, make_plan, make_update
from tests.helpers.measures import make_counted, make_value
from tests.helpers.quiet.dates import move
from tests.helpers.quiet.measures import counted, freeze
from tests.helpers.quiet.registry import NEAR_MISSES, QUIET
from tests.helpers.quiet.updates import improve, relabel, say_no_change
from tests.reports.test_changes import sentences


def marked(people):
    """The rules that mark the last change of Ashshire, each with its subject."""
    last = people.partnership.changes.order_by("-at", "-pk")[:1]
    return [
        (mark.rule.key, mark.subject[0].__name__)
        for mark in find_marks(list(last.values_list("pk", flat=True)))
    ]


@pytest.mark.parametrize("name", QUIET)
def test_a_quiet_change_is_pointed_out(name, people, plan):
    make, key = QUIET[name]
    make(people, plan, people.business_manager)
    about = "Priority" if "priority" in name else "Action"
    about = "RatingDefinition" if name.startswith("rating") else about
    assert marked(people) == [(key, about)]


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_a_near_miss_is_not(name, people, plan):
    NEAR_MISSES[name](people, plan, people.business_manager)
    assert marked(people) == []


def test_the_name_of_a_rating_is_marked_beside_its_sentence(people, plan, read):
    relabel(people, people.business_manager, label="Good enough")
    assert marks_on(read(people.member)) == [
        "Quiet change: a rating has another name, and so has everything that was rated so"
    ]


def test_every_rule_has_its_example():
    assert {key for _, key in QUIET.values()} == {rule.key for rule in RULES}


def test_several_rules_hold_for_one_change(people, plan):
    by = people.business_manager
    with recording(by=by):
        move(action_of(plan, "1.2"), by, kind="ongoing")
        set_leads(action_of(plan, "1.2"), [], by=by)
    reader = Reader(people.partnership, None, True)
    (change,) = reader.changes()[:1]
    (summary,) = reader.describe([change], marks=reader.quiet([change]))
    (sentence,) = summary.sentences
    assert [rule.key for rule in sentence.marks] == ["date_removed", "lead_blank"]


def test_a_measure_of_an_objective_is_told_of_the_objective(people, plan):
    by = people.business_manager
    measure = add_measure(plan.objective_set.get(), by=by, wording="All heard", at=days_ago(30))
    freeze(plan, by)
    remove_measure(measure, by=by, reason="It cannot be counted.")
    assert marked(people) == [("measure_after_freeze", Objective.__name__)]


def test_what_went_whole_is_one_sentence_with_one_mark(people, plan):
    by = people.business_manager
    other = make_plan(people, title="Another plan")
    freeze(other, by)
    with recording(by=by):
        for reference in ("1.1", "1.2", "1.3"):
            remove_action(action_of(other, reference), by=by, reason="Over.")
        other.objective_set.get().delete()
        remove_part(Priority.objects.get(plan=other), by=by, reason="Over.")
    assert marked(people) == [("action_gone", "Action")] * 3


@pytest.fixture
def read(client_as, people):
    def read(person, **query):
        return client_as(person).get(reverse("reports:changes", args=["ashshire"]), query)

    return read


def marks_on(page):
    found = re.findall(r'<p class="app-quiet-mark">(.*?)</p>', page.content.decode(), re.S)
    return [re.sub(r"<[^>]+>", "", mark).strip() for mark in found]


@pytest.fixture
def edits(people, plan):
    """Two quiet changes among others, marked by different rules."""
    by = people.business_manager
    change_timescale(action_of(plan, "1.2"), by=by, reason="Late.", kind="ongoing", at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(2))
    set_leads(action_of(plan, "1.3"), [], by=by, at=days_ago(1))


def test_a_mark_stands_beside_the_sentence(people, edits, read):
    page = read(people.member)
    assert marks_on(page) == [
        "Quiet change: it has no lead now",
        "Quiet change: the due date was removed",
    ]
    after = r"no lead now[^<]*</p>\s*<p class=\"app-quiet-mark\">.*?it has no lead now"
    assert re.search(after, page.content.decode(), re.S)


def test_who_may_raise_a_challenge_can_challenge_a_quiet_change(people, edits, read):
    change = people.partnership.changes.latest("at")
    address = reverse("plans:challenge_new", args=["ashshire"])
    found = re.findall(rf'href="{address}\?change=(\d+)"', read(people.scrutineer).text)
    assert (len(found), found[0]) == (2, str(change.pk))
    assert f'href="{address}' not in read(people.member).text


def test_only_quiet_changes_or_those_of_one_rule(people, edits, read):
    lead, date_moved = (
        "1.3 Action 1.3: no lead now (before: Training Group)",
        "1.2 Action 1.2: due date removed (was October 2026); now says “Ongoing”",
    )
    assert sentences(read(people.member, quiet="any")) == [lead, date_moved]
    assert sentences(read(people.member, quiet="lead_blank")) == [lead]
    assert sentences(read(people.member, quiet="lead_blank", record="1.2")) == []
    assert "There is a problem" in read(people.member, quiet="loud").content.decode()


def test_the_filter_is_shown_and_can_be_removed(people, edits, read):
    page = read(people.member, quiet="lead_blank").content.decode()
    assert "Quiet changes: Lead left blank</a>" in page


def test_a_quiet_change_of_a_draft_or_of_elsewhere_is_not_found(people, plan, read):
    """An update of a draft that is better than its dates suggest; and one of another partnership."""
    draft = make_plan(people, agreed=False, title="A secret draft")
    make_update(action_of(draft, "1.2"), comment="secret")
    elsewhere = people.elsewhere.people
    make_update(action_of(people.elsewhere.plan, "1.2"), by=elsewhere.business_manager)
    assert len(sentences(read(people.scrutineer, quiet="any"))) == 1
    assert sentences(read(people.member, quiet="any")) == []


def test_only_values_known_at_the_moment_count(people, plan):
    by = people.business_manager
    measure = counted(plan, "89").measure
    improve(plan, by)
    make_value(measure, "63", date(2026, 9, 1), at=days_ago(1))
    changes = list(people.partnership.changes.values_list("pk", flat=True))
    assert "worse_while_better" not in {mark.rule.key for mark in find_marks(changes)}


@pytest.mark.parametrize("number", [1, 3])
def test_three_more_queries_where_values_were_recorded(
    people, plan, django_assert_num_queries, number
):
    by = people.business_manager
    for action in range(1, number + 1):
        measure = make_counted(action_of(plan, f"1.{action}").measures.get(), at=days_ago(30))
        for month, value in ((1, "89"), (2, "63")):
            make_value(measure, value, date(2026, month, 1), at=days_ago(30))
        for rating, day in (("amber", 9), ("green", 2)):
            make_update(action_of(plan, f"1.{action}"), by=by, rating=rating, at=days_ago(day))
    changes = people.partnership.changes.order_by().values("pk")
    with django_assert_num_queries(4):
        found = find_marks(changes)
    assert [m.rule.key for m in found].count("worse_while_better") == number


@pytest.mark.parametrize("number", [1, 3])
def test_queries(people, plan, django_assert_num_queries, number):
    """One for all rules; one for leads; two for “no change” in several periods."""
    by = people.business_manager
    for action in range(1, number + 1):
        set_leads(action_of(plan, f"1.{action}"), [], by=by)
    say_no_change(plan, by, periods=3)
    with django_assert_num_queries(4):
        found = find_marks(people.partnership.changes.order_by().values("pk"))
    assert len(found) == number + 1
