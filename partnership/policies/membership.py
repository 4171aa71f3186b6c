"""Whether a membership may be changed or ended now, for the People pages and the admin alike."""


def reason_not_to_change_membership(membership, *, on):
    return "This membership has already ended." if membership.has_ended(on=on) else ""


def reason_not_to_end_membership(membership, *, on):
    reason = reason_not_to_change_membership(membership, on=on)
    return reason or reason_not_to_replace_manager(membership, on=on)


def reason_not_to_replace_manager(membership, *, on):
    """Why a membership, as it was before a change, may not stop being a business manager's on the day ``on``.

    The partnership is locked, so that of two who leave at once the second is refused.
    """
    if not membership.is_last_manager(on=on):
        return ""
    return (
        f"{membership.user} is the only business manager. Make someone else business manager first, "
        "so that there is always someone who can invite people."
    )


def reason_not_to_change_role(user, *, by):
    return "You cannot change your own role. Ask another business manager." if user == by else ""
