"""Who leads after a change, told beside who led before."""

from partnership.text import listed
from plans.leads.history import leads_in_words
from reports.changes.values import Fact


def tell_leads(before, after):
    """The Fact that others lead now. The leads' groups, posts and agencies are in reach of them."""
    now, then = leads_in_words(after), leads_in_words(before)
    if now == then:
        return Fact("leads put in another order")
    was = f" (before: {then})" if then else ""
    if not after:
        return Fact(f"nobody leads it now{was}")
    leading = [lead.name for lead in after if lead.leads]
    others = [lead for lead in after if not lead.leads]
    if not leading:
        return Fact(f"now {now}{was}")
    carried = leads_in_words([lead for lead in after if lead.leads])
    along = leads_in_words(others) if others else ""
    return Fact(f"now led by {carried}{f', {along}' if along else ''}{was}")


def name_leads(leads):
    """“led by A and B”, for an action that was just added; "" where nobody leads."""
    leading = [lead.name for lead in leads if lead.leads]
    return f"led by {listed(leading)}" if leading else ""
