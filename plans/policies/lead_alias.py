"""Whether initials or a name may mean someone, on the partnership's list."""

from plans.leads.aliases import normalise
from plans.models import LeadAlias


def reason_not_to_mean(alias, who, names):
    """Why the words of ``alias`` cannot mean ``who``: they mean someone else already. ``names`` are the Names."""
    key = normalise(alias.words)
    if not key:
        return "Enter initials or a name, not only punctuation."
    same = LeadAlias.objects.filter(partnership=alias.partnership_id, key=key).exclude(pk=alias.pk)
    if found := same.with_names().first():
        if found.who == who:
            return f"“{found.words}” is already on the list."
        return f"“{found.words}” already means {found.who}. Change or remove that first."
    called = names.own.get(key)
    if called is not None and called != who:
        return f"“{alias.words}” is the name of {called}. Choose other words."
    return ""
