"""The pages of the product that a search finds by what they are called and what people do there."""

from django.urls import reverse

from partnership.permissions import Permission, allows

# (title, what people do there, URL name, who may open it; None: everyone who can sign in)
PAGES = (
    ("Home", "what is asked of you", "reports:home", None),
    ("Plan", "the current business plan, actions, priorities", "plans:plan_current", None),
    ("All plans", "earlier plans, drafts, closed plans", "plans:plans", None),
    ("Reporting periods", "returns, chase, freeze, reopen", "plans:current_periods", None),
    ("Groups", "subgroups, boards, members, chairs", "subgroups:groups", None),
    ("Agencies and posts", "organisations, post holders", "partnership:agencies", None),
    ("Changes", "history, who changed what, quiet changes", "reports:changes", None),
    ("Challenges", "questions of the scrutineer, answers", "plans:challenges", None),
    (
        "Reports",
        "yearly report, annual report",
        "reports:reports",
        Permission.VIEW_DRAFT_REPORT,
    ),
    ("Groups as at an earlier date", "history of seats", "reports:groups_past", None),
    ("Your downloads", "files, PDFs, exports", "partnership:jobs", None),
    ("People", "invite, roles, hand over", "subgroups:people", Permission.MANAGE_PARTNERSHIP),
    (
        "Manage the partnership",
        "settings, ratings, house style, colour",
        "partnership:manage",
        Permission.MANAGE_PARTNERSHIP,
    ),
    (
        "Security log",
        "who signed in, downloads",
        "partnership:security_log",
        Permission.MANAGE_PARTNERSHIP,
    ),
    (
        "Redactions",
        "redact words that name a child",
        "partnership:redactions",
        Permission.VIEW_REDACTIONS,
    ),
    ("Seals", "prove that the history is complete", "partnership:seals", Permission.VIEW_SEALS),
    (
        "Download all records",
        "export, archive, backup, spreadsheet files",
        "reports:archive",
        Permission.TAKE_EVERYTHING,
    ),
)
# The same for everyone, without a partnership in their URL.
OWN_PAGES = (
    ("Your account", "name, sign out everywhere, sessions", "your_account"),
    ("Your password", "change your password", "account_change_password"),
    ("Your emails", "reminders, notices, unsubscribe", "your_emails"),
    ("Your calendar", "due dates in your own calendar", "your_calendar"),
    ("Second factor", "authenticator app, passkey, recovery codes", "mfa_index"),
    ("Help", "what each role does", "help"),
    ("Accessibility", "accessibility statement", "accessibility"),
    ("Privacy", "privacy notice, personal data", "privacy"),
)


def find_pages(partnership, roles, asked):
    """(title, what people do there, URL) of the pages with every word of ``asked`` that the roles may open."""
    pages = [
        (title, hint, reverse(name, args=[partnership.slug]))
        for title, hint, name, permission in PAGES
        if permission is None or allows(roles, permission)
    ]
    pages += [(title, hint, reverse(name)) for title, hint, name in OWN_PAGES]
    words = [word.casefold() for word in asked.words]
    return [
        page
        for page in pages
        if words and all(word in f"{page[0]} {page[1]}".casefold() for word in words)
    ]
