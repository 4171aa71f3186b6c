"""Who leads an action or a priority: the rule, its history, and the people responsible."""
