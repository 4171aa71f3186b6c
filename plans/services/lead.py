"""Services of leads: set as a whole, so that one request is one change however many leads it touches."""

from django.utils import timezone

from partnership.history import recording
from partnership.policies import refuse
from plans.models import Lead
from plans.policies.lead import reason_not_to_name
from plans.services.period import ask_leaders
from plans.services.plan import plan_change


def set_leads(record, leads, *, by, words=None, seen=None, reason="", at=None):
    """Set the leads of an action or a priority to exactly ``leads``, in that order.

    ``leads`` are dicts of ``role`` and one of ``group``, ``post``, ``agency``, ``person`` (of the same
    partnership) or ``words``. ``words`` is the cell as written, to keep it; None: it is cleared if the
    leads differ.
    """
    with recording(record, by=by, reason=reason, at=at):
        leads = replace_leads(record, leads, by=by, words=words, seen=seen)
        ask_new_leaders(record.plan, by=by)
        return leads


def replace_leads(record, leads, *, by, words=None, seen=None):
    """``set_leads`` without asking the new leads for returns, for callers that change several records."""
    with plan_change(record, by=by) as change:
        record = type(record).objects.locked(record, seen=seen)
        _refuse_strangers(record, leads, on=timezone.localdate(change.at))
        changed = _replace(record, [_complete(lead) for lead in leads])
        if words is None:
            words = "" if changed else record.leads_words
        # Saved even if only the leads differ, so that another person's stale save of this record is detected.
        record.leads_words = words
        record.save(update_fields={"leads_words"})
        return list(record.leads.all())


def ask_new_leaders(plan, *, by):
    """Ask those who have become leads for a return while a reporting period is open."""
    for period in plan.reportingperiod_set.open():
        ask_leaders(period, by=by)


def _refuse_strangers(record, leads, *, on):
    """Refuse who is of another partnership, or not a member; those who lead already may stay."""
    named = [lead[name] for lead in leads for name in Lead.NAMED if lead.get(name)]
    priority = getattr(record, "priority_id", None)
    present = Lead.objects.filter(person__isnull=False)
    present = present.filter(**{record._meta.model_name: record}) | present.filter(
        priority__isnull=False, priority=priority
    )
    kept = set(present.values_list("person", flat=True)) if _has_person(leads) else ()
    refuse(reason_not_to_name(named, record.plan.partnership, on=on, kept=kept))


def _has_person(leads):
    return any(lead.get("person") for lead in leads)


def _complete(lead):
    return {"role": Lead.LeadRole.LEAD, **dict.fromkeys(Lead.NAMED), "words": "", **lead}


def _replace(record, wanted):
    """Make the record's leads equal to ``wanted``, writing only differences; whether there were any.

    One who stays keeps their row, wherever in the order: a milestone may be for them.
    """
    kept, others = _match(wanted, list(record.leads.all()))
    changed = False
    for position, (values, lead) in enumerate(zip(wanted, kept, strict=True)):
        values = {**values, "position": position}
        if lead is None:
            lead = Lead(**{record._meta.model_name: record}, plan=record.plan)
        elif all(getattr(lead, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(lead, name, value)
        lead.full_clean()
        lead.save()
        _rename_milestones(lead)
        changed = True
    for lead in others:
        lead.delete()
        changed = True
    return changed


def _match(wanted, present):
    """(the Lead for each of ``wanted``, or None; the Leads left): those who stay, and others in place of who goes."""
    left, kept = list(present), []
    for values in wanted:
        same = (lead for lead in left if all(getattr(lead, n) == values[n] for n in Lead.WHO))
        kept.append(next(same, None))
        left = [lead for lead in left if lead is not kept[-1]]
    for place, lead in enumerate(kept):
        if lead is None and left:
            kept[place] = left.pop(0)
    return kept, left


def _rename_milestones(lead):
    """Milestones that were for someone whose place is taken are for the new lead."""
    for milestone in lead.milestones.exclude(who=lead.name):
        milestone.who = lead.name
        milestone.save(update_fields={"who"})
