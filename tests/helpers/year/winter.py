"""December to March: people join and leave, groups are merged, text is redacted, the yearly report, the plan's end."""

from datetime import date

from partnership.history import recording, revise
from partnership.models import Post
from partnership.redactions.find import Passage, find_places
from partnership.services.agency import add_agency
from partnership.services.redaction import redact
from plans.actions.bulk import ChangeLeads, ChangePriority, ChangeThemes, ChangeTimescale
from plans.services.action import add_action, remove_action, revise_action
from plans.services.plan import close_plan, create_plan
from plans.services.progress import record_update
from plans.services.structure import remove_part
from reports.models import Framework
from reports.services.framework import load_frameworks
from reports.services.report import start_report, write_section
from subgroups.models import Seat
from subgroups.services.group import add_group
from subgroups.services.invitation import (
    accept_with_new_account,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from subgroups.services.people import change_membership, end_membership, hand_over, seat_person
from subgroups.services.seat import end_seat
from tests.helpers.admin_pages import address, new_row, press, typed
from tests.helpers.bulk import bulk


def live_winter(year):
    people_come_and_go(year)
    groups_and_agencies(year)
    many_at_once(year)
    through_the_admin(year)
    write_the_report(year)
    end(year)


def people_come_and_go(year):
    by, audit = year.manager, year.group("Audit and Performance Group")
    year.on(12, 1)
    invitation = invite(
        year.partnership, by=by, email="new.nurse@exampleshire.example", name="Deputy designated nurse", role="member",
        agency=year.agency("Exampleshire Clinical Commissioning Group"), seats=[(audit, Seat.SeatRole.DEPUTY)],
    )  # fmt: skip
    year.on(12, 2)
    resend_invitation(invitation, by=by)
    year.on(12, 3)
    accept_with_new_account(
        invitation, name="Deputy designated nurse", password="a-long-one-for-the-test"
    )
    year.on(12, 4)
    other = invite(
        year.partnership,
        by=by,
        email="councillor@exampleshire.example",
        name="Lead member for children",
        role="member",
    )
    year.on(12, 5)
    withdraw_invitation(other, by=by)
    year.on(12, 7)
    officer = year.membership("Learning and development officer")
    change_membership(
        officer,
        by=by,
        role="member",
        agency=year.agency("Exampleshire Council"),
        reason="Moved to the council.",
    )
    year.on(12, 8)
    co_ordinator = year.membership("Missing children co-ordinator")
    seat_person(co_ordinator, by=by, group=year.group("Early Help Group"), role="observer")
    year.on(12, 9)
    end_seat(Seat.objects.get(holder=co_ordinator.user), by=by, reason="Comes when asked.")
    year.on(12, 10)
    nurse = year.membership("Designated nurse")
    deputy = year.membership("Deputy designated nurse").user
    hand_over(nurse, deputy, by=by, end=True)
    year.on(12, 11)
    end_membership(co_ordinator, by=by, reason="The post has ended.")
    year.on(12, 12)
    change_membership(
        year.membership("Head of early help"), by=by, role="executive", agency=year.agency("Exampleshire Council"),
        reason="Deputises for the director.",
    )  # fmt: skip


def groups_and_agencies(year):
    by, partnership = year.manager, year.partnership
    year.on(12, 14)
    board = add_agency(
        partnership, by=by, name="Exampleshire Integrated Care Board", short_name="the ICB", sector="health",
        standing="statutory",
    )  # fmt: skip
    year.on(12, 14, 11)
    press(
        year.client_as(by),
        year.agency("Exampleshire Clinical Commissioning Group"),
        succeeded_by=board.pk,
    )
    year.on(12, 15)
    group = add_group(
        partnership, by=by, name="Weekend cover", kind="task_and_finish", ends_on=date(2027, 2, 26),
        deliverables="A rota of who speaks to children at weekends.",
    )  # fmt: skip
    year.on(12, 16)
    revise(group, by=by, ends_on=date(2027, 3, 31), chair_agency=board, reason="It began late.")
    year.on(12, 17)
    revise(
        Post.objects.get(partnership=partnership), by=by, holder=None, reason="The post is vacant."
    )
    year.on(12, 17, 11)
    revise(Post.objects.get(partnership=partnership), by=by, holder=year.people["Business manager"])
    year.on(12, 18)
    revise(
        year.group("Early Help Group"),
        by=by,
        name="Early Help and Prevention Group",
        also_known_as="EHG\nEarly Help Group",
    )


def many_at_once(year):
    by, plan = year.manager, year.plan
    year.on(1, 11, year=2027)
    lead = ChangeLeads(year.group("Learning and Development Group"))
    bulk(plan, lead, "1.1", "1.2", by=by, reason="The two groups meet as one.")
    year.on(1, 12, year=2027)
    bulk(plan, ChangeThemes(plan.theme_set.get()), by=by, reason="It runs through all of them.")
    year.on(1, 13, year=2027)
    bulk(
        plan,
        ChangePriority(plan.priority_set.get(number="2")),
        "1.2",
        by=by,
        reason="It belongs there.",
    )
    year.on(1, 14, year=2027)
    timescale = ChangeTimescale("by_month", due_on=date(2027, 6, 1), precision="month")
    bulk(plan, timescale, "1.1", "1.2", by=by, reason="The inspection took two months.")
    year.on(1, 15, year=2027)
    with recording(by=by, reason="Brought in from the old table."):
        for number in range(1, 7):
            add_action(
                plan, by=by, reference=f"3.{number}", title=f"Course {number}", wording="Teach it."
            )
    year.on(1, 18, year=2027)
    remove_action(year.action("3.6"), by=by, reason="Nobody will teach it.")
    year.on(1, 19, year=2027)
    with recording(by=by, reason="Renumbered."):
        revise_action(
            year.action("3.5"), by=by, reference="2.3", priority=plan.priority_set.get(number="2")
        )


def through_the_admin(year):
    by = year.manager
    year.on(1, 25, year=2027)
    press(
        year.client_as(by),
        year.action("2.2"),
        importance="low",
        change_reason="Most of it is done.",
    )
    year.on(1, 26, year=2027)
    action, client = year.action("2.2"), year.client_as(by)
    data = new_row(
        typed(client, address(action, "change")),
        "leads",
        role="lead",
        words="Every agency",
        position="5",
    )
    client.post(address(action, "change"), {**data, "change_reason": "As the Executive agreed."})
    year.on(1, 27, year=2027)
    remove_part(year.plan.driver_set.get(), by=by, reason="It has been answered.")
    year.on(2, 1, year=2027)
    record_update(
        year.action("1.1"), by=year.manager, rating="green",
        comment="The family of 3 Mill Lane was told the same day.", reason="The new letter works.",
    )  # fmt: skip
    year.on(2, 2, year=2027)
    passage = Passage("family of 3 Mill Lane")
    keys = [place.key for place in find_places(year.partnership, passage)]
    redact(year.partnership, by=by, passage=passage, keys=keys, reason="It named a family.")


def write_the_report(year):
    by = year.manager
    load_frameworks()
    year.on(2, 8, year=2027)
    report = start_report(
        year.plan, by=by, framework=Framework.objects.get(key="greenwich-2019"), title="Yearly report 2026–27",
        starts_on=date(2026, 4, 1), ends_on=date(2027, 1, 31),
    )  # fmt: skip
    year.on(2, 9, year=2027)
    first = report.sections.first()
    write_section(first, by=by, text="We listened to sixty families.")
    year.on(2, 10, year=2027)
    first.refresh_from_db()
    write_section(first, by=by, text="We listened to sixty families and to forty children.")
    year.on(2, 11, year=2027)
    scrutiny = next(section for section in report.sections.all() if section.is_scrutiny)
    write_section(
        scrutiny,
        by=year.people["Independent scrutineer"],
        text="More was said of children than by them.",
    )


def end(year):
    by = year.manager
    year.on(3, 1, year=2027)
    record_update(
        year.action("1.2"), by=by, rating="complete", comment="112 families have been helped.",
        evidence=[
            {"question": "how_much", "source": "data", "text": "112 families helped."},
            {"question": "difference", "source": "survey", "text": "40 of 52 families say that it helped."},
        ],
        reason="All that was promised is done.",
    )  # fmt: skip
    year.on(3, 15, year=2027)
    create_plan(
        year.partnership, by=by, title="Business plan 2028–30", period="2028–30", previous=year.plan,
        starts_on=date(2028, 4, 1), ends_on=date(2030, 3, 31),
    )  # fmt: skip
    year.on(3, 31, year=2027)
    close_plan(
        year.plan,
        by=by,
        reason="The Executive ends it a year early: the inspection asked for another.",
    )
