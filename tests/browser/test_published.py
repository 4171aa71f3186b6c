"""The partnership's own table on a screen: ten columns fit on a desk, and more scroll beside the numbers."""

import pytest

from partnership.history import recording
from plans.models import Column
from plans.services.structure import add_part
from tests.browser.conftest import DESKTOP, PHONE

TEN = (
    *("number", "action", "lead", "timescale", "measure", "rating"),
    *("progress", "next_steps", "evidence", "note"),
)
MORE = (*TEN, "milestone", "objective", "resources", "further_actions")


@pytest.mark.parametrize(
    ("columns", "size", "fits"),
    [(TEN, DESKTOP, True), (MORE, DESKTOP, False), (TEN, PHONE, False)],
)
def test_ten_columns_fit_on_a_desk(columns, size, fits, page, sign_in, spills, people, plan):
    with recording(plan, by=people.business_manager):
        plan.column_set.all().delete()
        for shows in columns:
            add_part(Column, plan, by=people.business_manager, heading=shows, shows=shows)
    sign_in(page, people.member).set_viewport_size(size)
    page.goto(f"/ashshire/plans/{plan.pk}/?view=published")
    sizes = page.locator(".app-scroll").first.evaluate("box => [box.scrollWidth, box.clientWidth]")
    assert (sizes[0] <= sizes[1]) == fits
    assert spills(page) <= 0  # the page itself never does
