"""The records that the filter of changes offers: people, agencies, groups, priorities, frozen periods."""

from django.utils import timezone

from partnership.models import Agency, User
from partnership.statements import Given, GivenIds, Statement
from plans.models import Plan, Priority, ReportingPeriod
from plans.models.plan import readers_of_plans
from subgroups.models import Group


class Choices:
    """What there is to choose from. ``find`` makes the QuerySet of a partnership and of what is visible in it.

    They are on every page of changes, so the query that reads them all is compiled once a process.
    """

    def __init__(self, find):
        self.find = find
        visible = {"members": GivenIds("members"), "readers": GivenIds("readers")}
        self._all = Statement(lambda: find(Given("partnership"), visible))

    def queryset(self, request):
        """To look for the one that was chosen."""
        return self.find(request.partnership, _visible(request))

    def read(self, request):
        return self._all.records(partnership=request.partnership.pk, **_visible(request))


def _visible(request):
    return readers_of_plans(request.user, on=timezone.localdate())


def _people(partnership, visible):
    """Present and former members of the partnership."""
    return User.objects.filter(memberships__partnership=partnership).distinct()


def _agencies(partnership, visible):
    return Agency.objects.filter(partnership=partnership)


def _groups(partnership, visible):
    return Group.objects.filter(partnership=partnership)


def _priorities(partnership, visible):
    """The priorities of the plans that the reader sees."""
    plans = Plan.objects.filter(partnership=partnership).readable(**visible)
    found = Priority.objects.filter(plan__in=plans).select_related("plan")
    return found.order_by("-plan__starts_on", "plan_id", "position", "pk")


def _frozen(partnership, visible):
    """The frozen reporting periods of the plans that the reader sees, the latest freeze first."""
    plans = Plan.objects.filter(partnership=partnership).readable(**visible)
    return ReportingPeriod.objects.filter(plan__in=plans).frozen()


PEOPLE, AGENCIES, GROUPS = Choices(_people), Choices(_agencies), Choices(_groups)
PRIORITIES, FROZEN = Choices(_priorities), Choices(_frozen)
