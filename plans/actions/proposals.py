"""Reads proposals: what each would replace, and whose decision it waits for."""

from datetime import timedelta

from django.db.models import DateField, F, Q

from partnership.permissions import Permission, allows
from partnership.statements import Given, Statement
from plans.models import Proposal

LATELY = timedelta(days=60)  # how long home shows a decision to the person who proposed


def stands_now(action, about, measure=None):
    """The text that an accepted proposal would replace; "" if it would replace nothing."""
    if about == Proposal.About.TIMESCALE:
        return action.timescale_owner.timescale
    if about == Proposal.About.LEAD:
        return "\n".join(lead.name for lead in action.effective_leads())
    if about == Proposal.About.MEASURE:
        return measure.wording if measure else ""
    if about == Proposal.About.TARGET:
        return measure.target_words if measure else ""
    return action.wording


def removes_date(action, proposed):
    """Whether ``proposed``, if accepted, would leave ``action`` without the due date that it has now."""
    is_timescale = proposed.about == Proposal.About.TIMESCALE
    return is_timescale and proposed.due_on is None and action.effective_due_on is not None


def read_proposals(plan):
    """The plan's proposals: open ones first, oldest first; then the latest decided."""
    return plan.proposal_set.with_names().order_by(
        F("decided_at").desc(nulls_first=True), "at", "pk"
    )


def proposals_for(plan, user, *, on):
    """The proposals on home: (waiting for this person's decision, their own that are open or recently decided)."""
    decides = allows(plan.roles_of(user, on=on), Permission.DECIDE_PROPOSAL)
    found = _AT_HOME[decides].records(plan=plan.pk, user=user.pk, since=on - LATELY)
    for one in found:
        one.plan = plan
    to_decide = [one for one in found if decides and one.is_waiting and one.by_id != user.pk]
    return tuple(to_decide), tuple(one for one in found if one.by_id == user.pk)


def _at_home(decides):
    since = Given("since", DateField())
    own = Q(by=Given("user")) & (Q(decision="") | Q(decided_at__date__gte=since))
    shown = Q(decision="") | own if decides else own
    return Proposal.objects.filter(plan=Given("plan")).with_names().filter(shown)


_AT_HOME = {
    decides: Statement(lambda decides=decides: _at_home(decides)) for decides in (True, False)
}
