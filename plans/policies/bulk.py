"""Whether several actions may be changed together."""

MOST_ACTIONS = 200  # changed in one request


def reason_not_to_change_together(number):
    """``number`` of actions."""
    if number <= MOST_ACTIONS:
        return ""
    return f"You selected {number} actions. Filter them, or select {MOST_ACTIONS} at most."
