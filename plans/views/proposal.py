"""Proposals: made by those who carry an action, read by everyone, decided by those who own the plan."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.editing import unsaved_input
from partnership.permissions import Permission, allows, requires
from partnership.saving import submit_form, submitted_data
from plans.actions.detail import read_action, to_choose_from
from plans.actions.proposals import read_proposals, stands_now
from plans.filters.proposal import ProposalFilter
from plans.forms.proposal import DECIDING, PROPOSING, ProposalWithdrawForm
from plans.models import Action, Plan, Proposal
from plans.policies.plan import reason_not_to_change
from plans.policies.proposal import (
    reason_not_to_decide,
    reason_not_to_propose,
    reason_not_to_propose_target,
    reason_not_to_withdraw_proposal,
)
from plans.services.proposal import (
    accept_proposal,
    decline_proposal,
    propose,
    withdraw_proposal,
)
from plans.views.places import address_of, place_before, return_asked


@requires(Permission.PROPOSE_CHANGE, on=Action)
def action_propose(request, action):
    """What would you change? Each choice is a page of its own, so that no script is needed."""
    waiting = action.proposals.waiting().with_names()
    no_target = reason_not_to_propose_target(action.effective_measures())
    context = {"action": action, "choices": _choices(no_target), "waiting": waiting}
    context |= {"reason_against": reason_not_to_propose(action), **_way_back(request, action)}
    return render(request, "plans/action_propose.html", context)


def _choices(no_target):
    """The kinds of proposals; without that of a target if there is a reason against it."""
    about = Proposal.About
    return [choice for choice in about.choices if not no_target or choice[0] != about.TARGET]


@requires(Permission.PROPOSE_CHANGE, on=Action)
def proposal_new(request, action, about):
    if about not in PROPOSING:
        raise Http404(f"Nothing called {about} is proposed here.")
    typed, detail = unsaved_input.take(request), read_action(action, on=timezone.localdate())
    started = Proposal(action=action, about=about)
    measures = detail.measures_to_show
    form = PROPOSING[about](
        submitted_data(request), proposal=started, measures=measures, typed=typed
    )
    if submit_form(form, lambda: propose(action, by=request.user, about=about, **form.proposed())):
        return _proposed(request, form.saved)
    reason = reason_not_to_propose(action)
    if about == Proposal.About.TARGET:
        reason = reason or reason_not_to_propose_target(detail.measures)
    context = {"action": action, "detail": detail, "proposal": started, "form": form}
    context |= {
        "stands": stands_now(action, about),
        "reason_against": reason,
        **_way_back(request, action),
    }
    context |= unsaved_input.context(request.user, typed)
    return render(request, "plans/proposal_new.html", context)


def _way_back(request, action):
    """``came_from``: the place in a return or list that the pages hand on; "" if there is none."""
    return {"came_from": place_before(request, action), "to_return": return_asked(request)}


def _proposed(request, proposal):
    """Back to the place in the return or the list, if the person came from there; else to the proposal."""
    if back := place_before(request, proposal.action, is_done=True):
        reference = proposal.action.reference
        messages.success(
            request, f"Proposal for {reference} sent. Its page will show the decision."
        )
        return redirect(back)
    messages.success(request, "Proposal sent. The decision will appear here.")
    return redirect(address_of("proposal", proposal))


@requires(Permission.VIEW_PLAN, on=Proposal)
def proposal(request, proposal):
    reason = reason_not_to_change(proposal.plan)
    return _page(request, "plans/proposal.html", proposal, _stands(proposal), reason_against=reason)


@requires(Permission.DECIDE_PROPOSAL, on=Proposal)
def proposal_decide(request, proposal):
    if not proposal.is_waiting:
        return _decided_meanwhile(request, proposal)
    typed, stands = unsaved_input.take(request), _stands(proposal)
    form = DECIDING[proposal.about](
        submitted_data(request),
        proposal=proposal,
        measures=to_choose_from(proposal.action.effective_measures()),
        typed=typed | {"stands": stands},
    )
    if submit_form(form, lambda: _decide(request, form, proposal)):
        messages.success(request, f"{form.saved.get_decision_display()}: {form.saved}.")
        return redirect(address_of("proposal", form.saved))
    context = {"form": form, "reason_against": reason_not_to_decide(proposal)}
    context |= unsaved_input.context(request.user, typed)
    return _page(request, "plans/proposal_decide.html", proposal, stands, **context)


@requires(Permission.PROPOSE_CHANGE, on=Proposal)
def proposal_withdraw(request, proposal):
    form = ProposalWithdrawForm(submitted_data(request))
    if submit_form(form, lambda: withdraw_proposal(proposal, by=request.user, **form.cleaned_data)):
        messages.success(request, "Proposal withdrawn. The plan has not changed.")
        return redirect(address_of("proposal", form.saved))
    context = {
        "form": form,
        "reason_against": reason_not_to_withdraw_proposal(proposal, request.user),
    }
    return _page(request, "plans/proposal_withdraw.html", proposal, _stands(proposal), **context)


@requires(Permission.VIEW_PLAN, on=Plan)
def plan_proposals(request, plan):
    proposals = read_proposals(plan)
    filters = ProposalFilter(request.GET or None, queryset=proposals)
    filters.offer(plan)
    context = {"plan": plan, "filters": filters, "proposals": filters.shown()}
    return render(request, "plans/plan_proposals.html", context)


def _decided_meanwhile(request, proposal):
    """Redirect to the decision made meanwhile; the unsaved text is repeated in a message."""
    if request.method == "POST":
        written = request.POST.get("note", "").strip()[:2_000]
        sentence = reason_not_to_decide(proposal)
        messages.warning(
            request, f"{sentence} Your comment was: {written}" if written else sentence
        )
    return redirect(address_of("proposal", proposal))


def _decide(request, form, proposal):
    if form.declines:
        return decline_proposal(proposal, by=request.user, **form.declined())
    return accept_proposal(proposal, by=request.user, **form.decision())


def _stands(proposal):
    return stands_now(proposal.action, proposal.about, proposal.measure)


def _page(request, template, proposal, stands, **context):
    context |= {"proposal": proposal, "action": proposal.action, "stands": stands}
    may_decide = allows(request.roles, Permission.DECIDE_PROPOSAL)
    may_propose = allows(request.roles, Permission.PROPOSE_CHANGE)
    context["may_decide"] = may_decide and not reason_not_to_decide(proposal)
    context["may_withdraw"] = may_propose and not reason_not_to_withdraw_proposal(
        proposal, request.user
    )
    return render(request, template, context)
