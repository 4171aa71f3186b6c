"""Describes the leads after a change, beside those before."""

from partnership.text import listed
from plans.leads.history import leads_in_words
from reports.changes.values import Fact


def describe_leads(values, before, after):
    """The Fact that the leads changed."""
    now, then = leads_in_words(after, values.lead), leads_in_words(before, values.lead_then)
    if leads_in_words(after, values.lead_then) == then:
        return Fact("order of leads changed")
    was = f" (before: {then})" if then else ""
    if not after:
        return Fact(f"no lead now{was}")
    leading = [lead for lead in after if lead.leads]
    others = [lead for lead in after if not lead.leads]
    if not leading:
        return Fact(f"now {now}{was}")
    carried = leads_in_words(leading, values.lead)
    along = leads_in_words(others, values.lead) if others else ""
    return Fact(f"now led by {carried}{f', {along}' if along else ''}{was}")


def name_leads(values, leads):
    """“led by A and B”, for an action that was just added; "" where there is no lead."""
    leading = [values.lead(lead) for lead in leads if lead.leads]
    return f"led by {listed(leading)}" if leading else ""
