"""What somebody was typing when their session ended: kept through signing in again, for them alone.

A form that asks for it carries ``seal(user)``, the name of who opened it under our signature. Sent without a
session, what was typed waits in the new, still nameless session; once the same person has signed in and
comes back to the page, the form is filled with it. Nothing is saved by that.
"""

from functools import wraps

from django.core import signing

KEY = "unsaved"  # in the session
LIMIT = 50_000  # characters; more would be no sentence that somebody was in the middle of
SALT = "partnership.editing.unsaved_input"


def seal(user):
    """The person's mark for a form: only they get back what was typed in it."""
    return signing.dumps(user.pk, salt=SALT)


def context(user, typed):
    """What the page of a form needs: the seal, and whether it holds what ``take`` brought back."""
    return {"seal": seal(user), "brought_back": bool(typed)}


def keep(request):
    """Keep what a request sent that cannot be taken, if its form was sealed; whether it was kept."""
    typed = {name: value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"}
    try:
        owner = signing.loads(typed.pop("seal", ""), salt=SALT)
    except signing.BadSignature:
        return False
    if sum(len(name) + len(value) for name, value in typed.items()) > LIMIT:
        return False
    request.session[KEY] = {"owner": owner, "path": request.path, "typed": typed}
    return True


def kept(view):
    """Decorator: what is sent to ``view`` without a session is kept before it asks to sign in."""

    @wraps(view)
    def page(request, *args, **kwargs):
        if request.method == "POST" and not request.user.is_authenticated:
            keep(request)
        return view(request, *args, **kwargs)

    return page


def take(request):
    """What this person had typed on this page, field by field; {} for nothing. It is given once, on a GET."""
    if request.method == "POST":
        return {}
    kept = request.session.get(KEY)
    if kept is None or (kept["owner"], kept["path"]) != (request.user.pk, request.path):
        return {}
    del request.session[KEY]
    return kept["typed"]
