"""Makes what tests need, through the services: a small partnership, its people and its plan.

Every date is fixed. Tests happen on ``TODAY``: tests/conftest.py stops the clock at ``NOW``.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from partnership.accounts import DEMONSTRATION_PASSWORD
from partnership.history import recording
from partnership.models import Agency, Membership, Partnership, Post, User
from partnership.permissions import Role
from partnership.services.agency import add_agency, add_post
from partnership.services.partnership import admit, found_partnership
from plans.files.checking import check_file
from plans.models import Column, Driver, Objective, Plan, Priority, Theme
from plans.services.action import add_action
from plans.services.evidence import add_evidence
from plans.services.lead import set_leads
from plans.services.measure import add_measure
from plans.services.plan import agree_plan, close_plan, create_plan
from plans.services.progress import record_update
from plans.services.structure import add_part, set_priorities
from subgroups.models import Group
from subgroups.services.group import add_group, add_reporting_line
from subgroups.services.seat import give_seat

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)  # ten in the morning, in London too
FOUNDED = datetime(2026, 3, 2, 10, tzinfo=UTC)  # the partnership, its people and its groups
DRAFTED = datetime(2026, 4, 1, 9, tzinfo=UTC)
AGREED = datetime(2026, 4, 20, 9, tzinfo=UTC)

PASSWORD = DEMONSTRATION_PASSWORD


@dataclass
class People:
    """A small partnership: a person in every role, and their seats, posts and agencies."""

    partnership: Partnership
    business_manager: User
    chair: User  # a member; chairs the Audit Group, which leads action 1.1
    group_member: User  # a member; sits on the Audit Group
    executive: User
    scrutineer: User
    member: User  # a member without seat or post
    lead: User  # a member; holds the post that leads action 1.2
    chair_of_other_group: User  # a member; chairs the Training Group, which leads action 1.3
    council: Agency
    police: Agency
    board: Group
    audit_group: Group
    training_group: Group
    adviser: Post
    elsewhere: SimpleNamespace = field(default=None, repr=False)

    @property
    def outsider(self):
        """Business manager of another partnership, which has records of its own."""
        return self.elsewhere.people.business_manager


def days_ago(days):
    """The moment ``days`` (a number) before NOW."""
    return NOW - timedelta(days=days)


def make_user(key, slug, *, name=None):
    """A confirmed account with PASSWORD; its email address is ``key``, with dots for underscores, at slug.example."""
    email = f"{key.replace('_', '.')}@{slug}.example"
    with recording(by=None, at=FOUNDED):
        user = User.objects.create_user(
            email, PASSWORD, name=name or key.replace("_", " ").capitalize()
        )
    user.confirm_address()
    return user


def make_partnership(slug="ashshire"):
    """A partnership with a person in every role, three groups, two agencies and a post."""
    partnership = found_partnership(
        by=None,
        name=f"{slug.capitalize()} Safeguarding Children Partnership",
        short_name=f"{slug[0].upper()}SCP",
        slug=slug,
        at=FOUNDED,
    )
    manager = _admit("business_manager", partnership, Role.BUSINESS_MANAGER)
    made = {"by": manager, "at": FOUNDED}
    agencies = {
        sector: add_agency(
            partnership,
            name=f"{slug.capitalize()} {sector.capitalize()}",
            sector=sector,
            standing="statutory",
            **made,
        )
        for sector in ("council", "police")
    }
    people = {
        "executive": _admit("executive", partnership, Role.EXECUTIVE, agencies["council"]),
        "scrutineer": _admit("scrutineer", partnership, Role.SCRUTINEER),
        **{
            key: _admit(key, partnership, Role.MEMBER)
            for key in ("chair", "group_member", "member", "lead", "chair_of_other_group")
        },
    }
    groups = _make_groups(partnership, people, **made)
    adviser = add_post(partnership, title="Professional Adviser", holder=people["lead"], **made)
    return People(
        partnership=partnership,
        business_manager=manager,
        adviser=adviser,
        **agencies,
        **groups,
        **people,
    )


def _make_groups(partnership, people, **made):
    """The executive and two groups that report to it, with the people who sit on them."""
    slug = partnership.slug
    board = add_group(partnership, name=f"{slug.capitalize()} Executive", kind="executive", **made)
    audit_group = add_group(partnership, name="Audit Group", kind="subgroup", **made)
    training_group = add_group(partnership, name="Training Group", kind="subgroup", **made)
    for group in (audit_group, training_group):
        add_reporting_line(group, board, **made)
    seats = [
        (audit_group, "chair", "chair"),
        (audit_group, "group_member", "member"),
        (training_group, "chair_of_other_group", "chair"),
    ]
    for group, key, role in seats:
        give_seat(group, holder=people[key], role=role, since=FOUNDED.date(), **made)
    return {"board": board, "audit_group": audit_group, "training_group": training_group}


def make_people(slug="ashshire", elsewhere="birchshire"):
    """``make_partnership``, and beside it ``people.elsewhere``, another partnership whose records could leak.

    ``people.elsewhere`` has ``people`` and ``plan``; ``people.outsider`` is its business manager.
    """
    people = make_partnership(slug)
    others = make_partnership(elsewhere)
    people.elsewhere = SimpleNamespace(people=others, plan=make_plan(others))
    return people


def _admit(key, partnership, role, agency=None):
    user = make_user(key, partnership.slug)
    return admit(
        user, partnership, by=None, role=role, since=FOUNDED.date(), agency=agency, at=FOUNDED
    ).user


def manager_of(record):
    """The business manager of the partnership a record belongs to."""
    running = Membership.objects.filter(partnership=record.partnership, role=Role.BUSINESS_MANAGER)
    return running.select_related("user").get().user


def make_plan(
    people,
    *,
    actions=3,
    agreed=True,
    title="Business plan 2026–29",
    starts_on=date(2026, 4, 1),
    ends_on=date(2029, 3, 31),
):
    """A plan with one priority, one objective, a driver, a theme and ``actions`` actions.

    They are led in turn by the Audit Group (1.1, by March 2027), by the post of Professional
    Adviser (1.2, in October 2026: overdue) and by the Training Group (1.3, ongoing). Each has one
    measure. Nothing is rated.
    """
    by = people.business_manager
    plan = create_plan(
        people.partnership,
        by=by,
        title=title,
        period="2026–29",
        starts_on=starts_on,
        ends_on=ends_on,
        introduction="What we will do together.",
        at=DRAFTED,
    )
    with recording(by=by, at=DRAFTED):
        for heading, shows in (
            ("No.", "number"),
            ("Action", "action"),
            ("Who", "lead"),
            ("RAG", "rating"),
        ):
            add_part(Column, plan, by=by, heading=heading, shows=shows)
        priority = add_part(Priority, plan, by=by, number="1", title="Children are heard")
        objective = add_part(Objective, plan, by=by, number="1", title="Every child has a say")
        set_priorities(objective, [priority], by=by)
        add_part(Driver, plan, by=by, kind="guidance", wording="Working Together 2023")
        add_part(Theme, plan, by=by, name="Voice of the child")
    for number in range(1, actions + 1):
        make_action(
            plan, f"1.{number}", leads=[_turn(people, number)], timescale=_timescale(number)
        )
    if agreed:
        plan = agree_plan(plan, by=by, agreed_where="Executive, 20 April 2026", at=AGREED)
    return plan


def _turn(people, number):
    groups = {
        1: {"group": people.audit_group},
        2: {"post": people.adviser},
        0: {"group": people.training_group},
    }
    return groups[number % 3]


def _timescale(number):
    return {
        1: {"kind": "by_month", "due_on": date(2027, 3, 1)},
        2: {"kind": "month", "due_on": date(2026, 10, 1)},
        0: {"kind": "ongoing"},
    }[number % 3]


def make_action(plan, reference, *, leads=(), timescale=None, measures=1, at=None, **values):
    """An action of the plan's first priority; ``leads`` are as ``set_leads`` takes them."""
    by, at = manager_of(plan), at or (DRAFTED if plan.is_draft else NOW)
    values.setdefault("priority", plan.priority_set.first())
    values.setdefault("title", f"Action {reference}")
    values.setdefault("wording", f"Do what action {reference} says.")
    with recording(by=by, at=at):
        action = add_action(
            plan,
            by=by,
            reference=reference,
            timescale=timescale,
            drivers=plan.driver_set.all(),
            themes=plan.theme_set.all(),
            **values,
        )
        if leads:
            set_leads(action, leads, by=by)
        for number in range(1, measures + 1):
            add_measure(action, by=by, wording=f"Measure {number} of {reference}")
    action.refresh_from_db()
    return action


def make_update(
    action, *, by=None, rating="green", comment="Twenty cases were read.", at=NOW, **values
):
    """A progress update, by the business manager by default."""
    values.setdefault("reason", "Seen by the group on the day.")
    return record_update(
        action, by=by or manager_of(action), rating=rating, comment=comment, at=at, **values
    )


def make_evidence(action, *, by=None, measure=None, at=NOW, **values):
    """A piece of evidence from an audit, for ``measure`` or the action as a whole."""
    facts = {
        "question": "difference",
        "source": "audit",
        "text": "18 of 20 children were heard.",
        **values,
    }
    return add_evidence(action, by=by or manager_of(action), measure=measure, at=at, **facts)


def make_file(name="audit.csv", content=b"Question,Children\nWere you heard?,18\n"):
    """A CheckedFile, as a form makes it of a chosen file."""
    return check_file(name, content)


def make_closed_plan(people, *, actions=3):
    """A plan for 2023 to 2026, closed on the day its successor was agreed."""
    plan = make_plan(people, actions=actions, title="Business plan 2023–26")
    return close_plan(plan, by=people.business_manager, reason="Its period is over.", at=NOW)


def action_of(plan, reference):
    """The plan's action with that reference, fresh from the database."""
    return Plan.objects.get(pk=plan.pk).action_set.get(reference=reference)
