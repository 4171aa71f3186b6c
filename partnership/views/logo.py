"""The partnership's logo: the picture itself, and the pages that choose and remove it."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import cache_control

from partnership.forms.edit import RemoveForm
from partnership.forms.settings import LogoForm
from partnership.logo import MEDIA_TYPES
from partnership.models import Partnership
from partnership.permissions import Permission, requires
from partnership.saving import edit_page, redirect_saved, submit_form, submitted_data
from partnership.services.settings import remove_logo, set_logo

HOUSE_STYLE = "partnership:house_style"


# Pages request it with its digest in the query, so a new logo is a new URL.
@cache_control(private=True, max_age=24 * 60 * 60)
@requires(Permission.VIEW_PARTNERSHIP, on=Partnership)
def logo(request, partnership):
    style = _style(partnership)
    content = style.read_logo()
    if content is None:
        raise Http404("This partnership has no logo.")
    response = HttpResponse(content, content_type=MEDIA_TYPES[style.logo_kind])
    # Opened by itself, an SVG is a page of ours: nothing in it may load or run.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def logo_edit(request, partnership):
    style = _style(partnership)
    files = request.FILES if request.method == "POST" else None
    form = LogoForm(submitted_data(request), files, record=style)
    if submit_form(form, lambda: set_logo(style, by=request.user, **form.values())):
        return redirect_saved(request, "Logo saved.", HOUSE_STYLE)
    return edit_page(request, "partnership/logo_edit.html", form)


@requires(Permission.MANAGE_PARTNERSHIP, on=Partnership)
def logo_remove(request, partnership):
    style = _style(partnership)
    form = RemoveForm(submitted_data(request), record=style)
    if submit_form(form, lambda: remove_logo(style, by=request.user, **form.values())):
        return redirect_saved(request, "Logo removed.", HOUSE_STYLE)
    reason = "" if style.has_logo else "There is no logo to remove."
    return edit_page(request, "partnership/logo_remove.html", form, reason_against=reason)


def _style(partnership):
    """Its house style; 404 for a partnership that has none yet."""
    style = getattr(partnership, "house_style", None)
    if style is None:
        raise Http404("Choose a colour first.")
    return style
