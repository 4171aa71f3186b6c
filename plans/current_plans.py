"""Which plans are current on a day, and what to show if none is (decision 0063)."""

from dataclasses import dataclass

from partnership.statements import Given, Statement
from plans.models import Plan
from plans.models.plan import readers_of_plans

Phase = Plan.Phase


@dataclass(frozen=True)
class CurrentPlans:
    """The plans that a reader meets first on a day."""

    shown: tuple[Plan, ...]  # the current ones, latest begun first; else the one to show
    is_current: bool  # whether those shown are current
    coming: tuple[Plan, ...]  # agreed for later, the next first, and drafts if no plan is current
    reporting: tuple[Plan, ...]  # other agreed plans with an open reporting period

    @property
    def first(self):
        return self.shown[0] if self.shown else None

    @property
    def only(self):
        """The id of the one plan that is shown; None if there are several, or none."""
        return self.shown[0].pk if len(self.shown) == 1 else None


def read_current_plans(partnership, user, *, on):
    """The CurrentPlans of ``partnership`` for ``user`` on the day ``on``, each with ``running``: one query."""
    plans = _PLANS.records(partnership=partnership.pk, **readers_of_plans(user, on=on))
    for plan in plans:
        plan.partnership = partnership
    by_phase = {phase: [p for p in plans if p.phase(on=on) == phase] for phase in Phase}
    current = by_phase[Phase.CURRENT]
    shown = tuple(reversed(current)) or _instead(plans, by_phase, on=on)
    coming = by_phase[Phase.LATER] + ([] if current else by_phase[Phase.DRAFT])
    agreed = (plan for plan in plans if plan.status == Plan.Status.AGREED)
    return CurrentPlans(
        shown=shown,
        is_current=bool(current),
        coming=tuple(plan for plan in coming if plan not in shown),
        reporting=tuple(plan for plan in agreed if plan.running and plan not in shown),
    )


def _instead(plans, by_phase, *, on):
    """The plan for a day without a current one: the last that began, the next agreed, or the latest draft."""
    ended = by_phase[Phase.ENDED] + by_phase[Phase.CLOSED]
    begun = [plan for plan in plans if plan in ended and plan.starts_on <= on]
    found = begun[-1:] or by_phase[Phase.LATER][:1] or by_phase[Phase.DRAFT][-1:] or plans[-1:]
    return tuple(found)


# Made once a process: home, the navigation and forms ask for them.
_PLANS = Statement(
    lambda: (
        Plan.objects.filter(partnership=Given("partnership"))
        .readable(Given("members"), Given("readers"), lookup="among")
        .with_running()
        .order_by("starts_on", "pk")
    )
)
