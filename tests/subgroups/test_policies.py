"""Page and service ask the same policy: the reason on the page is the one with which the service refuses."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from partnership.models import Membership
from subgroups.services.invitation import (
    accept_invitation,
    invite,
    resend_invitation,
    withdraw_invitation,
)
from subgroups.services.people import change_membership, end_membership, hand_over, seat_person
from subgroups.services.seat import end_seat
from tests.helpers.builders import NOW, make_user

ENDED = "This membership has already ended."


@dataclass(frozen=True)
class Case:
    page: str
    record: object
    service: object  # a call that tries it
    reason: str  # "" if it may be done


LEAVING = ("membership_end", "hand_over")  # pages that move leads, and so belong to plans


def membership_of(person):
    return Membership.objects.get(user=person, partnership__slug="ashshire")


def membership_cases(people, by):
    left, stays, own = map(
        membership_of, (people.executive, people.member, people.business_manager)
    )
    end_membership(left, by=by)
    only = (
        "Business manager is the only business manager. Make someone else business manager first, "
        "so that there is always someone who can invite people."
    )
    for membership, reason in ((left, ENDED), (stays, "")):
        edit = partial(change_membership, membership, by=by, role="member", agency=None)
        seat = partial(seat_person, membership, by=by, group=people.training_group, role="member")
        yield Case("membership_edit", membership, edit, reason)
        yield Case("seat_new", membership, seat, reason)
    for membership, reason in ((left, ENDED), (own, only), (stays, "")):
        yield Case("membership_end", membership, partial(end_membership, membership, by=by), reason)


def seat_cases(people, by):
    seat = people.audit_group.seats.filter(holder=people.chair).get()
    yield Case("seat_end", seat, partial(end_seat, seat, by=by), "")
    yield Case("seat_end", seat, partial(end_seat, seat, by=by), "This seat has already ended.")
    nothing = membership_of(people.scrutineer)
    over = partial(hand_over, nothing, people.chair, by=by)
    yield Case(
        "hand_over",
        nothing,
        over,
        "Scrutineer has nothing to hand over: no post, seat, lead or question.",
    )


def invitation_cases(people, by):
    def invited(name, **values):
        email = f"{name}@c.example"
        return invite(people.partnership, by=by, email=email, name=name, role="member", **values)

    accepted, withdrawn = invited("one"), invited("two")
    accept_invitation(accepted, by=make_user("one", "c"))
    withdraw_invitation(withdrawn, by=by)
    used = "This invitation has already been accepted."
    gone = "This invitation has been withdrawn."
    expired = invited("four", at=NOW - timedelta(days=30))
    for invitation, reason in ((accepted, used), (withdrawn, gone), (expired, "")):
        again = partial(resend_invitation, invitation, by=by)
        yield Case("invitation_resend", invitation, again, reason)
        yield Case(
            "invitation_withdraw",
            invitation,
            partial(withdraw_invitation, invitation, by=by),
            reason,
        )


@pytest.mark.parametrize("cases", [membership_cases, seat_cases, invitation_cases])
def test_page_and_service_give_the_same_reason(people, client_as, cases):
    by = people.business_manager
    client = client_as(by)
    for case in cases(people, by):
        app = "plans" if case.page in LEAVING else "subgroups"
        text = client.get(reverse(f"{app}:{case.page}", args=["ashshire", case.record.pk])).text
        text = text.partition("<main")[2].partition("</main>")[0]
        label = f"{case.page}: {case.reason or 'allowed'}"
        assert (case.reason in text, 'type="submit"' in text) == (True, not case.reason), label
        assert refusal_of(case.service) == case.reason, label


def refusal_of(service):
    """The sentence with which it is refused; "" if it is done."""
    try:
        service()
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""
