"""Whether someone has anything to hand over."""


def reason_not_to_hand_over(user, held):
    """``held`` is what they hold (Held) or what would be moved (HandOver)."""
    return "" if held else f"{user} has no posts or seats to hand over."
