"""Plans and everything in them, in the admin. A closed plan is looked at, and no longer changed."""

import plans.admin.actions
import plans.admin.append_only
import plans.admin.challenges
import plans.admin.parts
import plans.admin.plan  # noqa: F401
