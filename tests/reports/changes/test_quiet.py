"""Quiet changes: a real one for each rule, and beside it the nearest change that must not be marked."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from partnership.history import recording, revise
from partnership.redactions.find import Passage, find_places
from partnership.services.redaction import redact
from plans.measures.numbers import Figure
from plans.models import Objective, Priority
from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.measure_value import correct_value, remove_value
from plans.services.milestone import change_milestone, remove_milestone
from plans.services.period import freeze_period
from plans.services.progress import record_no_change, record_update
from plans.services.structure import remove_part
from plans.services.timescale import change_timescale
from reports.changes.feed import Reader
from reports.changes.quiet import find_marks
from reports.changes.quiet_rules import RULES
from tests.helpers.builders import NOW, action_of, days_ago, make_action, make_plan, make_update
from tests.helpers.measures import make_counted, make_value
from tests.helpers.milestones import make_milestone
from tests.helpers.periods import make_period
from tests.reports.test_changes import sentences

QUIET, NEAR_MISSES = {}, {}


def quiet(key):
    """Register an edit that the rule ``key`` marks."""

    def register(function):
        QUIET[function.__name__] = (function, key)
        return function

    return register


def near_miss(function):
    """Register an edit that no rule marks."""
    NEAR_MISSES[function.__name__] = function
    return function


def move(action, by, **to):
    change_timescale(action, by=by, reason="Waiting for the police.", **to)


def freeze(plan, by, *, name="Summer 2026", at=None):
    period = make_period(plan, name=name, at=at or days_ago(20))
    return freeze_period(period, by=by, at=at or days_ago(10))


@quiet("date_had_passed")
def date_moved_after_it_had_passed(p, plan, by):
    move(action_of(plan, "1.2"), by, kind="month", due_on=date(2026, 12, 1))


@quiet("date_had_passed")
def date_of_a_priority_moved_after_it_had_passed(p, plan, by):
    priority = plan.priority_set.get()
    change_timescale(
        priority, by=by, reason="Agreed.", kind="date", due_on=date(2026, 11, 1), at=days_ago(40)
    )
    move(priority, by, kind="date", due_on=date(2026, 12, 1))


@quiet("date_removed")
def date_removed_after_it_had_passed(p, plan, by):
    move(action_of(plan, "1.2"), by, kind="ongoing")


@quiet("date_removed")
def date_removed_before_it_had_passed(p, plan, by):
    move(action_of(plan, "1.1"), by, kind="none", words="Spring next year")


@near_miss
def words_of_what_had_no_date(p, plan, by):
    move(action_of(plan, "1.3"), by, kind="none", words="Spring next year")


@near_miss
def date_moved_on_its_last_day(p, plan, by):
    action = action_of(plan, "1.1")
    move(action, by, kind="date", due_on=NOW.date())
    move(action, by, kind="date", due_on=date(2027, 1, 1))


@near_miss
def words_of_a_date_that_had_passed(p, plan, by):
    move(action_of(plan, "1.2"), by, kind="month", due_on=date(2026, 10, 1), words="In October")


@quiet("milestone_moved")
def milestone_moved_later(p, plan, by):
    _move_milestone(plan, by, to=date(2027, 4, 30))


@near_miss
def milestone_moved_to_an_earlier_date(p, plan, by):
    _move_milestone(plan, by, to=date(2027, 2, 28))


def _move_milestone(plan, by, *, to):
    milestone = make_milestone(action_of(plan, "1.1"), due_on=date(2027, 3, 31))
    timescale = {"kind": "by_month", "due_on": to}
    text = milestone.text
    change_milestone(
        milestone, by=by, text=text, timescale=timescale, after_end=True, reason="Later."
    )


@quiet("milestone_removed")
def milestone_removed(p, plan, by):
    milestone = make_milestone(action_of(plan, "1.1"), due_on=date(2027, 3, 31))
    remove_milestone(milestone, by=by, reason="No longer needed.")


@near_miss
def milestone_removed_from_a_draft(p, plan, by):
    draft = make_plan(p, agreed=False, title="The next plan")
    milestone = make_milestone(draft.action_set.first(), due_on=date(2027, 3, 31))
    remove_milestone(milestone, by=by, reason="No longer needed.")


@quiet("measure_after_freeze")
def measure_reworded_after_a_freeze(p, plan, by):
    freeze(plan, by)
    revise_measure(action_of(plan, "1.1").measures.get(), by=by, wording="Ten a year")


@quiet("measure_after_freeze")
def measure_taken_out_after_a_freeze(p, plan, by):
    freeze(plan, by)
    remove_measure(action_of(plan, "1.1").measures.get(), by=by, reason="It cannot be counted.")


@near_miss
def measure_reworded_before_any_freeze(p, plan, by):
    make_period(plan, at=days_ago(20))
    revise_measure(action_of(plan, "1.1").measures.get(), by=by, wording="Ten a year")


@near_miss
def measure_that_came_after_the_freeze(p, plan, by):
    freeze(plan, by)
    measure = add_measure(action_of(plan, "1.1"), by=by, wording="Twenty", at=days_ago(1))
    revise_measure(measure, by=by, wording="Ten a year")


@near_miss
def measure_agreed_at_last(p, plan, by):
    measure = add_measure(
        action_of(plan, "1.1"), by=by, wording="TBC", is_placeholder=True, at=days_ago(30)
    )
    freeze(plan, by)
    revise_measure(measure, by=by, wording="Ten a year", is_placeholder=False)


@near_miss
def measure_of_a_plan_whose_neighbour_was_frozen(p, plan, by):
    freeze(make_plan(p, title="Another plan"), by)
    revise_measure(action_of(plan, "1.1").measures.get(), by=by, wording="Ten a year")


@quiet("measure_after_freeze")
def target_lowered_after_a_freeze(p, plan, by):
    measure = make_counted(action_of(plan, "1.1").measures.get(), at=days_ago(30))
    freeze(plan, by)
    revise_measure(measure, by=by, target=Decimal(70))


@near_miss
def measure_that_counts_from_now_on(p, plan, by):
    freeze(plan, by)
    make_counted(action_of(plan, "1.1").measures.get())


@near_miss
def target_lowered_before_any_freeze(p, plan, by):
    measure = make_counted(action_of(plan, "1.1").measures.get(), at=days_ago(30))
    revise_measure(measure, by=by, target=Decimal(70))


def counted(plan, *numbers, at=30):
    """Values of the measure of 1.1, one a month from January on; the last is returned."""
    measure = make_counted(action_of(plan, "1.1").measures.get(), at=days_ago(at))
    for month, number in enumerate(numbers, start=1):
        value = make_value(measure, number, date(2026, month, 1), at=days_ago(at))
    return value


@quiet("value_after_freeze")
def value_corrected_after_a_freeze(p, plan, by):
    value = counted(plan, "63")
    freeze(plan, by)
    correct_value(value, by=by, figure=Figure(Decimal(93)), on=value.on, precision="month")


@quiet("value_after_freeze")
def value_removed_after_a_freeze(p, plan, by):
    value = counted(plan, "63")
    freeze(plan, by)
    remove_value(value, by=by, reason="It was of another area.")


@near_miss
def value_corrected_before_any_freeze(p, plan, by):
    value = counted(plan, "63")
    correct_value(value, by=by, figure=Figure(Decimal(93)), on=value.on, precision="month")


@near_miss
def source_of_a_value_after_a_freeze(p, plan, by):
    value = counted(plan, "63")
    freeze(plan, by)
    correct_value(value, by=by, figure=value.figure, on=value.on, precision="month", source="Audit")


@near_miss
def value_recorded_after_a_freeze(p, plan, by):
    freeze(plan, by)
    counted(plan, "63", at=1)


def improve(plan, by, **values):
    make_update(action_of(plan, "1.1"), by=by, rating="amber", at=days_ago(9))
    make_update(action_of(plan, "1.1"), by=by, rating="green", at=days_ago(2), **values)


@quiet("worse_while_better")
def improved_while_a_value_got_worse(p, plan, by):
    counted(plan, "89", "63")
    improve(plan, by)


@quiet("worse_while_better")
def improved_by_the_update_that_brought_a_worse_value(p, plan, by):
    measure = counted(plan, "89").measure
    said = {"measure": measure, "on": date(2026, 9, 1), "precision": "month"}
    improve(plan, by, values=[{**said, "figure": Figure(Decimal(63))}])


@near_miss
def improved_while_a_value_got_better(p, plan, by):
    counted(plan, "63", "89")
    improve(plan, by)


@near_miss
def improved_where_nobody_said_which_way_is_better(p, plan, by):
    measure = counted(plan, "89", "63").measure
    revise_measure(measure, by=by, wanted="", at=days_ago(20))
    improve(plan, by)


@near_miss
def rating_as_before_while_a_value_got_worse(p, plan, by):
    counted(plan, "89", "63")
    make_update(action_of(plan, "1.1"), by=by, rating="green", at=days_ago(9))
    make_update(action_of(plan, "1.1"), by=by, rating="green", at=days_ago(2))


@quiet("improved_without_words")
def improved_without_a_word(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="red", at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, rating="green", comment="", reason="")


@near_miss
def improved_with_a_comment(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="red", at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, rating="green")


@near_miss
def improved_with_evidence(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="red", at=days_ago(3))
    piece = {"question": "difference", "source": "audit", "text": "18 of 20 were heard."}
    record_update(action_of(plan, "1.1"), by=by, rating="green", evidence=[piece])


@near_miss
def first_rating_without_a_word(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="green", comment="", reason="")


@quiet("better_than_suggested")
def better_than_the_dates_suggested(p, plan, by):
    make_update(action_of(plan, "1.2"), by=by, rating="green")


@near_miss
def as_the_dates_suggested(p, plan, by):
    make_update(action_of(plan, "1.2"), by=by, rating="amber")


@near_miss
def complete_whatever_the_dates_suggested(p, plan, by):
    make_update(action_of(plan, "1.2"), by=by, rating="complete")


@quiet("action_gone")
def action_taken_out(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(3))
    freeze(plan, by)
    remove_action(action_of(plan, "1.1"), by=by, reason="Another board does it.")


@near_miss
def action_taken_out_of_a_draft(p, plan, by):
    draft = make_plan(p, agreed=False, title="The next plan")
    remove_action(action_of(draft, "1.1"), by=by, reason="Another board does it.")


@quiet("reassigned")
def led_by_others_altogether(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"group": p.board}, {"post": p.adviser}], by=by)


@near_miss
def led_by_one_more(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"post": p.adviser}, {"group": p.audit_group}], by=by)


@near_miss
def first_lead(p, plan, by):
    make_action(plan, "1.4", at=days_ago(3))
    set_leads(action_of(plan, "1.4"), [{"group": p.board}], by=by)


@quiet("lead_blank")
def lead_left_blank(p, plan, by):
    set_leads(action_of(plan, "1.1"), [], by=by)


@quiet("lead_blank")
def only_somebody_who_oversees_it_is_left(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"group": p.board, "role": "oversees"}], by=by)


@near_miss
def nobody_contributes_any_more(p, plan, by):
    leads = [{"group": p.audit_group}, {"agency": p.police, "role": "contributes"}]
    set_leads(action_of(plan, "1.1"), leads, by=by, at=days_ago(3))
    set_leads(action_of(plan, "1.1"), leads[:1], by=by)


@near_miss
def lead_of_a_draft_left_blank(p, plan, by):
    set_leads(action_of(make_plan(p, agreed=False, title="The next plan"), "1.1"), [], by=by)


@quiet("importance_lowered")
def importance_lowered(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, importance="high", at=days_ago(3))
    revise_action(action_of(plan, "1.1"), by=by, importance="medium")


@quiet("importance_lowered")
def importance_left_blank(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, importance="medium", at=days_ago(3))
    revise_action(action_of(plan, "1.1"), by=by, importance="")


@near_miss
def importance_raised(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, importance="low", at=days_ago(3))
    revise_action(action_of(plan, "1.1"), by=by, importance="high")


def say_no_change(plan, by, *, periods, also=None):
    """“No change” in that many periods, the last one now; ``also``: a comment in the last but one."""
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(90))
    for number in range(periods, 0, -1):
        at = days_ago(10 * number - 8)
        period = make_period(plan, name=f"Period {number}", at=at)
        if number == 2 and also:
            also(at)
        record_no_change(action_of(plan, "1.1"), by=by, at=at)
        if number > 1:
            freeze_period(period, by=by, at=days_ago(10 * number - 12))


@quiet("no_change_again")
def no_change_in_three_periods(p, plan, by):
    say_no_change(plan, by, periods=3)


@quiet("no_change_again")
def no_change_in_four_periods(p, plan, by):
    say_no_change(plan, by, periods=4)


@near_miss
def no_change_in_two_periods(p, plan, by):
    say_no_change(plan, by, periods=2)


@near_miss
def no_change_in_three_periods_of_which_one_heard_more(p, plan, by):
    say_no_change(
        plan, by, periods=3, also=lambda at: make_update(action_of(plan, "1.1"), by=by, at=at)
    )


@near_miss
def no_change_three_times_in_one_period(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(9))
    make_period(plan, at=days_ago(8))
    for days in (7, 6, 5):
        record_no_change(action_of(plan, "1.1"), by=by, at=days_ago(days))


@quiet("update_altered")
def words_of_an_earlier_update_altered(p, plan, by):
    update = make_update(action_of(plan, "1.1"), by=by, at=days_ago(3))
    revise(update, by=by, comment="All is well.")


@quiet("update_altered")
def earlier_update_taken_out(p, plan, by):
    update = make_update(action_of(plan, "1.1"), by=by, at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(2))
    with recording(by=by):
        update.delete()


@near_miss
def words_of_an_earlier_update_redacted(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, comment="Sam Green was heard.", at=days_ago(3))
    passage = Passage("Sam Green")
    keys = [place.key for place in find_places(p.partnership, passage)]
    redact(p.partnership, by=by, passage=passage, keys=keys, reason="It named a child.")


@quiet("rating_renamed")
def rating_with_another_name(p, plan, by):
    relabel(p, by, label="Good enough")


@near_miss
def rating_with_another_meaning(p, plan, by):
    relabel(p, by, meaning="Done by the agreed day.")


def relabel(p, by, **values):
    revise(p.partnership.ratingdefinition_set.get(kind="on_track"), by=by, **values)


@near_miss
def another_update(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(3))
    make_update(action_of(plan, "1.1"), by=by, comment="All is well.")


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
