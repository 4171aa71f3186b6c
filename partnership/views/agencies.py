"""The page of agencies, by kind, and of posts with their holders."""

from django.shortcuts import render

from partnership.models import Agency, Partnership
from partnership.permissions import Permission, requires


@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def agencies(request, partnership):
    everyone = partnership.agency_set.select_related("succeeded_by")
    everyone = sorted(
        everyone, key=lambda agency: agency.succeeded_by_id is not None
    )  # former last
    by_standing = [
        (standing.value, [agency for agency in everyone if agency.standing == standing])
        for standing in Agency.Standing
    ]
    posts = partnership.post_set.select_related("agency", "holder")
    return render(
        request, "partnership/agencies.html", {"by_standing": by_standing, "posts": list(posts)}
    )
