"""Services of the list of initials and names: what they mean, and who leads once they do."""

from django.utils import timezone

from partnership.history import recording, revise
from partnership.policies import refuse
from plans.leads.aliases import merge_roles, normalise, read_cell
from plans.leads.names import read_names
from plans.leads.unmatched import leads_in_words
from plans.models import Lead, LeadAlias
from plans.models.lead import lead_of, leader_kind
from plans.policies.lead import reason_not_to_name
from plans.policies.lead_alias import reason_not_to_mean
from plans.services.lead import ask_new_leaders, replace_leads


def add_alias(partnership, *, by, words, who, applies=False, reason="", at=None):
    """Put ``words`` on the list as a name of ``who`` (a group, post, agency or person).

    ``applies``: where a plan that may be changed has these words as a lead, ``who`` leads from now on, in the same
    change. The cells stay as they are written.
    """
    with recording(partnership, by=by, reason=reason, at=at) as change:
        on = timezone.localdate(change.at)
        alias = LeadAlias(partnership=partnership, words=words.strip(), **{leader_kind(who): who})
        _check(alias, who, on=on)
        alias.full_clean()
        alias.save()
        if applies:
            _lead_as_named(alias, by=by, on=on)
        return alias


def change_alias(alias, *, by, words, who, seen=None, reason="", at=None):
    """Change the words, or whom they mean. Leads that were found by them stay."""
    with recording(alias, by=by, reason=reason, at=at) as change:
        current = LeadAlias.objects.locked(alias)
        current.words = words.strip()
        _check(current, who, on=timezone.localdate(change.at), kept={current.person_id})
        named = dict.fromkeys(Lead.NAMED) | {leader_kind(who): who}
        key = normalise(current.words)
        return revise(alias, by=by, seen=seen, words=current.words, key=key, **named)


def remove_alias(alias, *, by, reason, seen=None, at=None):
    """Take words off the list. Leads that were found by them stay."""
    with recording(alias, by=by, reason=reason, at=at):
        LeadAlias.objects.locked(alias, seen=seen).delete()


def _check(alias, who, *, on, kept=()):
    partnership = alias.partnership
    refuse(reason_not_to_name([who], partnership, on=on, kept=kept), field="who")
    names = read_names(partnership, on=on)
    refuse(reason_not_to_mean(alias, who, names), field="words")


def _lead_as_named(alias, *, by, on):
    """Replace the leads in words that the new alias explains, in every plan that may be changed."""
    names = read_names(alias.partnership, on=on).known
    found = leads_in_words(alias.partnership).select_related("action", "priority", "plan")
    owners, plans = {}, {}
    for lead in found:
        if any(part.who == alias.who for part in read_cell(lead.words, names)):
            owner = lead.action or lead.priority
            owners[type(owner), owner.pk] = owner
            plans[lead.plan_id] = lead.plan
    for owner in owners.values():
        leads = [new for lead in owner.leads.all() for new in _read(lead, names, alias.who)]
        once = [lead for n, lead in enumerate(leads) if not _is_among(lead, leads[:n])]
        replace_leads(owner, once, by=by, words=owner.leads_words)
    for plan in plans.values():
        ask_new_leaders(plan, by=by)


def _read(lead, names, who):
    """The leads that a lead becomes, as set_leads takes them: itself, unless its words name ``who``."""
    parts = read_cell(lead.words, names) if lead.words else ()
    if not any(part.who == who for part in parts):
        return [{"role": lead.role, **lead.who_values}]
    return [{"role": merge_roles(lead.role, part.role)} | lead_of(part) for part in parts]


def _is_among(lead, others):
    who = {name: value for name, value in lead.items() if name != "role"}
    return any(who.items() <= other.items() for other in others)
