"""Whether someone has anything to hand over, and whether they may leave before."""

from partnership.text import listed


def reason_not_to_hand_over(user, held):
    """``held`` is what they hold (Held) or what would be moved (HandOver)."""
    return "" if held else f"{user} has nothing to hand over: no post, seat, lead or question."


def reason_not_to_leave(user, held):
    """Why a membership cannot end yet: ``held`` (Held) has what the person leads themselves."""
    if not held.leads:
        return ""
    led = listed([str(lead.part_of()) for lead in held.leads])
    return f"{user} leads {led}. Hand this over first, or keep only the name in the plan."
