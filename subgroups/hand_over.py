"""What a person holds in a partnership, and what would happen to it when it is handed over."""

from dataclasses import dataclass

from django.db.models import Q

from partnership.models import Post, User
from subgroups.models import Seat


@dataclass(frozen=True)
class Held:
    """The posts and seats of one person in one partnership, what they lead themselves, and what they are asked."""

    posts: tuple[Post, ...]
    seats: tuple[Seat, ...]  # highest first
    leads: tuple  # Lead with ``action`` or ``priority``, of plans that are not closed
    questions: tuple  # Challenge that is not closed and asks the person by name

    def __bool__(self):
        return bool(self.posts or self.seats or self.leads or self.questions)


@dataclass(frozen=True)
class SeatMove:
    """What handing over does to one seat: the successor gets it, or it ends if they already sit on the group."""

    seat: Seat
    moves: bool
    own: Seat | None  # the successor's own seat there: it ends, or stays if the other ends


@dataclass(frozen=True)
class HandOver:
    posts: tuple[Post, ...]
    seats: tuple[SeatMove, ...]
    leads: tuple  # plans.services.leaving moves them
    questions: tuple  # and these

    def __bool__(self):
        return bool(self.posts or self.seats or self.leads or self.questions)

    @property
    def mark(self):
        """A digest that changes with anything shown on the page."""
        seats = [seat for move in self.seats for seat in (move.seat, move.own) if seat]
        return " ".join(
            f"{record._meta.model_name}-{record.pk}-{record.version}"
            for record in (*self.posts, *seats, *self.leads, *self.questions)
        )


def read_held(user, partnership, *, on):
    """What ``user`` holds or will hold in the partnership on the day ``on``: four queries."""
    posts = partnership.post_set.filter(holder=user).select_related("agency")
    seats = sorted(_seats(user, partnership, on), key=lambda seat: seat.rank)
    leads, questions = _own_leads(user, partnership), _questions(user, partnership)
    return Held(tuple(posts), tuple(seats), tuple(leads), tuple(questions))


def _own_leads(user, partnership):
    """``subgroups`` must not import ``plans``, so leads are read through the person's own ``leads``."""
    lead = User._meta.get_field("leads").related_model
    leads = lead.objects.filter(person=user, plan__partnership=partnership)
    leads = leads.exclude(plan__status="closed").select_related("action", "priority", "plan")
    return leads.order_by("plan", "priority", "action__position", "position", "pk")


def _questions(user, partnership):
    """Likewise read through the person's own ``questions``."""
    challenge = User._meta.get_field("questions").related_model
    asked = challenge.objects.filter(to_person=user, partnership=partnership)
    return asked.exclude(state="closed").order_by("due_on", "pk")


def _seats(user, partnership, on):
    seats = Seat.objects.lasting(on).filter(holder=user, group__partnership=partnership)
    return seats.select_related("group__partnership", "agency", "holder")


def read_hand_over(user, to, partnership, *, on):
    """What handing over from ``user`` to ``to`` does. A seat with a title always moves."""
    held = read_held(user, partnership, on=on)
    own = {seat.group_id: seat for seat in sorted(_seats(to, partnership, on), key=_last_best)}
    moves = []
    for seat in held.seats:
        mine = own.get(seat.group_id)
        if mine and not seat.title and mine.rank <= seat.rank:
            moves.append(SeatMove(seat, False, mine))
            continue
        ends = mine and mine.holder_id == to.pk and not mine.title and mine.rank >= seat.rank
        moves.append(SeatMove(seat, True, mine if ends else None))
        own[seat.group_id] = seat
    return HandOver(held.posts, tuple(moves), held.leads, held.questions)


def _last_best(seat):
    return -seat.rank


def actions_led(held):
    """Leads with ``action``, of plans that are not closed, through these posts and the groups chaired.

    ``subgroups`` must not import ``plans``, so leads are read through the post's own ``leads``.
    """
    lead = Post._meta.get_field("leads").related_model
    chaired = [seat.group_id for seat in held.seats if seat.role in Seat.CHAIRING]
    through = Q(post__in=held.posts) | Q(group__in=chaired)
    leads = lead.objects.filter(through, action__isnull=False).exclude(plan__status="closed")
    return list(
        leads.select_related("action", "plan", "group", "post").order_by(
            "plan", "action__position", "position"
        )
    )
