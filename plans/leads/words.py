"""A lead in words, with its role, and read back from them."""

import re

from plans.models import Lead

ROLES = {role.label.lower(): role for role in Lead.LeadRole if role != Lead.LeadRole.LEAD}
ROLE = re.compile(rf"^(?P<name>.*\S)\s*\((?P<role>{'|'.join(ROLES)})\)$", re.DOTALL | re.IGNORECASE)


def lead_words(lead):
    """“Audit Group”; with any other role than to lead in brackets: “Police (joint lead)”."""
    if lead.role == Lead.LeadRole.LEAD:
        return lead.name
    return f"{lead.name} ({Lead.LeadRole(lead.role).label.lower()})"


def split_role(words):
    """(the name, the LeadRole) of what ``lead_words`` says; the whole and “lead” of other words."""
    match = ROLE.match(words)
    if not match:
        return words, Lead.LeadRole.LEAD
    return match["name"], ROLES[match["role"].lower()]
