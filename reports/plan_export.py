"""A plan read for its exports: as it is now and as filtered, or as at a moment."""

from django.http import QueryDict
from django.utils import timezone

from plans.document.current import read_plan
from plans.document.group_part import leading_groups, led_by_group
from plans.exports.source import PlanExport
from plans.filters.action import ActionFilter
from plans.registers import read_registers


def export_now(plan, *, challenges, now, query=""):
    """The PlanExport of a plan at the moment ``now``, with the actions that match ``query``, a filter in an address.

    ``challenges`` is a QuerySet of those that the reader may read.
    """
    on = timezone.localdate(now)
    filters = ActionFilter(QueryDict(query), queryset=plan.action_set.all(), on=on)
    document = read_plan(plan, on=on, shown=filters.shown())
    filters.offer(document)
    registers = _registers(plan, challenges, at=now, on=on)
    if document.is_filtered:
        registers = registers.of_actions({action.pk for action in document.shown})
    filtered = tuple(words for _, words in filters.active())
    return PlanExport(document, on, registers, filtered, at=now)


def export_as_at(plan, version, *, challenges, now, group=None):
    """The PlanExport of a PlanVersion of the plan, made at the moment ``now``; of what a ``group`` (its id) led."""
    document, filtered = version.document, ()
    registers = _registers(plan, challenges, at=version.at, on=document.on)
    if group is not None:
        name = dict(leading_groups(document)).get(group, "unknown")
        document, filtered = led_by_group(document, group), (f"Lead group: {name}",)
        registers = registers.of_actions({action.pk for action in document.shown})
    made_on = timezone.localdate(now)
    return PlanExport(document, made_on, registers, filtered, mark=version.mark, at=version.at)


def _registers(plan, challenges, *, at, on):
    about = challenges.filter(home_kind="plan", home_id=plan.pk).order_by()
    readable = set(about.values_list("pk", flat=True))
    return read_registers(plan, at=at, on=on, challenges=readable)
