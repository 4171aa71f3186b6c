"""Tells history through which page a request's changes are made."""

from partnership.history import Change, through, through_view


class HistoryMiddleware:
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
