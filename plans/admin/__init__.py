"""The admin of plans and everything in them. A closed plan can be viewed and not changed."""

import plans.admin.actions
import plans.admin.append_only
import plans.admin.challenges
import plans.admin.parts
import plans.admin.plan  # noqa: F401
