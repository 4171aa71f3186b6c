"""Middleware: security headers, and the page that history names."""

from partnership.history import Change, through, through_view
from partnership.views.health import healthz, readyz

# Our pages use none of these. Browsers allow what is not listed.
NEVER_ASKED = (
    "accelerometer",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)


class HealthMiddleware:
    """Answers load balancers before anything asks for a host's name, HTTPS, a session or the database."""

    pages = {"/healthz": healthz, "/readyz": readyz}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        page = self.pages.get(request.path_info)
        return page(request) if page else self.get_response(request)


class HeadersMiddleware:
    """The headers that neither Django nor django-csp sets."""

    permissions = ", ".join(f"{name}=()" for name in NEVER_ASKED)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", self.permissions)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Not in a shared cache. Not “no-store” either: browsers would then forget what someone typed on a page
        # they go back to.
        response.setdefault("Cache-Control", "private, no-cache")
        return response


class HistoryMiddleware:
    """Names the page of a request's changes for history."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # The view is known in process_view; writes by another middleware have none.
        with through(Change.Through.PAGE, "no page"):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        kind = Change.Through.ADMIN if match.app_name == "admin" else Change.Through.PAGE
        through_view(kind, match.view_name)
