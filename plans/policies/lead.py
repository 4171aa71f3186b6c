"""Whether groups, posts, agencies and people may lead something, or be asked, in a partnership."""

from partnership.models import User


def reason_not_to_name(records, partnership, *, on, kept=()):
    """Why one of ``records`` cannot be named on the day ``on``: it is of another partnership, or no member.

    ``kept`` are the ids of people who are named already: they stay even if they have left since.
    """
    people = {one.pk for one in records if isinstance(one, User)} - set(kept)
    others = (one for one in records if not isinstance(one, User))
    if any(one.partnership_id != partnership.pk for one in others):
        return "Choose groups, posts, agencies and people in your partnership."
    if people - partnership.membership_set.lasting_among(people, on):
        return "Choose people who are members of your partnership."
    return ""
