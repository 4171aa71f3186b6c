"""What the sign-in page of a demonstration shows: its accounts, and a second factor to try."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.utils import timezone

from partnership.models import Membership

# The password of every demonstration account. The sign-in page shows it only where DEMONSTRATION is set.
DEMONSTRATION_PASSWORD = "safeguarding-demo-2026"

# The authenticator key of the one demonstration account with a second factor.
DEMONSTRATION_SECRET = "KNQWMZLHOVQXEZDJNZTSAYLON5XGKIDB"


def give_demonstration_factor(user):
    """Give a demonstration account the second factor whose key the sign-in page shows."""
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(DEMONSTRATION_SECRET)}
    )


def demonstration_factor():
    """(email address, key) of the demonstration account with a second factor, or None."""
    given = Authenticator.objects.filter(
        type=Authenticator.Type.TOTP, user__email__endswith=".example", user__is_active=True
    )
    for factor in given.select_related("user").order_by("pk"):
        if decrypt(factor.data["secret"]) == DEMONSTRATION_SECRET:
            return factor.user.email, DEMONSTRATION_SECRET
    return None


def demonstration_accounts():
    """Partnership → its people, [(name, email address, roles)], for the sign-in page."""
    running = Membership.objects.running(timezone.localdate()).filter(
        user__email__endswith=".example", user__is_active=True
    )
    accounts = {}
    running = running.select_related("partnership", "user").prefetch_related("user__seats__group")
    for membership in running.order_by("partnership__name", "pk"):
        people = accounts.setdefault(membership.partnership, {})
        roles = people.setdefault(membership.user, [])
        roles.append(membership.get_role_display())
        roles += _chairs(membership)
    return {
        partnership: [(user.name, user.email, ", ".join(roles)) for user, roles in people.items()]
        for partnership, people in accounts.items()
    }


def _chairs(membership):
    """“Chair of Audit Group”, for each group of the partnership in which the member has such a seat today."""
    today = timezone.localdate()
    return [
        f"{seat.get_role_display()} of {seat.group.name}"
        for seat in membership.user.seats.all()
        if seat.group.partnership_id == membership.partnership_id
        and seat.role in seat.CHAIRING
        and seat.runs(on=today)
    ]
