"""September to November: a reporting period, proposals and challenges."""

from datetime import date

from plans.actions.proposals import stands_now
from plans.models import ReportingPoint
from plans.services.challenge import (
    accept_answer,
    answer_challenge,
    ask_again,
    close_challenge,
    raise_challenge,
)
from plans.services.chase import chase_returns
from plans.services.evidence import redact_file
from plans.services.measure import add_measure, remove_measure
from plans.services.period import freeze_period, open_period, reopen_period, revise_period
from plans.services.progress import record_no_change, record_update
from plans.services.proposal import (
    accept_proposal,
    decline_proposal,
    propose,
    withdraw_proposal,
)
from plans.services.reporting_point import miss_report, receive_report
from plans.services.returns import question_return, submit_return


def live_autumn(year):
    open_autumn(year)
    report(year)
    submit(year)
    settle_reports(year)
    freeze(year)
    propose_and_decide(year)
    challenge(year)


def open_autumn(year):
    by = year.manager
    year.on(9, 1)
    year.period = open_period(
        year.plan, by=by, name="Autumn 2026", meeting="Executive, 20 October", leads_by=date(2026, 9, 21),
        chairs_by=date(2026, 9, 28), freezes_on=date(2026, 10, 5),
    )  # fmt: skip
    year.on(9, 2)
    revise_period(
        year.period, by=by, chairs_by=date(2026, 9, 30), reason="The chairs meet on 29 September."
    )


def report(year):
    people = year.people
    year.on(9, 14)
    record_update(
        year.action("1.2"), by=people["Head of early help"], rating="green",
        comment="Sixty families have a named worker. They say that they need not tell their story twice.",
    )  # fmt: skip
    year.on(9, 15)
    record_update(
        year.action("2.1"), by=people["Head of early help"], rating="red",
        comment="Seven of ten children came home and nobody spoke to them.",
        next_steps="Ask the police for names each morning.",
    )  # fmt: skip


def submit(year):
    """A return is submitted, questioned and submitted again; those that are not are chased."""
    by, people = year.manager, year.people
    year.on(9, 16)
    early_help = year.period.returns.get(group__name="Early Help Group")
    submit_return(
        early_help, by=people["Head of early help"], note="2.1 needs a decision of the Executive."
    )
    year.on(9, 18)
    question_return(early_help, by=by, question="Which decision, and by when?")
    year.on(9, 21)
    submit_return(
        early_help,
        by=people["Head of early help"],
        note="Who pays for a second worker, by December.",
    )
    year.on(9, 24)
    waiting = [one for one in year.period.returns.all() if not one.is_submitted]
    chase_returns(
        year.period, waiting, by=by, at=year.clock.at, address=lambda record: "https://x.example/"
    )
    year.on(10, 2)
    record_no_change(year.action("1.1"), by=people["Designated nurse"])
    year.on(10, 2, 11)
    submit_return(
        year.period.returns.get(group__name="Audit and Performance Group"),
        by=people["Designated nurse"],
    )


def settle_reports(year):
    by = year.manager
    year.on(10, 2, 12)
    july, october = ReportingPoint.objects.filter(action=year.action("2.1"))
    miss_report(july, by=by, reason="Nobody was asked for it.")
    year.on(10, 2, 13)
    receive_report(october, by=by, received_on=date(2026, 10, 1))


def freeze(year):
    by = year.manager
    year.on(10, 5)
    freeze_period(year.period, by=by)
    year.on(10, 6)
    reopen_period(
        year.period, by=by, reason="The Learning and Development Group reported a day late."
    )
    year.on(10, 6, 14)
    record_update(
        year.action("2.2"), by=year.people["Learning and development officer"], rating="amber",
        comment="Two of six courses have been taught.",
    )  # fmt: skip
    year.on(10, 7)
    year.period.refresh_from_db()
    freeze_period(year.period, by=by, reason="All has been said.")
    year.on(10, 12)
    record_update(
        year.action("2.2"), by=year.people["Learning and development officer"], rating="green",
        comment="Four of six.", reason="The last two are booked.",
    )  # fmt: skip
    year.on(10, 13)
    measure = add_measure(
        year.action("2.2"), by=by, wording="60 people taught", reason="It had none."
    )
    year.on(10, 14)
    remove_measure(measure, by=by, reason="It cannot be counted.")


def propose_and_decide(year):
    people, by, where = year.people, year.manager, "Executive, 20 October 2026"
    chair = people["Head of early help"]
    year.on(10, 15)
    dated = propose(
        year.action("1.2"), by=chair, about="timescale", reason="One worker has left.",
        kind="by_month", words="", due_on=date(2027, 3, 1),
    )  # fmt: skip
    year.on(10, 15, 11)
    led = propose(
        year.action("2.1"), by=chair, about="lead", reason="Only the police know in time.",
        agency=year.agency("Exampleshire Police"), role="joint", beside=True,
    )  # fmt: skip
    year.on(10, 15, 12)
    worded = propose(
        year.action("1.2"), by=chair, about="wording",
        words="Offer every family that asks a named worker within a week.",
        reason="Families wait.",
    )  # fmt: skip
    year.on(10, 15, 13)
    measured = propose(
        year.action("1.2"), by=chair, about="measure", words="Families say that it helped",
        reason="Numbers alone say little."
    )  # fmt: skip
    year.on(10, 16)
    withdraw_proposal(worded, by=chair, note="The team cannot promise it yet.")
    year.on(10, 20)
    accept_proposal(
        dated, by=by, stands=stands_now(year.action("1.2"), "timescale"), agreed_where=where,
        kind="by_month", words="", due_on=date(2027, 2, 1), note="A month less: the post is filled in January.",
    )  # fmt: skip
    year.on(10, 20, 11)
    accept_proposal(led, by=by, stands=stands_now(year.action("2.1"), "lead"), agreed_where=where)
    year.on(10, 20, 12)
    decline_proposal(measured, by=by, note="Wait for the survey in spring.")
    year.on(10, 22)
    file = year.action("1.2").evidence.get().file
    redact_file(file, by=by, reason="It listed surnames.")


def challenge(year):
    people, action = year.people, year.action("2.1")
    scrutineer = people["Independent scrutineer"]
    values = {"by": scrutineer, "to": year.agency("Exampleshire Police")}
    year.on(10, 26)
    first = raise_challenge(
        year.partnership, about="action", record=action, due_on=date(2026, 11, 9),
        question="Why did nobody speak to seven children, and who decided that nobody would?", **values,
    )  # fmt: skip
    year.on(11, 3)
    answer_challenge(
        first,
        by=people["Detective superintendent"],
        words="Names came a week late. They come each morning now.",
        seen=0,
    )
    year.on(11, 4)
    ask_again(first, by=scrutineer, words="And at weekends?", due_on=date(2026, 11, 18), seen=1)
    year.on(11, 17)
    answer_challenge(first, by=year.manager, words="From December at weekends too.", seen=2)
    year.on(11, 18)
    accept_answer(first, by=scrutineer, seen=3)
    year.on(11, 19)
    moved = year.partnership.changes.filter(reason__startswith="Auditor time").get()
    raise_challenge(
        year.partnership, about="change", record=moved, due_on=date(2026, 12, 4),
        by=people["Director of children’s services"],
        to=year.group("Audit and Performance Group"), question="What can forty still tell us?",
    )  # fmt: skip
    year.on(11, 30)
    close_challenge(first, by=scrutineer, words="Every child was spoken to in November.", seen=4)
