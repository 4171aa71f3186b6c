"""How a text names a part of a plan: “Priority 2: …”, “Objective 1 (continued)”."""

import re
from dataclasses import dataclass

MOST_NUMBER = 10  # letters of a priority's or objective's number
OVERARCHING = re.compile(r"over-?arching|cross-?cutting", re.IGNORECASE)
PART = re.compile(
    r"^(?:strategic |overarching |over-arching |cross-?cutting |key |our |business |partnership )?"
    r"(?P<word>priority|objective|outcome|aim|goal|theme|workstream|work stream|pillar|focus area|area|strand"
    r"|ambition)\b",
    re.IGNORECASE,
)
OBJECTIVE_WORDS = {"objective", "outcome", "aim", "goal", "ambition"}
CONTINUED = re.compile(r"^[(\[]?\s*cont(?:inued|inues|[’']?d|\.)?\s*[)\].…]*$", re.IGNORECASE)
ENDS_CONTINUED = re.compile(
    r"\s*[(\[–-]?\s*\bcont(?:inued|[’']?d|\.)?\s*[)\]…]?\s*$", re.IGNORECASE
)
NUMBERED = re.compile(
    r"^(?P<number>[A-Z]?\d{1,2}(?:\.\d{1,2})*[a-z]?|[A-Z]|[ivx]{1,5}|one|two|three|four|five|six|seven|eight)"
    r"\s*[.:)–-]\s*(?P<title>\S.*)$"
    r"|^(?P<bare>[A-Z]?\d{1,2}[a-z]?)\s+(?P<rest>\S.*)$",
    re.DOTALL | re.IGNORECASE,
)
# The number of a part without its title.
ALONE = re.compile(
    r"^(?:(?:strategic )?priority )?(?:\d{1,2}|[A-Z]|one|two|three|four|five|six|seven|eight)[.:)]?$",
    re.IGNORECASE,
)
# Headings of what is under no priority.
NO_PRIORITY = re.compile(
    r"^(?:other|further|general|additional) (?:actions|work)\b|\bnot under (?:a|any) priority\b|\bno priority\b",
    re.IGNORECASE,
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


def is_continued(text):
    """Whether a text says that it goes on with a part named before: “Priority 1 (continued)”."""
    return ENDS_CONTINUED.search(" ".join(text.split())) is not None


def names_objective(text):
    return _kind_of_part(text) == "objective"


def names_priority(text):
    return _kind_of_part(text) == "priority"


def _kind_of_part(text):
    """What a text names, if anything; a “strategic aim” is what others call a priority."""
    match = PART.match(text)
    if not match:
        return ""
    word, is_strategic = match["word"].lower(), match[0].lower().startswith("strategic")
    is_objective = word in OBJECTIVE_WORDS and not (is_strategic and word in ("aim", "goal"))
    return "objective" if is_objective else "priority"


def split_number(text):
    """(“2”, the title) of “2. The title”; ("", text) without a number."""
    match = NUMBERED.match(text)
    if not match:
        return "", text
    return match["number"] or match["bare"], match["title"] or match["rest"]


@dataclass(frozen=True, slots=True)
class PriorityName:
    """What the heading of a priority says of it; ``number`` and ``title`` may each be missing."""

    is_overarching: bool
    number: str
    title: str


def read_priority_name(heading):
    """The PriorityName of a heading: “Priority 2: Safe homes”, “Overarching priority B”, “Early help”."""
    match = PART.match(heading)
    bare = heading[match.end() :].strip(" :.–-") if match else heading
    number, title = split_number(bare) if bare else ("", "")
    if match and not number and len(bare) <= MOST_NUMBER and " " not in bare:
        number, title = bare, ""
    if len(number) > MOST_NUMBER:
        number, title = "", bare
    return PriorityName(OVERARCHING.search(heading) is not None, number, title.strip())
