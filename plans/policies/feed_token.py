"""Whether a token of data feeds may be created, renewed or revoked."""

from plans.models import FeedToken
from plans.models.timescale import date_words


def latest_expiry(on):
    """The latest day until which a token of the day ``on`` may work: a year later."""
    try:
        return on.replace(year=on.year + 1)
    except ValueError:  # 29 February
        return on.replace(year=on.year + 1, day=28)


def reason_not_to_name(token):
    """Why a new token cannot have its name."""
    others = FeedToken.objects.filter(partnership=token.partnership, revoked_at=None)
    if others.filter(name=token.name).exists():
        return "There is already a token with this name. Renew that one, or enter another name."
    return ""


def reason_not_to_expire(expires_on, *, on):
    """Why a token of the day ``on`` cannot expire on another day."""
    if expires_on <= on:
        return "The last day must be in the future."
    latest = latest_expiry(on)
    if expires_on > latest:
        return (
            f"The last day must be {date_words(latest)} or earlier: a token lasts a year at most."
        )
    return ""


def reason_not_to_renew(token):
    return "This token has been revoked. Create a new one." if token.is_revoked else ""


def reason_not_to_revoke(token):
    return "This token has been revoked already." if token.is_revoked else ""
