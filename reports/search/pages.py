"""The pages of the product that a search finds by what they are called and what people do there."""

from django.urls import resolve, reverse

from partnership.permissions import allows

# (title, what people do there, URL name)
PAGES = (
    ("Home", "what is asked of you", "reports:home"),
    ("Plan", "the current business plan, actions, priorities", "plans:plan_current"),
    ("All plans", "earlier plans, drafts, closed plans", "plans:plans"),
    ("Reporting periods", "returns, chase, freeze, reopen", "plans:current_periods"),
    ("Groups", "subgroups, boards, members, chairs", "subgroups:groups"),
    ("Agencies and posts", "organisations, post holders", "partnership:agencies"),
    ("Initials and names", "who leads, short names in plans", "plans:lead_aliases"),
    ("Changes", "history, who changed what, quiet changes", "reports:changes"),
    ("Challenges", "questions of the scrutineer, answers", "plans:challenges"),
    ("Reports", "yearly report, annual report", "reports:reports"),
    ("Groups as at an earlier date", "history of seats", "reports:groups_past"),
    ("Your downloads", "files, PDFs, exports", "partnership:jobs"),
    ("People", "invite, roles, hand over", "subgroups:people"),
    ("Manage the partnership", "settings, ratings, house style, colour", "partnership:manage"),
    ("Security log", "who signed in, downloads", "partnership:security_log"),
    ("Redactions", "redact words that name a child or an adult at risk", "partnership:redactions"),
    ("Seals", "prove that the history is complete", "partnership:seals"),
    ("Data feeds", "Power BI, tokens, API, connect other programs", "plans:feed_tokens"),
    ("Download all records", "export, archive, backup, spreadsheet files", "reports:archive"),
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
    words = [word.casefold() for word in asked.words]
    found = [
        (title, hint, reverse(name, args=[partnership.slug]))
        for title, hint, name in PAGES
        if _has_all(words, title, hint)
    ]
    own = [
        (title, hint, reverse(name))
        for title, hint, name in OWN_PAGES
        if _has_all(words, title, hint)
    ]
    # A view says by @requires who may open its page.
    return [page for page in found if allows(roles, resolve(page[2]).func.permission)] + own


def _has_all(words, title, hint):
    text = f"{title} {hint}".casefold()
    return bool(words) and all(word in text for word in words)
