"""What a column of a table is for, by the words at its head.

The patterns come from headings of published plans. They are tried in order, and the first that matches decides;
a heading that none matches is left for a person to choose.
"""

import re
import unicodedata

NUMBER, PRIORITY, OBJECTIVE, ACTION = "number", "priority", "objective", "action"
LEAD, TIMESCALE, START, DONE = "lead", "timescale", "start", "date_done"
MEASURE, OUTCOME, PROGRESS, RATING = "measure", "outcome", "progress", "rating"
PREVIOUS_RATING, DIRECTION, EVIDENCE = "previous_rating", "direction", "evidence"
BASELINE, TARGET, ACTUAL = "baseline", "target", "actual"
THEME, DRIVER, IMPORTANCE = "theme", "driver", "importance"
FURTHER, RESOURCES, NOTE = "further_actions", "resources", "note"

# What people call a column of each kind.
LABELS = {
    NUMBER: "Reference",
    PRIORITY: "Priority",
    OBJECTIVE: "Objective",
    ACTION: "Action",
    LEAD: "Leads",
    TIMESCALE: "Timescale",
    MEASURE: "Success measures",
    RATING: "Rating",
    PROGRESS: "Progress",
    START: "Start",
    DONE: "Date done",
    OUTCOME: "Outcome",
    PREVIOUS_RATING: "Previous rating",
    DIRECTION: "Direction",
    EVIDENCE: "Evidence",
    BASELINE: "Baseline",
    TARGET: "Target",
    ACTUAL: "Actual",
    THEME: "Theme",
    DRIVER: "Driver or recommendation",
    IMPORTANCE: "Importance",
    FURTHER: "Further actions",
    RESOURCES: "Resources",
    NOTE: "Note",
}

YEAR = r"(?: ?(?:20)?\d\d)?"
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
PERIODS = (
    rf"{MONTH}{YEAR} ?(?:-|/|to) ?{MONTH}{YEAR}",
    rf"q(?:uarter|tr)? ?[1-4]{YEAR}(?:[ /-]\d\d)?",
    rf"{MONTH}{YEAR}",
    rf"(?:spring|summer|autumn|winter)(?: term)?{YEAR}",
    r"year [1-5]",
    r"\d{1,2}[./ -]\d{1,2}[./ -](?:20)?\d\d",
    r"(?:20)?\d\d ?[/-] ?\d\d",
)
PERIOD = rf"(?:{'|'.join(PERIODS)})"
WE = r"(?:we|you|it|they|the (?:partnership|board|group))"
KNOWN_AS = r"(?:no|nos|nr|num|number|refs?|reference|id|code|#)"

PATTERNS = {
    NUMBER: (
        rf"^(?:{KNOWN_AS}|item|line|s ?/ ?n|#)(?: {KNOWN_AS})?$",
        rf"^(?:action|objective|aim|goal|item|row|plan|priority|task|outcome|unique) {KNOWN_AS}$",
    ),
    PREVIOUS_RATING: (
        r"\b(?:previous|last|prior|former)\b.*\b(?:b?rags?|rating|status)\b",
        r"\bwas rag\b",
    ),
    DIRECTION: (r"\bdirection\b", r"\btrend\b", r"\bdot\b", r"\bmovement\b"),
    RATING: (
        r"\bb?rag\b",
        r"\b(?:rating|traffic light|colour)\b",
        r"^(?:current |overall |action |delivery |completion |project )?(?:status|state)$",
        r"^(?:delivery )?confidence$",
        r"^(?:on track|done|complete|completed|achieved)$",
    ),
    FURTHER: (
        r"\b(?:further|outstanding|additional|follow(?:ing)? on|new) actions?\b",
        r"\bnext steps?\b",
    ),
    EVIDENCE: (
        r"^evidence(?: of (?:impact|completion|progress))?$",
        r"\bevidence (?:source|link)",
    ),
    DONE: (
        r"\b(?:date|day)(?: \w+)? (?:completed|closed|achieved|done)\b",
        r"\bcompleted on\b",
        r"\bactual (?:completion|end) date\b",
    ),
    START: (
        r"^(?:start(?:s|ing)?|begins?|from|commence\w*)(?: (?:date|on|by))?$",
        r"\b(?:start|commencement) date\b",
    ),
    TIMESCALE: (
        r"\btime ?-?(?:scales?|frames?|lines?|table)\b",
        r"\bby when\b",
        r"^when\b",
        r"\bdeadlines?\b",
        r"\b(?:due|target|end|completion|delivery|finish|review|target completion) "
        r"(?:dates?|months?|quarters?|years?)\b",
        r"\bdates?(?: for| of| to)? (?:be )?(?:complet|deliver|achiev|finish)\w*",
        r"^(?:by|due|dates?|date due|(?:target )?completion|finish|end|ends|period|date by|by date)$",
        r"\b(?:completion|delivery|expected) by\b",
        r"\b(?:complete|deliver|done|finish|achiev|implement)\w* by\b",
        r"\bby what date\b",
        r"\bdue by\b",
        r"\bwhen will\b",
    ),
    BASELINE: (r"\bbaselines?\b", r"\bstarting point\b"),
    TARGET: (r"^targets?\b", r"\btarget (?:value|figure|number)"),
    ACTUAL: (r"^(?:actuals?|current (?:value|figure|performance)|result to date)\b",),
    MEASURE: (
        r"\bmeasures?\b",
        r"\bmeasured?\b",
        r"\bsuccess\b",
        r"\bkpis?\b",
        r"\bindicators?\b",
        rf"\bhow (?:will|do|would|can) {WE} know\b",
        rf"\bhow {WE}(?:'ll| will) know\b",
        r"\bwhat (?:difference|impact) (?:will|do|does|has|would)\b",
        r"\b(?:good|success|it|better|difference|done) (?:will |would |should )?looks? like\b",
        rf"\bhow (?:will|would|can) {WE} (?:tell|show|see|evidence|check)\b",
        r"\b(?:expected|intended|desired|anticipated|planned|required) "
        r"(?:impact|difference|benefit|result|change|outcome)s?\b",
        r"\bwhat will (?:change|be different|success)\b",
        r"\bdifference (?:it|this|we) (?:will|has|have|should|makes?|made)\b",
        r"\bdifferences?\b",
        r"\bmetrics?\b",
        r"^so that\b",
        r"^(?:how )?(?:is|will be) (?:it|this) (?:checked|tested|known)\b",
    ),
    OUTCOME: (r"^(?:\w+ )?(?:outcomes?|impacts?|outputs?|benefits?|results?)(?:\b.*)?$",),
    OBJECTIVE: (
        r"\bobjectives?\b",
        r"\bwhat (?:do|are) we (?:want|trying|hoping|aiming) to\b",
        r"\bwhat (?:do )?we want to\b",
        r"\b(?:aims?|goals?|ambitions?)\b",
        r"\bwe want\b",
    ),
    DRIVER: (
        r"\bdrivers?\b",
        r"\brecommendations?\b",
        r"\b(?:source|origin)\b",
        r"\bwhy\b",
        r"\brationale\b",
        r"\blinks? to\b",
        r"\blearning from\b",
        r"\bfindings?\b",
    ),
    PROGRESS: (
        r"\bprogress\b",
        r"\bupdates?\b",
        r"\bcomment(?:s|ary)?\b",
        r"\b(?:position|narrative|highlights?|latest|so far|to date)\b",
        r"\bwhere (?:are we|we are)\b",
        r"\bcurrent situation\b",
        r"\bwhat (?:have|has) (?:we|been)\b",
        r"\bachieve(?:d|ments?)\b",
        r"\bactivity to date\b",
        rf"^(?:as (?:at|of) )?{PERIOD}$",
    ),
    IMPORTANCE: (
        r"\bimportance\b",
        r"\bpriority (?:level|rating|h ?/? ?m ?/? ?l)\b",
        r"\burgency\b",
    ),
    RESOURCES: (r"\bresources?\b",),
    LEAD: (
        r"\blead(?:s|ing)?\b",
        r"\bwhom?\b",
        r"\bresponsib\w+\b",
        r"\bowners?\b",
        r"\baccountab\w+\b",
        r"\bassigned\b",
        r"\bagenc(?:y|ies)\b",
        r"\b(?:delivered|led|held|owned|carried out) by\b",
        r"\b(?:assigned|allocated) to\b",
        r"^(?:sro|sponsor|champion|chair|team|organisations?|bod(?:y|ies)|person)$",
        r"\bpartners?\b",
        r"\bofficers?\b",
        r"\bnamed person\b",
        r"\bgroup\b",
    ),
    ACTION: (
        r"\bactions?\b",
        r"\bwhat (?:will|shall|are) we\b",
        r"\bwhat we(?:'ll| will)\b",
        r"\bhow (?:will|shall|are|do) we\b",
        r"\bhow we(?:'ll| will)\b",
        r"\bactivit(?:y|ies)\b",
        r"\btasks?\b",
        r"\bwhat (?:needs|has|have|is|are|must)(?: \w+)? (?:to|be)\b",
        r"\b(?:what|things) to do\b",
        r"\bwe will\b",
        r"\bsteps?\b",
        r"\bdeliverables?\b",
        r"\bmilestones?\b",
        r"\bcommitments?\b",
        r"\bstatements?\b",
        r"^(?:what|how)$",
        r"\b(?:interventions?|initiatives?|projects?|pledges?|undertakings?)\b",
        r"\b(?:planned|key|required) work\b",
        r"\bwork (?:required|planned|to be done)\b",
        r"\bimprovements? (?:needed|required|to be made)\b",
        r"^to do$",
    ),
    PRIORITY: (
        r"\bpriorit(?:y|ies)\b",
        r"\bstrategic (?:area|aim)\b",
        r"\b(?:priority|focus|improvement|key) areas?\b",
        r"\barea(?: of focus)?\b",
        r"\bpillars?\b",
        r"\bstrands?\b",
    ),
    THEME: (
        r"\bthemes?\b",
        r"\bwork ?streams?\b",
        r"\bcategory\b",
        r"\bdomains?\b",
        r"\btopics?\b",
    ),
    NOTE: (r"^(?:notes?|remarks?|other|(?:additional|further) information)$",),
}
# Short forms, so that no heading needs a pattern for each.
CONTRACTIONS = (
    (re.compile(r"\b(who|what|when|where|how|it|that)'s\b"), r"\1 is"),
    (re.compile(r"\b(we|you|they|it|who|what|how)'ll\b"), r"\1 will"),
    (re.compile(r"\b(we|you|they)'re\b"), r"\1 are"),
    (re.compile(r"\b(we|you|they)'ve\b"), r"\1 have"),
)
COMPILED = {kind: re.compile("|".join(patterns)) for kind, patterns in PATTERNS.items()}

# Columns by which a table is known for something that is no plan.
NO_PLANS = {
    "a risk register": (
        r"\blikelihood\b",
        r"\bprobability\b",
        r"\brisk (?:score|rating|level|description)\b",
        r"\bmitigat",
        r"\b(?:inherent|residual)\b",
    ),
    "minutes of a meeting": (
        r"\bdiscussion\b",
        r"\bminutes?\b",
        r"\bagenda\b",
        r"\bpoints? raised\b",
        r"\battend(?:ed|ees|ance)\b",
        r"\bapologies\b",
    ),
}
COMPILED_NO_PLANS = {name: re.compile("|".join(found)) for name, found in NO_PLANS.items()}

# Kinds that one column may have together, each line of a cell being one of them.
COMBINED = (
    {LEAD, TIMESCALE},
    {ACTION, LEAD},
    {ACTION, TIMESCALE},
    {ACTION, LEAD, TIMESCALE},
    {RATING, PROGRESS},
)
BETWEEN_PARTS = re.compile(r"\s*[/&+,|]\s*|\s+and\s+|\s+with\s+|\s+-\s+")


def plain(text):
    """Lower case, single spaces, plain apostrophes and dashes, no sign at either end."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub("[‘’´`]", "'", text)
    text = re.sub("[‐-―−]", "-", text)
    text = re.sub(r"[?:;()\[\]\"“”•*]+", " ", text)
    for pattern, full in CONTRACTIONS:
        text = pattern.sub(full, text)
    return " ".join(text.split()).strip(" .,-/")


def kind_of_heading(text):
    """The kind of column that a heading names; "" if none of the patterns matches."""
    words = plain(text)
    found = (kind for kind, pattern in COMPILED.items() if words and pattern.search(words))
    return next(found, "")


def place_in_kind(text, kind):
    """The place of the first pattern of a kind that a heading matches: the first ones say it most plainly."""
    words, patterns = plain(text), PATTERNS[kind]
    found = (place for place, pattern in enumerate(patterns) if re.search(pattern, words))
    return next(found, len(patterns))


def kinds_of_heading(text):
    """The kinds that a heading names by its parts: (“lead”, “timescale”) of “Lead and timescale”; else of the whole."""
    whole = kind_of_heading(text)
    parts = BETWEEN_PARTS.split(plain(re.sub(r"[()\n]", " / ", text)))
    parts = [kind_of_heading(part) for part in parts if part]
    found = tuple(dict.fromkeys(parts))
    return found if set(found) in COMBINED else ((whole,) if whole else ())


def names_no_plan(texts):
    """What a table with these headings is, if it is known not to be a plan: “a risk register”; else ""."""
    words = [plain(text) for text in texts]
    found = (
        name
        for name, pattern in COMPILED_NO_PLANS.items()
        if any(pattern.search(one) for one in words)
    )
    return next(found, "")
