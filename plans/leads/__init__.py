"""Who leads an action or a priority: the rule, its history, and the people who answer for it."""
