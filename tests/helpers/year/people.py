"""March: the partnership is set up; its agencies, groups and people. No names of real people."""

from datetime import UTC, date, datetime

from partnership.models import Agency, User
from partnership.permissions import Role
from partnership.services.agency import add_agency, add_post
from partnership.services.partnership import admit, found_partnership
from plans.models import Action
from subgroups.models import Group
from subgroups.services.group import add_group, add_reporting_line
from subgroups.services.seat import give_seat
from tests.helpers.builders import make_user


class Year:
    """The partnership and the people who act in it; ``on`` sets the day."""

    def __init__(self, clock, client_as):
        self.clock, self.client_as = clock, client_as
        self.partnership = self.plan = None
        self.people = {}

    def on(self, month, day, hour=10, year=2026):
        self.clock.at = datetime(year, month, day, hour, tzinfo=UTC)

    @property
    def manager(self):
        return self.people["Business manager"]

    def group(self, name):
        return Group.objects.get(partnership=self.partnership, name=name)

    def agency(self, name):
        return Agency.objects.get(partnership=self.partnership, name=name)

    def action(self, reference):
        found = Action.objects.select_related("plan__partnership", "priority", "last_update")
        return found.get(plan=self.plan, reference=reference)

    def membership(self, name):
        return self.partnership.membership_set.get(user__name=name)


STAFF = (
    ("Business manager", Role.BUSINESS_MANAGER, None),
    ("Director of children’s services", Role.EXECUTIVE, "Exampleshire Council"),
    ("Independent scrutineer", Role.SCRUTINEER, None),
    ("Detective superintendent", Role.EXECUTIVE, "Exampleshire Police"),
    ("Head of early help", Role.MEMBER, "Exampleshire Council"),
    ("Designated nurse", Role.MEMBER, "Exampleshire Clinical Commissioning Group"),
    ("Learning and development officer", Role.MEMBER, None),
    ("Missing children co-ordinator", Role.MEMBER, "Exampleshire Police"),
)


def live_founding(year):
    year.on(3, 2)
    year.partnership = found_partnership(
        by=None, name="Exampleshire Safeguarding Children Partnership", short_name="ESCP",
        slug="exampleshire", marking="OFFICIAL",
        ratings=[("at_risk", "At risk", "Some delay, with a plan to put it right.")],
    )  # fmt: skip
    year.on(3, 3)
    add_agencies(year)
    for name, role, agency in STAFF:
        admit_one(year, name, role, agency)
    year.on(3, 5)
    add_groups(year)
    year.on(3, 6)
    add_post(
        year.partnership, by=year.manager, title="Professional Adviser",
        agency=year.agency("Exampleshire Council"), holder=year.people["Head of early help"],
    )  # fmt: skip


def add_agencies(year):
    manager = year.people["Business manager"] = make_one("Business manager")
    for name, short_name, sector in (
        ("Exampleshire Council", "", "council"),
        ("Exampleshire Police", "the police", "police"),
        ("Exampleshire Clinical Commissioning Group", "the CCG", "health"),
    ):
        values = {"name": name, "short_name": short_name, "sector": sector, "standing": "statutory"}
        add_agency(year.partnership, by=manager, **values)


def make_one(name):
    return make_user(name.lower().replace(" ", ".").replace("’", ""), "exampleshire", name=name)


def admit_one(year, name, role, agency):
    user = year.people.get(name) or make_one(name)
    year.people[name] = User.objects.get(pk=user.pk)
    admit(
        user, year.partnership, by=None if role == Role.BUSINESS_MANAGER else year.manager,
        role=role, since=date(2026, 3, 3), agency=year.agency(agency) if agency else None,
    )  # fmt: skip


def add_groups(year):
    by, partnership = year.manager, year.partnership
    executive = add_group(partnership, by=by, name="Executive", kind="executive", meetings_a_year=4)
    for name, chair in (
        ("Audit and Performance Group", "Designated nurse"),
        ("Early Help Group", "Head of early help"),
        ("Learning and Development Group", "Learning and development officer"),
    ):
        group = add_group(partnership, by=by, name=name, kind="subgroup", meetings_a_year=6)
        add_reporting_line(group, executive, by=by)
        holder, since = year.people[chair], date(2026, 3, 5)
        give_seat(group, by=by, holder=holder, role="chair", since=since)
    give_seat(
        executive, by=by, holder=year.people["Director of children’s services"], role="chair",
        agency=year.agency("Exampleshire Council"), since=date(2026, 3, 5),
    )  # fmt: skip
