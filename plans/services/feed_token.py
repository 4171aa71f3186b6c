"""Services of the tokens of data feeds. Each secret is returned once, and only its digest is stored."""

import re
import secrets

from django.utils import timezone

from partnership.history import recording, revise
from partnership.models import SecurityEvent
from partnership.policies import refuse
from partnership.security_log.record import record_event
from plans.models import FeedSecret, FeedToken
from plans.policies.feed_token import (
    reason_not_to_expire,
    reason_not_to_name,
    reason_not_to_renew,
    reason_not_to_revoke,
)
from subgroups.services.invitation import token_digest

Kind = SecurityEvent.Kind
# So that people, and programs that search for lost secrets, know one when they see it.
PREFIX = "feed_"


def issue_token(
    partnership, *, by, name, tables, expires_on, includes_drafts=False, at=None, request=None
):
    """(a new FeedToken, its secret). ``tables`` are the names of those that it opens."""
    with recording(partnership, by=by, at=at) as change:
        refuse(_reason_against(expires_on, change), field="expires_on")
        token = FeedToken(
            partnership=partnership,
            name=name.strip(),
            tables=" ".join(tables),
            includes_drafts=includes_drafts,
            expires_on=expires_on,
            created_at=change.at,
            created_by=by,
        )
        refuse(reason_not_to_name(token), field="name")
        token.full_clean()
        token.save()
        secret = _new_secret(token)
        _log(Kind.FEED_CREATED, token, by, change, request)
        return token, secret


def renew_token(token, *, by, expires_on, seen=None, reason="", at=None, request=None):
    """(the FeedToken, its new secret): the one before stops working at once."""
    with recording(token, by=by, reason=reason, at=at) as change:
        current = FeedToken.objects.locked(token, seen=seen)
        refuse(reason_not_to_renew(current))
        refuse(_reason_against(expires_on, change), field="expires_on")
        values = {"expires_on": expires_on, "renewed_at": change.at, "renewed_by": by}
        current = revise(current, by=by, **values)
        secret = _new_secret(current)
        _log(Kind.FEED_RENEWED, current, by, change, request)
        return current, secret


def revoke_token(token, *, by, reason, seen=None, at=None, request=None):
    """End a token now. What it was stays in the list."""
    with recording(token, by=by, reason=reason, at=at) as change:
        current = FeedToken.objects.locked(token, seen=seen)
        refuse(reason_not_to_revoke(current))
        current = revise(current, by=by, revoked_at=change.at, revoked_by=by)
        _log(Kind.FEED_REVOKED, current, by, change, request)
        return current


def find_secret(secret):
    """The FeedSecret of a secret, with its token and partnership; None if it is of none.

    It is found by its digest, so the time this takes says nothing about a secret.
    """
    if not is_well_formed_secret(secret):
        return None
    found = FeedSecret.objects.filter(digest=token_digest(secret))
    return found.select_related("token__partnership").first()


def is_well_formed_secret(secret):
    """Whether a secret has the format of ours; others are not looked up, and are no guesses."""
    return re.fullmatch(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", secret) is not None


def note_use(secret, *, on, request):
    """Remember the day of use. The first use on a day is in the security log."""
    if secret.last_used_on != on:
        secret.last_used_on = on
        secret.save(update_fields=["last_used_on"])
        whose = secret.token.partnership
        record_event(Kind.FEED_READ, partnership=whose, about=secret.token.name, request=request)


def _reason_against(expires_on, change):
    return reason_not_to_expire(expires_on, on=timezone.localdate(change.at))


def _new_secret(token):
    secret = PREFIX + secrets.token_urlsafe(32)
    values = {"digest": token_digest(secret), "last_used_on": None}
    FeedSecret.objects.update_or_create(token=token, defaults=values)
    return secret


def _log(kind, token, by, change, request):
    about = {"partnership": token.partnership, "about": token.name}
    record_event(kind, by=by, at=change.at, request=request, **about)
