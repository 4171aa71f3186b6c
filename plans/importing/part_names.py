"""How a text names a part of a plan: “Priority 2: …”, “Objective 1 (continued)”."""

import re

PART = re.compile(
    r"^(?:strategic |overarching |over-arching |cross-?cutting |key |our |business |partnership )?"
    r"(?P<word>priority|objective|outcome|aim|goal|theme|workstream|work stream|pillar|focus area|area|strand"
    r"|ambition)\b",
    re.IGNORECASE,
)
OBJECTIVE_WORDS = {"objective", "outcome", "aim", "goal", "ambition"}
CONTINUED = re.compile(r"^[(\[]?\s*(?:cont(?:inued|inues|'?d|\.)?|cont)\s*[)\].…]*$", re.IGNORECASE)
ENDS_CONTINUED = re.compile(r"\s*[(\[–-]?\s*\bcont(?:inued|'?d|\.)?\s*[)\]]?\s*$", re.IGNORECASE)
NUMBERED = re.compile(
    r"^(?P<number>[A-Z]?\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Z]|[ivx]{1,5}|one|two|three|four|five|six|seven|eight)"
    r"\s*[.:)–-]\s*(?P<title>\S.*)$"
    r"|^(?P<bare>[A-Z]?\d{1,2}[a-z]?)\s+(?P<rest>\S.*)$",
    re.DOTALL | re.IGNORECASE,
)
# Headings of a whole document or sheet, which name no part of the plan.
GENERAL = re.compile(
    r"\b(?:(?:action|business|work|delivery|improvement|strategic|safeguarding) ?plan|our priorities|the plan"
    r"|priorities|tracker|contents|introduction|background|monitoring|governance|appendix|foreword)\b",
    re.IGNORECASE,
)
GENERAL_SHEET = re.compile(
    r"^(?:sheet ?\d*|table ?\d*|data|plan|bp|log|actions?|register|main|master|current|copy.*)$"
    r"|^(?:20)?\d\d[ /-]+(?:20)?\d\d$"
    r"|\b(?:plan|tracker|workbook|dashboard)\b",
    re.IGNORECASE,
)


def names_objective(text):
    match = PART.match(text)
    return bool(match) and match["word"].lower() in OBJECTIVE_WORDS


def names_priority(text):
    match = PART.match(text)
    return bool(match) and match["word"].lower() not in OBJECTIVE_WORDS


def split_number(text):
    """(“2”, the title) of “2. The title”; ("", text) without a number."""
    match = NUMBERED.match(text)
    if not match:
        return "", text
    return match["number"] or match["bare"], match["title"] or match["rest"]
