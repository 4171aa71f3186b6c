"""The root URL: redirects each person to their home page."""

from django.shortcuts import redirect, render
from django.utils import timezone

from partnership.context import partnerships_of


def front_door(request):
    if not request.user.is_authenticated:
        return redirect("account_login")
    partnerships = partnerships_of(request)
    if len(partnerships) == 1:
        return redirect("reports:home", slug=partnerships[0].slug)
    today = timezone.localdate()
    choices = [(p, sorted(p.roles_of(request.user, on=today))) for p in partnerships]
    return render(request, "partnership/front_door.html", {"choices": choices})
