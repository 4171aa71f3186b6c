"""The stylesheet of one partnership: its colour, which the content security policy keeps out of pages."""

from django.http import HttpResponse
from django.views.decorators.cache import cache_control

from partnership.context import colour_of
from partnership.models import Partnership
from partnership.permissions import Permission, requires


# Pages request it with the colour in the query, so a new colour is a new URL.
@cache_control(private=True, max_age=24 * 60 * 60)
@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def style(request, partnership):
    rule = f":root {{ --partnership-colour: {colour_of(partnership)}; }}\n"
    return HttpResponse(rule, content_type="text/css; charset=utf-8")
