"""Whether a challenge may be answered now; and its answer accepted, questioned again, or the challenge closed."""

from partnership.permissions import Role
from plans.models import Challenge

CLOSED = "This challenge is closed."


def reason_not_to_ask(challenge, *, on):
    """Why a new challenge cannot ask whom it asks: a person who may not read what it is about."""
    person = challenge.to_person
    if (
        person is None
        or Challenge.objects.visible_to(person, on=on).filter(pk=challenge.pk).exists()
    ):
        return ""
    return f"{person} cannot read what this is about yet. Ask someone else."


def reason_not_to_answer(challenge, user):
    if challenge.is_closed:
        return CLOSED
    if not challenge.is_open:
        return "This challenge has already been answered."
    if challenge.by_id == user.pk:
        return "You asked this, so someone else must answer it."
    return ""


def reason_not_to_respond(challenge, roles):
    """Why someone with ``roles`` (of ``challenge.roles_of``) may not close it, or respond at all."""
    if challenge.is_closed:
        return CLOSED
    if Role.CHALLENGER not in roles:
        return "Only the person who asked can accept the answer, ask again or close the challenge."
    return ""


def reason_not_to_accept_answer(challenge, roles):
    if reason := reason_not_to_respond(challenge, roles):
        return reason
    if challenge.is_open:
        return "There is no answer to accept yet."
    if challenge.state == Challenge.State.ACCEPTED:
        return "The answer has already been accepted."
    return ""


def reason_not_to_ask_again(challenge, roles):
    if reason := reason_not_to_respond(challenge, roles):
        return reason
    if challenge.is_open:
        return "This challenge has not been answered yet. You can ask again once it has."
    return ""
