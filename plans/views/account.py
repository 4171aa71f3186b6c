"""A person's own settings: the emails they get, and their calendar feed."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnership.saving import submitted_data
from plans.forms.reminder_preferences import WishesForm
from plans.reminders.icalendar import read_calendar
from plans.services.calendar import address_made_at, create_feed_token, person_at, revoke_feed_token
from plans.services.calendar_throttle import HOUR, is_read_too_often, note_unknown
from plans.services.reminder_preferences import choose_reminders, wanted_reminders


@login_required
def your_emails(request):
    form = WishesForm(submitted_data(request), initial={"wanted": wanted_reminders(request.user)})
    if form.is_bound and form.is_valid():
        choose_reminders(request.user, **form.cleaned_data)
        messages.success(request, "Email choices saved.")
        return redirect("your_emails")
    return render(request, "plans/your_emails.html", {"form": form})


@never_cache
@login_required
def your_calendar(request):
    """Create, renew and switch off the feed's address. It is shown only in the response to the request that made it."""
    address = None
    if request.POST.get("press") == "make":
        token = create_feed_token(request.user, at=timezone.now(), request=request)
        address = request.build_absolute_uri(reverse("calendar_feed", kwargs={"token": token}))
    elif request.POST.get("press") == "switch off":
        revoke_feed_token(request.user, at=timezone.now(), request=request)
        messages.success(request, "Your calendar address has been switched off.")
        return redirect("your_calendar")
    context = {"address": address, "made_at": address_made_at(request.user)}
    return render(request, "plans/your_calendar.html", context)


@never_cache
@require_safe
def calendar_feed(request, token):
    """Without sign-in, which calendars cannot do: anyone with the address can read it, while its owner is a member."""
    today = timezone.localdate()
    person = person_at(token, on=today)
    if person is None:
        note_unknown(request, token)
        raise Http404("No calendar has this address.")
    if is_read_too_often(person):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})

    def address(partnership, page):
        name, pk = page
        path = reverse(name, kwargs={"slug": partnership.slug, "pk": pk})
        return request.build_absolute_uri(path)

    calendar = read_calendar(person, on=today, at=timezone.now(), address=address)
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8")
