"""What every request passes: headers that close doors in the browser, and the page that history names."""

from partnership.history import Change, through, through_view

# Nothing a page of ours ever asks a device for. What is left out, browsers allow.
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


class HeadersMiddleware:
    """The headers that neither Django nor django-csp sets."""

    permissions = ", ".join(f"{name}=()" for name in NEVER_ASKED)

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", self.permissions)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # In no shared cache. Not “no-store”: browsers would then forget what somebody typed on a page
        # to which they go back.
        response.setdefault("Cache-Control", "private, no-cache")
        return response


class HistoryMiddleware:
    """Tells history through which page a request's changes are made."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Which view answers is known in process_view; what another middleware writes has none.
        with through(Change.Through.PAGE, "no page"):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        kind = Change.Through.ADMIN if match.app_name == "admin" else Change.Through.PAGE
        through_view(kind, match.view_name)
