"""Input submitted after a session ended: kept for the person until they have signed in again.

A form that uses this contains ``seal(user)``, the signed id of the person who opened it. Submitted without a
session, the input is kept in the new, anonymous session; once the same person has signed in and
returns to the page, the form is filled in with it. Nothing is saved by that.
"""

from functools import wraps

from django.core import signing

KEY = "unsaved"  # in the session
LIMIT = 100_000  # characters; more is not something a person was typing
SALT = "partnership.editing.unsaved_input"


def seal(user):
    """The person's signed id for a form: only they get its input back."""
    return signing.dumps(user.pk, salt=SALT)


def context(user, typed):
    """Template context of a form: the seal, and whether ``take`` restored its input."""
    return {"seal": seal(user), "brought_back": bool(typed)}


def keep(request):
    """Keep the input of an unauthenticated request if its form was sealed; whether it was kept."""
    typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    try:
        owner = signing.loads(typed.pop("seal", ""), salt=SALT)
    except signing.BadSignature:
        return False
    if sum(len(name) + len(value) for name, value in typed.items() if value) > LIMIT:
        return False
    request.session[KEY] = {"owner": owner, "path": request.path, "typed": typed}
    return True


def kept(view):
    """Decorator: keeps input submitted to ``view`` without a session, before it redirects to sign-in."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            keep(request)
        return view(request, *args, **kwargs)

    return page


def take(request):
    """This person's kept input for this page, by field; {} if there is none. It is returned once, on a GET."""
    if request.method == "POST":
        return {}
    kept = request.session.get(KEY)
    if kept is None or (kept["owner"], kept["path"]) != (request.user.pk, request.path):
        return {}
    del request.session[KEY]
    return kept["typed"]
