"""A person's sessions, described so that they recognise them, and how to end one."""

from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from partnership.models import SecurityEvent
from partnership.security_log.record import record_event

# The first match counts: most browsers also claim to be others.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "CrOS": "a Chromebook",
    "Windows": "Windows",
    "Macintosh": "a Mac",
    "Linux": "Linux",
}


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions):
        super().end_sessions(sessions)
        request = context.request
        for _ in sessions:
            record_event(SecurityEvent.Kind.SESSION_ENDED, by=request.user, request=request)


def sessions_of(request):
    """This person's usable sessions, the current one first: (session, its name, whether it is the current one)."""
    found = UserSession.objects.filter(user=request.user).order_by("created_at", "pk")
    usable = _usable([session.session_key for session in found], request.user)
    rows = [
        (session, browser_named(session.user_agent), session.is_current())
        for session in found
        if session.session_key in usable
    ]
    return sorted(rows, key=lambda row: not row[2])


def _usable(keys, user):
    """The sessions that have not expired or ended with an older password, in one query."""
    hashes = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    running = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return {s.session_key for s in running if s.get_decoded().get(HASH_SESSION_KEY) in hashes}


def browser_named(user_agent):
    """“Firefox on Windows”, from the User-Agent header; vague where we do not recognise it."""
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "A browser")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser
