"""Loads one partnership of the fixtures: its agencies, posts, groups and people."""

from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from partnership.accounts import DEMONSTRATION_PASSWORD
from partnership.history import recording, revise
from partnership.models import User
from partnership.permissions import Role
from partnership.rating_library import BY_KEY, RED_AMBER_GREEN
from partnership.services.agency import add_agency, add_post
from partnership.services.partnership import admit, found_partnership
from plans.models import Lead
from subgroups.services.group import add_group, add_reporting_line
from subgroups.services.seat import give_seat


@dataclass
class Cast:
    """A partnership with its records by their names in the fixture."""

    partnership: object
    manager: User
    agencies: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)

    def lead(self, written):
        """A fixture's lead as ``set_leads`` takes it."""
        kind = next(name for name in Lead.WHO if name in written)
        named = self.leaders(kind)
        return {"role": written["role"], kind: named[written[kind]] if named else written[kind]}

    def leaders(self, kind):
        """The records of a kind of lead by their names in the fixture; None for leads in words."""
        return {
            "group": self.groups,
            "post": self.posts,
            "agency": self.agencies,
            "person": self.people,
        }.get(kind)


def people_of_a_published_plan(facts):
    """One account for each role of a partnership that only has its published plan, named after the role."""
    host = f"{facts['partnership']['slug']}.example"
    chaired = next(group for group in facts["groups"] if group["kind"] in ("subgroup", "network"))
    people = [
        ("business_manager", "Business manager", Role.BUSINESS_MANAGER, []),
        ("executive", "Executive lead", Role.EXECUTIVE, []),
        ("scrutineer", "Independent scrutineer", Role.SCRUTINEER, []),
        (
            "chair",
            f"{_short(chaired)} chair",
            Role.MEMBER,
            [{"group": chaired["name"], "role": "chair"}],
        ),
        ("member", "Partnership member", Role.MEMBER, []),
    ]
    return [
        {
            "key": key,
            "name": name,
            "email": f"{key.replace('_', '.')}@{host}",
            "role": role.value,
            "agency": None,
            "posts": [],
            "seats": seats,
        }
        for key, name, role, seats in people
    ]


def _short(group):
    return group["short_name"] or group["name"].split(" / ")[0]


def build_cast(facts, calendar, *, since, at):
    """Create the partnership of a fixture with its people. ``since`` is the first day of its memberships."""
    partnership = found_partnership(
        by=None,
        at=at,
        scheme=BY_KEY[facts.get("scheme", RED_AMBER_GREEN.key)],
        ratings=[(r["kind"], r["label"], r["meaning"]) for r in facts.get("ratings", [])],
        **facts["partnership"],
    )
    people = facts.get("people") or people_of_a_published_plan(facts)
    accounts = {person["key"]: _account(person, at) for person in people}
    cast = Cast(partnership, accounts["business_manager"], people=accounts)
    _add_agencies(cast, facts["agencies"], at)
    for person in people:
        agency = cast.agencies.get(person["agency"])
        admit(
            accounts[person["key"]],
            partnership,
            by=None,
            role=person["role"],
            agency=agency,
            since=since,
            at=at,
        )
    _add_posts(cast, facts["posts"], people, at)
    _add_groups(cast, facts["groups"], calendar, at)
    for person in people:
        for seat in person["seats"]:
            give_seat(
                cast.groups[seat["group"]],
                by=cast.manager,
                at=at,
                holder=accounts[person["key"]],
                agency=cast.agencies.get(person["agency"]),
                role=seat["role"],
                since=since,
            )
    return cast


def _account(person, at):
    with recording(None, by=None, reason="Demonstration account", at=at):
        user = User(email=person["email"], name=person["name"], password=_password())
        user.save()
        user.confirm_address()
        return user


def _password(made=[]):  # noqa: B006 - cached: all accounts share it, and hashing is slow on purpose
    if not made:
        made.append(make_password(DEMONSTRATION_PASSWORD))
    return made[0]


def _add_agencies(cast, agencies, at):
    for facts in agencies:
        values = {key: value for key, value in facts.items() if key != "succeeded_by"}
        cast.agencies[facts["name"]] = add_agency(
            cast.partnership, by=cast.manager, at=at, **values
        )
    for facts in agencies:
        if facts["succeeded_by"]:
            agency = cast.agencies[facts["name"]]
            successor = cast.agencies[facts["succeeded_by"]]
            cast.agencies[facts["name"]] = revise(
                agency, by=cast.manager, at=at, succeeded_by=successor
            )
    # A lead may be an agency's short name.
    cast.agencies.update({a.short_name: a for a in list(cast.agencies.values()) if a.short_name})


def _add_posts(cast, posts, people, at):
    holders = {title: cast.people[person["key"]] for person in people for title in person["posts"]}
    for facts in posts:
        cast.posts[facts["title"]] = add_post(
            cast.partnership,
            by=cast.manager,
            at=at,
            title=facts["title"],
            also_known_as="\n".join(facts["also_known_as"]),
            agency=cast.agencies.get(facts["agency"]),
            holder=holders.get(facts["title"]),
        )


def _add_groups(cast, groups, calendar, at):
    for facts in groups:
        cast.groups[facts["name"]] = add_group(
            cast.partnership,
            by=cast.manager,
            at=at,
            name=facts["name"],
            short_name=facts["short_name"],
            also_known_as="\n".join(facts["also_known_as"]),
            kind=facts["kind"],
            remit=facts["remit"],
            chair_agency=cast.agencies.get(facts["chair_agency"]),
            meetings_a_year=facts["meetings_a_year"],
            shared_with=facts["shared_with"],
            ends_on=calendar.day(facts.get("ends_on"), end=True),
            deliverables=facts.get("deliverables", ""),
        )
    for facts in groups:
        group = cast.groups[facts["name"]]
        for name in facts["reports_to"]:
            add_reporting_line(group, cast.groups[name], by=cast.manager, at=at)
        for seat in facts["seats"]:
            agency = cast.agencies.get(seat["agency"])
            give_seat(group, by=cast.manager, at=at, **{**seat, "agency": agency})
