"""April to July: the plan is drawn up, agreed and edited."""

from datetime import date

from partnership.history import recording
from partnership.models import RatingDefinition
from plans.models import Column, CoreActivity, Driver, Objective, Priority, ReportingPoint, Theme
from plans.services.action import add_action, revise_action
from plans.services.evidence import add_evidence
from plans.services.lead import set_leads
from plans.services.links import add_objective, save_action
from plans.services.measure import add_measure, revise_measure
from plans.services.plan import agree_plan, create_plan, revise_plan
from plans.services.progress import record_update
from plans.services.snapshot import save_snapshot
from plans.services.structure import add_part, revise_part, set_priorities
from plans.services.timescale import change_timescale
from subgroups.models import Group
from tests.helpers.admin_pages import press
from tests.helpers.builders import make_file

FRONT_DOOR = (
    "Audit the quality and timeliness of decisions at the front door, including whether families and "
    "referrers are told the outcome, and re-audit after changes are made."
)
ACTIONS = (
    ("1.1", "Decisions at the front door", FRONT_DOOR, "Audit and Performance Group",
     {"kind": "by_month", "due_on": date(2026, 9, 1)}, "Nine in ten decisions within one working day"),
    ("1.2", "Early help for every family that asks", "Offer every family that asks a named worker.",
     "Early Help Group", {"kind": "month", "due_on": date(2026, 12, 1)}, "80 families helped a year"),
    ("2.1", "Children who go missing", "Speak to every child within three days of their return.",
     "Early Help Group", {"kind": "ongoing"}, "Every child is offered a conversation"),
    ("2.2", "Learning from reviews", "Teach what local reviews have found.",
     "Learning and Development Group", {"kind": "date", "due_on": date(2026, 11, 30)}, ""),
)  # fmt: skip


def live_spring(year):
    draw_up(year)
    edit_the_draft(year)
    agree(year)
    make_progress(year)
    revise_in_june(year)
    change_leads_and_looks(year)
    revise_in_july(year)


def draw_up(year):
    by = year.manager
    year.on(4, 1)
    plan = year.plan = create_plan(
        year.partnership, by=by, title="Business plan 2026–28", period="2026–28",
        starts_on=date(2026, 4, 1), ends_on=date(2028, 3, 31),
        introduction="What we will do together in two years.",
    )  # fmt: skip
    year.on(4, 1, 11)
    priority = add_part(Priority, plan, by=by, number="1", title="Help comes early")
    other = add_part(Priority, plan, by=by, number="2", title="Children are heard")
    objective = add_objective(
        plan, by=by, priorities=[priority], number="1", title="Nobody has to ask twice"
    )
    add_part(Objective, plan, by=by, number="2", title="Every child has somebody to talk to")
    add_part(Theme, plan, by=by, name="Voice of the child")
    add_part(Driver, plan, by=by, kind="local_review", wording="Local review of March 2025")
    add_part(CoreActivity, plan, by=by, wording="Meet four times a year as an executive.")
    for heading, shows in (("No.", "number"), ("What we will do", "action"), ("Who", "lead")):
        add_part(Column, plan, by=by, heading=heading, shows=shows)
    for reference, title, wording, lead, timescale, measure in ACTIONS:
        year.on(4, 2, 9 + int(reference[0]))
        with recording(by=by):
            action = add_action(
                plan, by=by, reference=reference, title=title, wording=wording, timescale=timescale,
                priority=priority if reference < "2" else other, objective=objective if reference == "1.1" else None,
                drivers=plan.driver_set.all() if reference == "2.2" else (),
            )  # fmt: skip
            set_leads(action, [{"group": year.group(lead)}], by=by)
            if measure:
                add_measure(action, by=by, wording=measure)


def edit_the_draft(year):
    by, plan = year.manager, year.plan
    year.on(4, 8)
    set_priorities(plan.objective_set.get(number="2"), [plan.priority_set.get(number="2")], by=by)
    year.on(4, 8, 11)
    save_action(year.action("2.1"), by=by, themes=plan.theme_set.all(), importance="high")
    year.on(4, 9)
    revise_action(year.action("2.1"), by=by, title="Children who have been missing")
    year.on(4, 9, 12)
    add_measure(
        year.action("2.2"), by=by, wording="To be agreed with the Learning and Development Group",
        is_placeholder=True,
    )  # fmt: skip
    year.on(4, 10)
    revise_part(plan.priority_set.get(number="1"), by=by, title="Help comes early and stays")
    year.on(4, 13)
    press(year.client_as(by), plan.theme_set.get(), name="The voice of children")
    year.on(4, 14)
    with recording(by=by, reason="Several reports, as the Executive asked."):
        for month in (7, 10):
            add_part(
                ReportingPoint, plan, by=by, action=year.action("2.1"), due_on=date(2026, month, 1)
            )
    year.on(4, 15)
    revise_plan(plan, by=by, owner=year.group("Executive"))


def agree(year):
    by = year.manager
    year.on(4, 20)
    year.plan = agree_plan(year.plan, by=by, agreed_where="Executive, 20 April 2026")
    year.on(4, 27)
    save_snapshot(year.plan, by=by, reason="As it was sent to the inspectorate.")


def make_progress(year):
    people = year.people
    year.on(5, 6)
    record_update(
        year.action("1.1"), by=people["Designated nurse"], rating="amber",
        comment="First sample read: 60 contacts, auditors from police, health and social care sitting together.",
        next_steps="Repeat once the outcome letter is live.",
        evidence=[{"question": "how_well", "source": "audit", "text": "47 of 60 decided within one working day."}],
    )  # fmt: skip
    year.on(5, 7)
    record_update(
        year.action("1.2"), by=people["Head of early help"], rating="green", comment="Two workers named.",
    )  # fmt: skip
    year.on(5, 20)
    add_evidence(
        year.action("1.2"), by=people["Head of early help"], measure=year.action("1.2").measures.get(),
        question="how_much", source="data", text="21 families helped since April.",
        file=make_file("Families helped.csv"),
    )  # fmt: skip


def revise_in_june(year):
    by = year.manager
    year.on(6, 1)
    revise_action(
        year.action("1.1"), by=by, reason="Auditor time allows 40 decisions and not 60.",
        wording=FRONT_DOOR.replace("decisions at the front door,", "40 decisions at the front door,"),
    )  # fmt: skip
    year.on(6, 3)
    revise_measure(
        year.action("1.2").measures.get(), by=by, wording="100 families helped a year, counted each quarter",
        reason="The council has paid for another worker.",
    )  # fmt: skip
    year.on(6, 15)
    change_timescale(
        year.action("1.1"), by=by, kind="by_month", due_on=date(2026, 12, 1),
        reason="The outcome letter went live two months late.", agreed_where="Executive, 12 June 2026",
    )  # fmt: skip
    year.on(6, 16)
    change_timescale(
        year.action("2.1"), by=by, kind="month", due_on=date(2027, 3, 1), reason="An end was asked for.",
    )  # fmt: skip


def change_leads_and_looks(year):
    by = year.manager
    year.on(7, 1)
    leads = [
        {"group": year.group("Learning and Development Group")},
        {"agency": year.agency("Exampleshire Clinical Commissioning Group"), "role": "contributes"},
        {"group": year.group("Executive"), "role": "oversees"},
    ]
    set_leads(year.action("2.2"), leads, by=by, reason="Health will teach its own staff.")
    year.on(7, 2)
    set_leads(year.plan.priority_set.get(number="2"), [{"words": "All partners"}], by=by)
    year.on(7, 6)
    amber = RatingDefinition.objects.get(partnership=year.partnership, kind="at_risk")
    press(year.client_as(by), amber, meaning="Some delay or doubt, with a plan to put it right.")
    year.on(7, 7)
    press(
        year.client_as(by),
        year.partnership.house_style,
        colour="#5a2d82",
        marking="OFFICIAL – SENSITIVE",
    )
    year.on(7, 8)
    remit = "Reads audits and data for the Executive, and says what they mean for children."
    press(year.client_as(by), Group.objects.get(name="Audit and Performance Group"), remit=remit)


def revise_in_july(year):
    by = year.manager
    year.on(7, 20)
    revise_action(
        year.action("1.2"), by=by, follows=year.action("1.1"), importance="medium",
        further_actions="Ask families who were refused.",
    )  # fmt: skip
    year.on(7, 21)
    set_leads(year.action("1.2"), [], by=by, reason="The group was asked to wait.")
    year.on(7, 22)
    set_leads(year.action("1.2"), [{"group": year.group("Early Help Group")}], by=by)
    year.on(7, 23)
    change_timescale(year.action("2.1"), by=by, kind="ongoing", reason="It never ends, after all.")
    year.on(7, 24)
    piece = year.action("1.2").evidence.get()
    press(
        year.client_as(by), piece.action, **{"evidence-0-text": "24 families helped since April."}
    )
    year.on(7, 27)
    revise_plan(
        year.plan, by=by, introduction="What we will do together in two years, and how children will know that we did.",
        reason="Children asked for it.",
    )  # fmt: skip
    year.on(7, 28)
    change_timescale(
        year.plan.priority_set.get(number="1"), by=by, kind="by_month", due_on=date(2027, 9, 1),
        reason="For all of it.",
    )  # fmt: skip
