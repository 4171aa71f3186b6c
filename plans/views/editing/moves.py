"""Moving one part in its order, for the pages that have an order."""

from urllib.parse import urlencode

from plans.services.structure import move_part, place_part


def save_move(request, form):
    """Do what a valid OrderForm asks for."""
    part, direction = form.cleaned_data["move"]
    if direction == "place":
        place_part(part, by=request.user, order=form.cleaned_data["order"])
    else:
        move_part(part, by=request.user, up=direction == "up")


def moved_query(form):
    """What the page's address says of the button that was pressed, so that it keeps the focus."""
    return "?" + urlencode({"moved": form.data["move"]})
