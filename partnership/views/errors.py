"""Error pages: what to do, and who can help if that is known."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string

from partnership.context import partnerships_of, people_who_help, recognise_partnership
from partnership.editing import unsaved_input


def bad_request(request, exception=None):
    return _page(request, "400.html", status=400)


def forbidden(request, exception=None):
    return _page(request, "403.html", status=403, reason=str(exception or ""))


def open_too_long(request, reason=""):
    """Answer a CSRF failure: the person signed out, or in again, in another tab."""
    kept = unsaved_input.keep(request)
    return _page(request, "403_csrf.html", status=403, kept=kept)


def not_found(request, exception=None):
    return _page(request, "404.html", status=404)


def too_many(request, exception=None):
    return _page(request, "429.html", status=429)


def broken(request):
    # The failure may be the database or the context processor: this page uses neither.
    return HttpResponseServerError(render_to_string("500.html"))


def _page(request, template, *, status, **context):
    recognise_partnership(request)
    known = [request.partnership] if request.partnership else partnerships_of(request)
    people = people_who_help(known)
    return render(request, template, {"people": people, **context}, status=status)
