"""Whether a plan may be changed, agreed or closed now."""

from django.utils import timezone
from django.utils.dateformat import format as date_format


def reason_not_to_change(plan):
    if plan.is_closed:
        return "This plan is closed. You can read it but you cannot change it."
    return ""


def reason_not_to_agree(plan):
    if plan.is_draft:
        return ""
    day = date_format(timezone.localtime(plan.agreed_at), "j F Y")
    where = f" ({plan.agreed_where})" if plan.agreed_where else ""
    return f"This plan was agreed on {day}{where}."


def reason_not_to_close(plan):
    if plan.is_draft:
        return "You can only close a plan that has been agreed."
    return reason_not_to_change(plan)


def reason_not_to_carry(plan):
    """Whether actions of an earlier plan may be carried on into ``plan``."""
    if plan.is_draft:
        return ""
    return "You can only carry actions on into a draft."


def reason_not_to_withdraw(plan):
    """A plan begun by mistake is withdrawn while nobody has used it. Makes at most seven queries."""
    if not plan.is_draft:
        return "You can only withdraw a draft. Close a plan that has been agreed."
    use = read_use(plan)
    return f"{use} It cannot be withdrawn." if use else ""


def read_use(plan):
    """How a draft has been used, in a sentence; "" if it has not. Makes at most seven queries."""
    for records, sentence in (
        (
            plan.progressupdate_set.filter(is_imported=False),
            "Someone has updated an action of this plan.",
        ),
        (plan.evidence_set, "Someone has added evidence to this plan."),
        (plan.measurevalue_set, "Someone has recorded a value of a measure of this plan."),
        (plan.proposal_set, "Someone has proposed a change to this plan."),
        (plan.challenges, "Someone has raised a challenge about this plan."),
        (plan.snapshot_set, "A snapshot of this plan was saved."),
        (plan.followed_by, "Another plan follows this one."),
    ):
        if records.exists():
            return sentence
    return ""


def is_filled(plan):
    """Whether a plan has anything that a file could be compared with."""
    return plan.action_set.exists() or plan.priority_set.exists() or plan.objective_set.exists()


def reason_not_to_import(plan):
    if not plan.is_draft:
        return "Only a draft can be imported into. Start a draft first."
    if is_filled(plan):
        return "This draft already has priorities or actions. Import into an empty draft, or into a new one."
    return ""
