"""Whether agencies and posts may be named, removed, replaced or given to someone."""

from partnership.policies.removal import reason_not_to_remove


def reason_not_to_name_agency(agency, partnership_id):
    """Why a record of the partnership cannot refer to ``agency``, which may be None."""
    if agency is None or agency.partnership_id == partnership_id:
        return ""
    return "Choose an agency of this partnership."


def reason_not_to_remove_agency(agency):
    return reason_not_to_remove(agency, instead="Say which agency replaced it instead.")


def reason_not_to_remove_post(post):
    return reason_not_to_remove(post, instead="Leave it vacant instead.")


def reason_not_to_succeed(agency, successor):
    """Why ``successor`` cannot have replaced ``agency``: an agency is never in its own line."""
    if reason := reason_not_to_name_agency(successor, agency.partnership_id):
        return reason
    following = successor
    while following is not None:
        if following.pk == agency.pk:
            return f"{agency} itself replaced {successor}, or is the same agency."
        following = following.succeeded_by
    return ""


def reason_not_to_begin(day, *, on):
    """Why a succession or a holder, recorded on the day ``on``, cannot begin on ``day`` (None: not known)."""
    return "The day must be today or in the past." if day is not None and day > on else ""


def reason_not_to_hold(post, person, *, on):
    """Why ``person`` (a User) cannot hold ``post`` from the day ``on``."""
    members = post.partnership.membership_set.lasting(on)
    return "" if members.filter(user=person).exists() else "Choose a member of this partnership."
