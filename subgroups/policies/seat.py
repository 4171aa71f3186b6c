"""Whether a seat may be changed, and to whom one may be given."""


def reason_not_to_change_seat(seat, *, on):
    return "This seat has already ended." if seat.has_ended(on=on) else ""


def reason_not_to_seat(group, person, *, on, seat=None):
    """Why ``person`` (a User) may not have a seat on ``group``; ``seat`` is the one they are to have, if it exists."""
    if not group.partnership.membership_set.lasting(on).filter(user=person).exists():
        return "Choose a member of this partnership."
    others = group.seats.lasting(on).filter(holder=person).exclude(pk=seat.pk if seat else None)
    return f"{person} already has a seat on this group." if others.exists() else ""
