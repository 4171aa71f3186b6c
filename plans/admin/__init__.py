"""Plans and everything in them, in the admin. A closed plan is looked at, and no longer changed."""

import plans.admin.actions
import plans.admin.challenges
import plans.admin.parts
import plans.admin.plan
import plans.admin.said  # noqa: F401
