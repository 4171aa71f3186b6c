"""Past names: each change is described with the names and labels of its day, whatever was renamed since."""

import csv
import io
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.urls import reverse
from docx import Document

from partnership.history import recording, revise
from partnership.models import Membership
from plans.models import Action, Objective, Theme
from plans.services.action import add_action, remove_action, revise_action, set_drivers, set_themes
from plans.services.lead import set_leads
from plans.services.period import freeze_period
from plans.services.structure import set_priorities
from reports.changes.csv_export import read_changes, write_changes
from reports.changes.feed import Reader, read_page
from reports.changes.filters import ChangeFilter
from reports.changes.lists import all_changes
from reports.changes.sheets import changes_sheets
from reports.changes.word import write_word
from subgroups.services.group import add_reporting_line
from subgroups.services.seat import give_seat
from tests.helpers.builders import (
    TODAY,
    action_of,
    days_ago,
    make_action,
    make_evidence,
    make_update,
)
from tests.helpers.challenges import make_challenge
from tests.helpers.periods import make_period
from tests.helpers.proposals import make_proposal
from tests.reports.test_changes import sentences

THEN, LATER = days_ago(9), days_ago(5)


def rename(record, **values):
    revise(record, by=record_manager(record), at=LATER, **values)


def rename_person(user):
    with recording(by=user, at=LATER):
        user.name = "Another name"
        user.save(update_fields=["name"])


def record_manager(record):
    return Membership.objects.filter(role="business_manager").order_by("pk").first().user


def summary_of(people, at=THEN):
    """The sentences of the change made at a moment, and the part of the plan they belong to."""
    reader = Reader(people.partnership, None, True)
    (summary,) = read_page(reader, reader.changes().filter(at=at)).summaries
    return [sentence.text for sentence in summary.sentences], summary.home and summary.home.name


EDITS = {}


def edit(expected):
    """Register a change with a later renaming, and the sentence that must still describe it."""

    def register(function):
        EDITS[function.__name__] = (function, expected)
        return function

    return register


@edit("1.3 Action 1.3: now led by Audit Group (now Quality Group) (before: Training Group)")
def groups_that_lead(p, plan, by):
    set_leads(action_of(plan, "1.3"), [{"group": p.audit_group}], by=by, at=THEN)
    set_leads(action_of(plan, "1.3"), [{"group": p.board}], by=by, at=days_ago(8))
    rename(p.audit_group, name="Quality Group")
    rename(p.training_group, name="Workforce Group")


@edit("1.1 Action 1.1: now led by Professional Adviser (now Chief Adviser) (before: Audit Group)")
def post_that_leads(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"post": p.adviser}], by=by, at=THEN)
    rename(p.adviser, title="Chief Adviser")


@edit("1.1 Action 1.1: now led by Ashshire Police (now APD) (before: Audit Group)")
def agency_that_leads(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"agency": p.police}], by=by, at=THEN)
    rename(p.police, short_name="APD")


@edit("Added action 1.4 Read, led by Audit Group (now Quality Group)")
def lead_of_an_added_action(p, plan, by):
    with recording(by=by, at=THEN):
        action = add_action(plan, by=by, reference="1.4", title="Read", wording="Read.")
        set_leads(action, [{"group": p.audit_group}], by=by)
    rename(p.audit_group, name="Quality Group")


@edit("1.1 Action 1.1: first rated Green")
def title_of_an_action(p, plan, by):
    """Its number, by which it is found, is unchanged."""
    make_update(action_of(plan, "1.1"), at=THEN)
    rename(action_of(plan, "1.1"), title="Hear them")


@edit("1.3 Action 1.3 (now 7.2): first rated Green")
def number_of_an_action(p, plan, by):
    make_update(action_of(plan, "1.3"), at=THEN)
    rename(action_of(plan, "1.3"), reference="7.2", title="Hear them")


@edit("1.3 Action 1.3: Amber, no change in rating")
def rating(p, plan, by):
    make_update(action_of(plan, "1.3"), rating="amber", at=days_ago(10))
    make_update(action_of(plan, "1.3"), rating="amber", at=THEN)
    rename(p.partnership.ratingdefinition_set.get(kind="at_risk"), label="Some delay")


@edit("1.3 Action 1.3: rated Amber (was Green)")
def rating_and_the_one_before(p, plan, by):
    make_update(action_of(plan, "1.3"), rating="green", at=days_ago(10))
    make_update(action_of(plan, "1.3"), rating="amber", at=THEN)
    for kind in ("at_risk", "on_track"):
        rename(p.partnership.ratingdefinition_set.get(kind=kind), label=f"Renamed {kind}")


@edit("1.1 Action 1.1: now follows on from 1.2 Action 1.2 (now 1.9)")
def action_that_it_follows(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, follows=action_of(plan, "1.2"), at=THEN)
    rename(action_of(plan, "1.2"), reference="1.9")


@edit(
    "1.1 Action 1.1: priority removed (was “Priority 1: Children are heard”); "
    "objective set to “Objective 1: Every child has a say” (now “Objective 2: Said”)"
)
def priority_and_objective(p, plan, by):
    objective = plan.objective_set.get()
    revise_action(action_of(plan, "1.1"), by=by, priority=None, objective=objective, at=THEN)
    rename(objective, number="2", title="Said")
    rename(plan.priority_set.get(), title="Heard")


@edit(
    "“Objective 1: Every child has a say” (now “Objective 1: Said”): "
    "no longer under “Priority 1: Children are heard” (now “Priority 3: Heard”)"
)
def objective_under_a_priority(p, plan, by):
    objective = Objective.objects.get(plan=plan)
    with recording(by=by, at=THEN):
        set_priorities(objective, [], by=by)
    rename(plan.priority_set.get(), number="3", title="Heard")
    rename(objective, title="Said")


@edit("1.1 Action 1.1: theme removed: Voice of the child (now Voices)")
def theme(p, plan, by):
    with recording(by=by, at=THEN):
        set_themes(action_of(plan, "1.1"), [], by=by)
    rename(plan.theme_set.get(), name="Voices")


@edit("1.1 Action 1.1: driver removed: Working Together 2023 (now Guidance)")
def driver(p, plan, by):
    with recording(by=by, at=THEN):
        set_drivers(action_of(plan, "1.1"), [], by=by)
    rename(plan.driver_set.get(), wording="Guidance")


@edit("Theme “Voice of the child” (now Voices): name changed from “Say” to “Voice of the child”")
def renamed_twice(p, plan, by):
    (theme,) = Theme.objects.filter(plan=plan)
    revise(theme, by=by, name="Say", at=days_ago(10))
    revise(theme, by=by, name="Voice of the child", at=THEN)
    rename(theme, name="Voices")


@edit(
    "Audit Group (now Quality Group): now reports to Training Group (now Workforce Group)",
)
def reporting_line(p, plan, by):
    add_reporting_line(p.audit_group, p.training_group, by=by, at=THEN)
    rename(p.audit_group, name="Quality Group")
    rename(p.training_group, name="Workforce Group")


@edit("Training Group: Member joined as deputy chair")
def person(p, plan, by):
    give_seat(p.training_group, holder=p.member, role="deputy", by=by, at=THEN)
    rename_person(p.member)


@edit("Executive: now represents Ashshire Police (now Constabulary) (before: Ashshire Council)")
def agency_of_a_member(p, plan, by):
    membership = Membership.objects.get(user=p.executive)
    revise(membership, by=by, agency=p.police, at=THEN)
    for agency, name in ((p.police, "Constabulary"), (p.council, "County Hall")):
        rename(agency, name=name)
    rename_person(p.executive)


@edit(
    "New challenge about “1.1 Action 1.1”, for Audit Group (now Quality Group), "
    "answer due by 6 December 2026"
)
def challenge(p, plan, by):
    make_challenge(action_of(plan, "1.1"), by=p.scrutineer, to=p.audit_group, at=THEN)
    rename(p.audit_group, name="Quality Group")


@edit("1.1 Action 1.1: new lead proposed, from “Audit Group” to “Training Group (lead)”")
def proposal(p, plan, by):
    made = {"about": "lead", "group": p.training_group, "role": "lead", "beside": False}
    make_proposal(action_of(plan, "1.1"), by=p.chair, at=THEN, **made)
    rename(p.training_group, name="Workforce Group")
    rename(p.audit_group, name="Quality Group")


@edit("Froze the reporting period “Autumn 2026” (now Fall): snapshot saved")
def period(p, plan, by):
    made = make_period(plan, at=days_ago(10))
    freeze_period(made, by=by, at=THEN)
    rename(made, name="Fall")


@edit("Removed action 1.3 Read with 1 measure")
def removed_since(p, plan, by):
    revise_action(action_of(plan, "1.3"), by=by, title="Read", at=days_ago(10))
    remove_action(action_of(plan, "1.3"), by=by, reason="Done.", at=THEN)


@edit("1.3 Action 1.3: first rated Green")
def renamed_and_removed_since(p, plan, by):
    make_update(action_of(plan, "1.3"), at=THEN)
    rename(action_of(plan, "1.3"), title="Hear them")
    remove_action(Action.objects.get(title="Hear them"), by=by, reason="Done.", at=days_ago(4))


@pytest.mark.parametrize("name", EDITS)
def test_a_change_is_told_by_the_names_of_its_day(people, plan, name):
    perform, expected = EDITS[name]
    perform(people, plan, people.business_manager)
    told, _ = summary_of(people)
    assert expected in told


def test_a_change_belongs_to_what_was_called_so(people, plan):
    by = people.business_manager
    make_update(action_of(plan, "1.3"), at=THEN)
    add_reporting_line(people.audit_group, people.training_group, by=by, at=days_ago(8))
    rename(plan, title="Plan B")
    rename(people.audit_group, name="Quality Group")
    assert summary_of(people)[1] == "Business plan 2026–29"
    assert summary_of(people, days_ago(8))[1] == "Audit Group"


def test_between_two_renamings_the_name_of_between(people, plan):
    by, group = people.business_manager, people.audit_group
    for day, name in ((9, "First"), (7, "Second"), (5, "Third")):
        revise(group, by=by, name=name, at=days_ago(day))
        set_leads(action_of(plan, "1.3"), [], by=by, at=days_ago(day - 0.4))
        set_leads(action_of(plan, "1.3"), [{"group": group}], by=by, at=days_ago(day - 0.6))
    told = [summary_of(people, days_ago(day - 0.6))[0] for day in (9, 7, 5)]
    assert told == [
        ["1.3 Action 1.3: now led by First (now Third)"],
        ["1.3 Action 1.3: now led by Second (now Third)"],
        ["1.3 Action 1.3: now led by Third"],
    ]


@pytest.fixture
def renamed(people, plan):
    """The lead of 1.3 set to one group and to another, both renamed later, and a rating."""
    by, action = people.business_manager, action_of(plan, "1.3")
    make_update(action, rating="amber", at=days_ago(10))
    set_leads(action, [{"group": people.audit_group}], by=by, at=THEN)
    set_leads(action, [{"group": people.board}], by=by, at=days_ago(8))
    rename(people.audit_group, name="Quality Group")
    rename(people.board, name="Partnership Board")
    rename(people.partnership.ratingdefinition_set.get(kind="at_risk"), label="Some delay")
    return [
        "1.3 Action 1.3: now led by Ashshire Executive (now Partnership Board) (before: Audit Group)",
        "1.3 Action 1.3: now led by Audit Group (now Quality Group) (before: Training Group)",
        "1.3 Action 1.3: first rated Amber",
    ]


def test_on_the_page_and_in_every_file(people, renamed, client_as):
    reader = Reader(people.partnership, None, True)
    listed = all_changes(reader)
    request = SimpleNamespace(partnership=people.partnership, user=people.member)
    changes = reader.changes().filter(at__lte=days_ago(8))
    filters = ChangeFilter({}, changes, reader=reader, request=request)
    document = read_changes(listed, filters, on=TODAY)
    told = [row["What changed"] for row in csv.DictReader(io.StringIO(write_changes(document)))]
    assert told[:3] == renamed
    word = [p.text for p in Document(io.BytesIO(write_word(document))).paragraphs]
    sheets = unescape(re.sub(r"<[^>]+>", "", changes_sheets(document).html))
    page = client_as(people.member).get(reverse("reports:changes", args=["ashshire"]))
    shown = sentences(page)
    for sentence in renamed:
        assert sentence in word
        assert sentence in sheets
        assert sentence in shown


@pytest.mark.parametrize("number", [1, 3])
def test_queries_with_renamed_records(people, plan, django_assert_num_queries, number):
    """One query more for each model of which some records were renamed: actions, groups and ratings."""
    by = people.business_manager
    groups = (people.board, people.training_group, people.audit_group)
    for n in range(number):
        action = make_action(plan, f"2.{n}", at=days_ago(20))
        set_leads(action, [{"group": groups[n]}], by=by, at=days_ago(8 + n / 10))
        make_update(action, at=days_ago(7 + n / 10))
        make_evidence(action, at=days_ago(6 + n / 10))
        rename(action, reference=f"3.{n}")
        rename(groups[n], name=f"Group {n}")
    rename(people.partnership.ratingdefinition_set.get(kind="on_track"), label="Fine")
    reader = Reader(people.partnership, None, True)
    changes = reader.changes().filter(at__lt=LATER, at__gt=days_ago(12))
    with django_assert_num_queries(15):
        page = read_page(reader, changes)
    assert len(page.summaries) == 3 * number
    assert all(
        "(now 3." in sentence.text for summary in page.summaries for sentence in summary.sentences
    )
