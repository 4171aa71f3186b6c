"""An edit of each kind through the services, and the complete sentences that describe it."""

from datetime import date

import pytest

from partnership.history import recording, revise
from plans.models import Priority
from plans.services.action import (
    add_action,
    remove_action,
    revise_action,
    set_drivers,
    set_themes,
)
from plans.services.lead import set_leads
from plans.services.measure import add_measure, remove_measure, revise_measure
from plans.services.plan import agree_plan, close_plan, revise_plan
from plans.services.progress import record_no_change, record_update
from plans.services.structure import add_part, remove_part, revise_part, set_priorities
from plans.services.timescale import change_timescale
from reports.models import Framework
from reports.services.report import start_report, write_section
from subgroups.services.group import add_group, add_reporting_line
from subgroups.services.seat import give_seat
from tests.helpers.builders import (
    action_of,
    make_action,
    make_evidence,
    make_plan,
    make_update,
)
from tests.helpers.sentences import describe_last_change, texts

EDITS = {}


def edit(expected):
    """Register an edit and the sentences that describe it."""

    def register(function):
        EDITS[function.__name__] = (function, expected)
        return function

    return register


@edit(
    ["1.1 Action 1.1: due date moved from March 2027 to July 2027, agreed at: Executive, October"]
)
def date_moved(p, plan, by):
    change_timescale(
        action_of(plan, "1.1"), by=by, kind="by_month", due_on=date(2027, 7, 1),
        reason="Waiting for the police data.", agreed_where="Executive, October",
    )  # fmt: skip


@edit(["1.2 Action 1.2: due date removed (was October 2026); now says “Ongoing”"])
def date_given_up(p, plan, by):
    change_timescale(action_of(plan, "1.2"), by=by, kind="ongoing", reason="It never ends.")


@edit(["1.3 Action 1.3: due date set to 5 March 2027 (was: ongoing)"])
def date_set(p, plan, by):
    change_timescale(
        action_of(plan, "1.3"), by=by, kind="date", due_on=date(2027, 3, 5), reason="Now known."
    )


@edit(["1.1 Action 1.1: timescale changed from “By March 2027” to “By spring 2027”"])
def timescale_reworded(p, plan, by):
    change_timescale(
        action_of(plan, "1.1"), by=by, kind="by_month", words="By spring 2027",
        due_on=date(2027, 3, 1), reason="As people say it.",
    )  # fmt: skip


IN_PART = {"kind": "by_month", "words": "March 2027 if funded", "due_on": date(2027, 3, 1)}


@edit(
    [
        "1.1 Action 1.1: timescale changed from “By March 2027” to “March 2027 if funded”; "
        "date to check"
    ]
)
def date_to_check(p, plan, by):
    change_timescale(action_of(plan, "1.1"), by=by, reason="Minuted.", needs_check=True, **IN_PART)


@edit(["1.1 Action 1.1: date checked"])
def date_checked(p, plan, by):
    date_to_check(p, plan, by)
    change_timescale(action_of(plan, "1.1"), by=by, reason="The chair says so.", **IN_PART)


@edit(["1.3 Action 1.3: how often set to Every quarter"])
def rhythm_set(p, plan, by):
    change_timescale(
        action_of(plan, "1.3"),
        by=by,
        kind="ongoing",
        rhythm="quarterly",
        reason="x",
    )


@edit(["1.1 Action 1.1: first rated Amber"])
def first_rating(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="amber", comment="Two of six done.")


@edit(["1.1 Action 1.1: rated Amber (was Green)"])
def worse_rating(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="green")
    make_update(action_of(plan, "1.1"), by=by, rating="amber", comment="Nobody to do it.")


@edit(["1.2 Action 1.2: rated Green (was Amber), although the dates suggested Amber"])
def rated_better_than_the_dates(p, plan, by):
    make_update(action_of(plan, "1.2"), by=by, rating="amber")
    make_update(action_of(plan, "1.2"), by=by, rating="green", reason="Done but for one signature.")


@edit(["1.1 Action 1.1: no change since last time, rated Green"])
def no_change(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, rating="green")
    record_no_change(action_of(plan, "1.1"), by=by)


@edit(
    ["1.1 Action 1.1: Green, no change in rating; evidence added: “18 of 20 children were heard.”"]
)
def update_with_evidence(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by)
    piece = {"question": "difference", "source": "audit", "text": "18 of 20 children were heard."}
    record_update(action_of(plan, "1.1"), by=by, rating="green", evidence=[piece])


@edit(["1.1 Action 1.1: evidence added: “18 of 20 children were heard.”"])
def evidence(p, plan, by):
    make_evidence(action_of(plan, "1.1"), by=by)


@edit(["1.1 Action 1.1: now led by Audit Group and Professional Adviser (before: Audit Group)"])
def second_lead(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"group": p.audit_group}, {"post": p.adviser}], by=by)


@edit(
    [
        "1.1 Action 1.1: now led by Training Group via Ashshire Council, "
        "overseen by Ashshire Executive (before: Audit Group)"
    ]
)
def every_role(p, plan, by):
    leads = [
        {"group": p.training_group},
        {"agency": p.council, "role": "via"},
        {"group": p.board, "role": "oversees"},
    ]
    set_leads(action_of(plan, "1.1"), leads, by=by)


@edit(["1.1 Action 1.1: no lead now (before: Audit Group)"])
def no_lead(p, plan, by):
    set_leads(action_of(plan, "1.1"), [], by=by)


@edit(
    [
        "1.1 Hear children: title changed from “Action 1.1” to “Hear children”; importance set to High"
    ]
)
def short_fields(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, title="Hear children", importance="high")


@edit(["1.2 Action 1.2: now follows on from 1.1 Action 1.1"])
def follows(p, plan, by):
    revise_action(action_of(plan, "1.2"), by=by, follows=action_of(plan, "1.1"))


@edit(["1.1 Action 1.1: order in print changed"])
def position(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, position=40)


@edit(["1.1 Action 1.1: measure reworded from “Measure 1 of 1.1” to “20 children a year”"])
def measure_reworded(p, plan, by):
    revise_measure(action_of(plan, "1.1").measures.get(), by=by, wording="20 children a year")


@edit(["1.1 Action 1.1: measure added: “30 families”"])
def measure_added(p, plan, by):
    add_measure(action_of(plan, "1.1"), by=by, wording="30 families")


@edit(["1.1 Action 1.1: measure removed: “Measure 1 of 1.1”"])
def measure_removed(p, plan, by):
    remove_measure(action_of(plan, "1.1").measures.get(), by=by, reason="It cannot be counted.")


@edit(["1.1 Action 1.1: driver removed: Working Together 2023; theme removed: Voice of the child"])
def links(p, plan, by):
    with recording(by=by):
        set_drivers(action_of(plan, "1.1"), [], by=by)
        set_themes(action_of(plan, "1.1"), [], by=by)


@edit(["Added action 1.4 Read every letter, led by Audit Group, due May 2027, with 2 measures"])
def action_added(p, plan, by):
    make_action(
        plan, "1.4", title="Read every letter", leads=[{"group": p.audit_group}], measures=2,
        timescale={"kind": "month", "due_on": date(2027, 5, 1)},
    )  # fmt: skip


@edit(["Removed action 1.1 Action 1.1 with 1 measure, 1 piece of evidence and 2 updates"])
def action_removed(p, plan, by):
    action = action_of(plan, "1.1")
    make_update(action, by=by)
    make_update(action, by=by)
    make_evidence(action, by=by)
    remove_action(action_of(plan, "1.1"), by=by, reason="Another board does it.")


@edit(["Added 6 actions"])
def many_actions(p, plan, by):
    with recording(by=by):
        for number in range(6):
            add_action(plan, by=by, reference=f"2.{number}", title="More", wording="Do more.")


@edit(["New plan Plan for 2029 with 1 priority, 1 objective, 3 actions and 3 measures"])
def whole_plan(p, plan, by):
    with recording(by=by):
        make_plan(p, agreed=False, title="Plan for 2029")


@edit(["Agreed the plan Plan for 2029 (Executive, 20 April 2026): snapshot saved"])
def plan_agreed(p, plan, by):
    draft = make_plan(p, agreed=False, title="Plan for 2029")
    agree_plan(draft, by=by, agreed_where="Executive, 20 April 2026")


@edit(["Closed the plan Business plan 2026–29"])
def plan_closed(p, plan, by):
    close_plan(plan, by=by, reason="Its period is over.")


@edit(["Business plan 2026–29: ends on changed from 31 March 2029 to 31 March 2030"])
def plan_dates(p, plan, by):
    revise_plan(plan, by=by, ends_on=date(2030, 3, 31))


@edit(["Business plan 2026–29: starts on changed from 1 April 2026 to 1 May 2026"])
def plan_begun_later(p, plan, by):
    revise_plan(plan, by=by, starts_on=date(2026, 5, 1))


@edit(["Added Priority 2: Families are helped early"])
def priority_added(p, plan, by):
    add_part(Priority, plan, by=by, number="2", title="Families are helped early")


@edit(["“Objective 1: Every child has a say”: no longer under “Priority 1: Children are heard”"])
def objective_moved(p, plan, by):
    set_priorities(plan.objective_set.get(), [], by=by)


@edit(["Theme “Children’s voices”: name changed from “Voice of the child” to “Children’s voices”"])
def theme_renamed(p, plan, by):
    revise_part(plan.theme_set.get(), by=by, name="Children’s voices")


@edit(["Removed driver “Working Together 2023”"])
def driver_removed(p, plan, by):
    remove_part(plan.driver_set.get(), by=by, reason="Replaced.")


@edit(["New group Online Harm Group"])
def group_added(p, plan, by):
    add_group(p.partnership, by=by, name="Online Harm Group", kind="subgroup")


@edit(["Audit Group: now reports to Training Group"])
def reporting_line(p, plan, by):
    add_reporting_line(p.audit_group, p.training_group, by=by)


@edit(["Training Group: Member joined as deputy chair"])
def seat_given(p, plan, by):
    give_seat(p.training_group, by=by, holder=p.member, role="deputy", since=date(2026, 11, 1))


@edit(["Training Group: seat “Chair of other group, chair” held until 30 November 2026"])
def seat_ended(p, plan, by):
    revise(p.training_group.seats.get(), by=by, until=date(2026, 11, 30))


@edit(["Executive: member until 30 November 2026"])
def membership_ended(p, plan, by):
    revise(p.executive.memberships.get(), by=by, until=date(2026, 11, 30))


@edit(["Professional Adviser: now held by Member (before: Lead)"])
def post_changed_hands(p, plan, by):
    revise(p.adviser, by=by, holder=p.member)


@edit(
    [
        "Rating “Amber”: meaning changed from “Some delay or doubt, with a plan to put it right.” to “Late.”"
    ]
)
def rating_redefined(p, plan, by):
    revise(p.partnership.ratingdefinition_set.get(kind="at_risk"), by=by, meaning="Late.")


@edit(["Started Report of 2026 with 2 sections"])
def report_started(p, plan, by):
    report_of(plan, by)


@edit(["Report of 2026: section “Introduction” written: “We listened.”"])
def section_written(p, plan, by):
    write_section(report_of(plan, by).sections.first(), by=by, text="We listened.")


def report_of(plan, by):
    framework = Framework.objects.create(key="guidance", name="Guidance")
    for position, title in enumerate(("Introduction", "What we did"), start=1):
        framework.sections.create(position=position, key=f"section-{position}", title=title)
    return start_report(
        plan,
        by=by,
        framework=framework,
        title="Report of 2026",
        starts_on=plan.starts_on,
        ends_on=date(2027, 3, 31),
    )


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_in_a_sentence(name, people, plan):
    make, expected = EDITS[name]
    make(people, plan, people.business_manager)
    assert describe_last_change(people) == expected


def test_many_alike_are_one_sentence_and_still_named(people, plan):
    EDITS["many_actions"][0](people, plan, people.business_manager)

    names = "\n".join(f"2.{number} More" for number in range(6))
    assert texts(people) == [("Actions", [("same", names)])]
