"""Services of proposals: propose a change to what was agreed of an action, and decide. A decision makes the change."""

import uuid

from django.core.exceptions import ValidationError
from django.utils import timezone

from partnership.permissions import Role
from partnership.policies import refuse
from plans.actions.proposals import removes_date, stands_now
from plans.measures.numbers import check_number
from plans.models import Action, Lead, Proposal
from plans.models.measure import dated_words
from plans.policies.lead import reason_not_to_name
from plans.policies.proposal import (
    reason_not_to_decide,
    reason_not_to_withdraw_proposal,
)
from plans.services.action import revise_action
from plans.services.lead import set_leads
from plans.services.measure import add_measure, refuse_other_measure, revise_measure
from plans.services.plan import plan_change
from plans.services.timescale import change_timescale, read_timescale

About, Decision = Proposal.About, Proposal.Decision

# The fields of a proposal, by kind; the other fields are who, when and why.
PROPOSED = {
    About.TIMESCALE: (
        *("words", "timescale_kind", "due_on", "due_precision"),
        *("rhythm", "needs_check"),
    ),
    About.LEAD: (*Lead.WHO, "role", "beside"),
    About.MEASURE: ("measure", "words"),
    About.TARGET: ("measure", "words", "target", "due_on", "due_precision"),
    About.WORDING: ("words",),
}


def propose(action, *, by, about, reason, submission=None, at=None, **values):
    """Propose another timescale, lead, measure, target or wording for ``action``.

    ``values``, by ``about``: for a timescale the arguments of ``read_timescale``; for a lead ``role``, ``beside``
    (in addition to the present leads, not instead of them) and one of ``Lead.WHO``; for a measure its ``words``
    and, to reword one, ``measure``; for the target of a ``measure`` the number, ``due_on`` and ``due_precision``; for
    the wording ``words``. Submitted twice with one ``submission``, it is stored once.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Enter a reason for your proposal."})
    submission = submission or uuid.uuid4()
    with plan_change(action, by=by, reason=reason.strip(), at=at) as change:
        action = Action.objects.locked(action)
        if earlier := action.proposals.filter(submission=submission).first():
            return earlier
        values = _checked(action, about, values, on=timezone.localdate(change.at))
        proposal = Proposal(
            plan=action.plan,
            action=action,
            about=about,
            from_words=stands_now(action, about, values.get("measure")),
            reason=reason.strip(),
            at=change.at,
            by=by,
            by_name=by.name,
            submission=submission,
            **values,
        )
        if proposal.proposed == proposal.from_words:
            raise ValidationError("This is already in the plan. Propose something different.")
        proposal.full_clean()
        proposal.save()
        return proposal


def accept_proposal(
    proposal, *, by, stands, note="", agreed_where="", without_date=False, at=None, **values
):
    """Agree what is proposed, or what ``values`` (as for ``propose``) give instead, and make the change.

    ``stands`` is the present value as the person saw it (``stands_now``): if it has changed since, they
    decide again. A difference from the proposal counts as accepted with changes and needs a ``note``. Giving up
    the due date needs ``without_date``.
    """
    with plan_change(proposal, by=by, reason=proposal.reason, at=at) as change:
        proposal = _undecided(proposal)
        _ask_where(proposal, agreed_where, by=by, at=change.at)
        action = Action.objects.locked(proposal.action)
        now = stands_now(action, proposal.about, proposal.measure)
        if now.split() != stands.split():
            sentence = f"The plan has changed since you opened the page. It now says: {now or 'nothing'}. Decide again."
            raise ValidationError({"stands": sentence})
        agreed = _agreed(proposal, values, on=timezone.localdate(change.at))
        is_amended = agreed.proposed != proposal.proposed
        if is_amended and not note.strip():
            raise ValidationError({"note": "Enter a reason for accepting it with changes."})
        if not without_date and removes_date(action, agreed):
            sentence = "Tick the box if the action should have no due date, or accept with a date."
            raise ValidationError({"without_date": sentence})
        decision = Decision.AMENDED if is_amended else Decision.ACCEPTED
        _apply_proposal(action, agreed, by=by, reason=proposal.reason, agreed_where=agreed_where)
        said = {"note": note, "agreed_where": agreed_where, "agreed_words": agreed.proposed}
        return _decide(proposal, decision, by=by, at=change.at, **said)


def decline_proposal(proposal, *, by, note, agreed_where="", at=None):
    """Decline: the present value stays, with a reason."""
    if not note.strip():
        raise ValidationError({"note": "Enter a reason for declining it."})
    with plan_change(proposal, by=by, at=at) as change:
        proposal = _undecided(proposal)
        _ask_where(proposal, agreed_where, by=by, at=change.at)
        said = {"note": note, "agreed_where": agreed_where}
        return _decide(proposal, Decision.DECLINED, by=by, at=change.at, **said)


def withdraw_proposal(proposal, *, by, note="", at=None):
    """Withdraw one's own proposal, before it is decided."""
    with plan_change(proposal, by=by, at=at) as change:
        proposal = Proposal.objects.locked(proposal)
        refuse(reason_not_to_withdraw_proposal(proposal, by))
        return _decide(proposal, Decision.WITHDRAWN, by=by, at=change.at, note=note)


def _checked(action, about, values, *, on):
    """The fields of a proposal from ``values``; fields of other kinds of proposal are refused."""
    if about == About.TIMESCALE:
        read = read_timescale(**values)
        return {name.replace("timescale_words", "words"): value for name, value in read.items()}
    if unknown := values.keys() - set(PROPOSED[about]):
        raise TypeError(f"A proposal of a {about} has no {', '.join(unknown)}.")
    if about == About.LEAD:
        _check_lead(action, values, on=on)
    elif about == About.TARGET:
        return _checked_target(action, **values)
    elif not values["words"].strip():
        raise ValidationError({"words": "Enter what you propose."})
    refuse_other_measure(action, values.get("measure"))
    return values


def _checked_target(action, *, measure=None, target=None, due_on=None, due_precision=""):
    refuse_other_measure(action, measure)
    if measure is None or not measure.is_counted:
        raise ValidationError({"measure": "Choose a measure that counts something."})
    if target is None:
        raise ValidationError({"target": "Enter the target."})
    try:
        check_number(target, measure.unit)
    except ValidationError as refusal:
        raise ValidationError({"target": refusal}) from None
    words = dated_words(target, measure.unit, "by", due_on, due_precision)
    named = {"measure": measure, "target": target, "due_on": due_on}
    return {**named, "due_precision": due_precision, "words": words}


def _check_lead(action, values, *, on):
    named = [values[name] for name in Lead.WHO if values.get(name)]
    if len(named) != 1:
        raise ValidationError({"words": "Choose a lead from the list or enter a name, not both."})
    records = [one for one in named if not isinstance(one, str)]
    refuse(reason_not_to_name(records, action.plan.partnership, on=on))


def _undecided(proposal):
    current = Proposal.objects.locked(proposal)
    refuse(reason_not_to_decide(current))
    return current


def _ask_where(proposal, agreed_where, *, by, at):
    """The group that owns the plan decides at a meeting: its chair must name it."""
    roles = proposal.plan.roles_of(by, on=timezone.localdate(at))
    if Role.BUSINESS_MANAGER not in roles and not agreed_where.strip():
        raise ValidationError({"agreed_where": "Enter the meeting at which this was decided."})


def _agreed(proposal, values, *, on):
    """An unsaved proposal of the change to make: the given one, or with amended fields."""
    names = PROPOSED[proposal.about]
    agreed = {name: getattr(proposal, name) for name in names}
    if values:
        agreed |= _checked(proposal.action, proposal.about, values, on=on)
    return Proposal(action=proposal.action, about=proposal.about, **agreed)


def _apply_proposal(action, agreed, *, by, reason, agreed_where):
    if agreed.about == About.TIMESCALE:
        change_timescale(
            action,
            by=by,
            reason=reason,
            kind=agreed.timescale_kind,
            words=agreed.words,
            due_on=agreed.due_on,
            precision=agreed.due_precision,
            rhythm=agreed.rhythm,
            needs_check=agreed.needs_check,
            agreed_where=agreed_where,
        )
    elif agreed.about == About.LEAD:
        set_leads(action, _leads(action, agreed), by=by)
    elif agreed.about == About.WORDING:
        revise_action(action, by=by, wording=agreed.words)
    elif agreed.about == About.TARGET:
        _set_target(agreed, by=by)
    elif agreed.measure:
        revise_measure(agreed.measure, by=by, wording=agreed.words)
    else:
        add_measure(action, by=by, wording=agreed.words)


def _set_target(agreed, *, by):
    if agreed.measure is None:
        raise ValidationError("This measure has been removed. Decline the proposal.")
    on, precision = agreed.due_on, agreed.due_precision
    values = {"target": agreed.target, "target_on": on, "target_precision": precision}
    revise_measure(agreed.measure, by=by, **values)


def _leads(action, agreed):
    names = ("role", *Lead.WHO)
    kept = action.effective_leads() if agreed.beside else ()
    return [{name: getattr(lead, name) for name in names} for lead in (*kept, agreed)]


def _decide(proposal, decision, *, by, at, **said):
    proposal.decision, proposal.decided_at = decision, at
    proposal.decided_by, proposal.decided_by_name = by, by.name
    for name, words in said.items():
        setattr(proposal, name, words.strip())
    fields = {"decision", "decided_at", "decided_by", "decided_by_name", *said}
    proposal.save(update_fields=fields)
    return proposal
