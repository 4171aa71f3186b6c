"""Who held a post, and from when until when: read from its history."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from partnership.models import User


@dataclass(frozen=True)
class PostHolding:
    holder: User | None  # None while it was vacant
    since: date  # as recorded, or the day on which it was recorded
    until: date | None  # the last day; None for the present


def read_post_holdings(post):
    """The PostHoldings of a post, newest first, the present one included: two queries.

    One that began on or after the day on which the next began was a mistake, and is left out.
    """
    rows = post.history.order_by("history_date", "history_id").values_list(
        "holder_id", "holder_since", "history_date"
    )
    spans = []  # [holder's id, since]
    for holder, since, at in rows:
        day = since or timezone.localdate(at)
        if spans and spans[-1][0] == holder:
            spans[-1][1] = since or spans[-1][1]
            continue
        while spans and spans[-1][1] >= day:
            spans.pop()
        if spans and spans[-1][0] == holder:
            continue
        spans.append([holder, day])
    people = User.objects.in_bulk({holder for holder, _ in spans if holder})
    ends = [since - timedelta(days=1) for _, since in spans[1:]] + [None]
    holdings = [
        PostHolding(people.get(holder), since, until)
        for (holder, since), until in zip(spans, ends, strict=True)
    ]
    return tuple(reversed(holdings))
