"""Chases the returns of a period, and reads who was emailed."""

from django.core import mail

from plans.services.chase import chase_returns
from tests.helpers.builders import NOW

AUDIT, ADVISER, TRAINING = (
    ["chair@ashshire.example"],
    ["lead@ashshire.example"],
    ["chair.of.other.group@ashshire.example"],
)


def chaser(period, *, by, commits):
    """``chase(returns, at=…)``: the whole period by default; the emails are in mail.outbox."""

    def chase(returns=None, at=NOW):
        returns = period.returns.all() if returns is None else returns
        with commits(execute=True):
            return chase_returns(
                period, returns, by=by, at=at, address=lambda r: f"https://plan.example/{r.pk}/"
            )

    return chase


def sent_to():
    return sorted(message.to for message in mail.outbox)
