"""Actions that are removed, led by others or less important."""

from plans.services.action import remove_action, revise_action
from plans.services.lead import set_leads
from tests.helpers.builders import action_of, days_ago, make_action, make_plan, make_update
from tests.helpers.quiet.measures import freeze
from tests.helpers.quiet.registry import near_miss, quiet


@quiet("action_gone")
def action_taken_out(p, plan, by):
    make_update(action_of(plan, "1.1"), by=by, at=days_ago(3))
    freeze(plan, by)
    remove_action(action_of(plan, "1.1"), by=by, reason="Another board does it.")


@near_miss
def action_taken_out_of_a_draft(p, plan, by):
    draft = make_plan(p, agreed=False, title="The next plan")
    remove_action(action_of(draft, "1.1"), by=by, reason="Another board does it.")


@quiet("reassigned")
def led_by_others_altogether(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"group": p.board}, {"post": p.adviser}], by=by)


@near_miss
def led_by_one_more(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"post": p.adviser}, {"group": p.audit_group}], by=by)


@near_miss
def first_lead(p, plan, by):
    make_action(plan, "1.4", at=days_ago(3))
    set_leads(action_of(plan, "1.4"), [{"group": p.board}], by=by)


@quiet("lead_blank")
def lead_left_blank(p, plan, by):
    set_leads(action_of(plan, "1.1"), [], by=by)


@quiet("lead_blank")
def only_somebody_who_oversees_it_is_left(p, plan, by):
    set_leads(action_of(plan, "1.1"), [{"group": p.board, "role": "oversees"}], by=by)


@near_miss
def nobody_contributes_any_more(p, plan, by):
    leads = [{"group": p.audit_group}, {"agency": p.police, "role": "contributes"}]
    set_leads(action_of(plan, "1.1"), leads, by=by, at=days_ago(3))
    set_leads(action_of(plan, "1.1"), leads[:1], by=by)


@near_miss
def lead_of_a_draft_left_blank(p, plan, by):
    set_leads(action_of(make_plan(p, agreed=False, title="The next plan"), "1.1"), [], by=by)


@quiet("importance_lowered")
def importance_lowered(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, importance="high", at=days_ago(3))
    revise_action(action_of(plan, "1.1"), by=by, importance="medium")


@quiet("importance_lowered")
def importance_left_blank(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, importance="medium", at=days_ago(3))
    revise_action(action_of(plan, "1.1"), by=by, importance="")


@near_miss
def importance_raised(p, plan, by):
    revise_action(action_of(plan, "1.1"), by=by, importance="low", at=days_ago(3))
    revise_action(action_of(plan, "1.1"), by=by, importance="high")
