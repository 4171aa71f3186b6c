"""Error pages: what to do, and who can help if that is known."""

import sys
from urllib.parse import urlsplit

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, HttpResponseServerError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from partnership.context import partnerships_of, people_who_help, recognise_partnership
from partnership.editing import unsaved_input

RETRY_AFTER = "30"  # seconds
# Parts of the names of fields whose form is not given back.
SECRETS = ("password", "code", "credential")


class NotFoundBecause(Http404):
    """A page that is not there, with a sentence that says why to whoever asked for it."""


def bad_request(request, exception=None):
    return _page(request, "400.html", status=400)


def forbidden(request, exception=None):
    return _page(request, "403.html", status=403, reason=str(exception or ""))


def open_too_long(request, reason=""):
    """Answer a CSRF failure: the person signed out, or in again, in another tab."""
    kept = unsaved_input.keep(request)
    return _page(
        request,
        "403_csrf.html",
        status=403,
        kept=kept,
        back=request.path if kept else _page_of_form(request),
    )


def _page_of_form(request):
    """The page whose form was sent: the one it came from if that is ours, as not every address of a form is a page."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # such as http://[
        return request.path
    return came_from.path if came_from.netloc == request.get_host() else request.path


def not_found(request, exception=None):
    reason = str(exception) if isinstance(exception, NotFoundBecause) else ""
    return _page(request, "404.html", status=404, reason=reason)


def too_many(request, exception=None):
    return _page(request, "429.html", status=429)


def broken(request):
    """Answer a failure. It may be the database or the context processor: these pages use neither."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return database_away(request)
    return HttpResponseServerError(render_to_string("500.html"))


def database_away(request):
    """Answer while the database is away or cannot write, with what was typed in a form to send again."""
    typed = _typed(request)
    context = {
        "path": request.get_full_path(),
        "is_form": request.method == "POST",
        "typed": typed,
        "token": get_token(request) if typed else "",
        "files": [file.name for file in request.FILES.values()] if typed else [],
    }
    headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html", context), status=503, headers=headers)


def _typed(request):
    """Pairs of field and value of a form that may be given back: none of those with a password in them."""
    if request.method != "POST" or any(s in name for name in request.POST for s in SECRETS):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken"
    ]


def _page(request, template, *, status, **context):
    recognise_partnership(request)
    known = [request.partnership] if request.partnership else partnerships_of(request)
    people = people_who_help(known)
    return render(request, template, {"people": people, **context}, status=status)
