"""The record that an address names: a partnership's slug and an id.

Every page begins with it, so the text of its query is made once a process for each model.
"""

from functools import cache

from django.db.models import SlugField

from partnership.statements import Given, GivenIds, Statement

LARGEST_ID = 2**63 - 1  # that a database can store


def read_visible(model, *, user, slug, pk, day):
    """The record of ``model`` at an address, if ``user`` sees it on the day (``visible_to``); else None: one query."""
    if pk > LARGEST_ID:
        return None
    found = _statement(model).records(slug=slug, pk=pk, reader=(user, day))
    return found[0] if found else None


@cache
def _statement(model):
    def make():
        visible = model.objects.visible_to(_Reader("reader"), on=None)
        return visible.at_address(slug=Given("slug", SlugField()), pk=Given("pk"))

    return Statement(make)


class _Reader(Given):
    """Stands in a statement for whoever opens the page, given as (user, day)."""

    def prepared(self, reader):
        user, _ = reader
        return super().prepared(user.pk)

    def partnership_ids(self, on, roles=None):
        """As ``User.partnership_ids``, of the user and day that are given when the statement is run."""
        return _PartnershipIds(self.name, roles)


class _PartnershipIds(GivenIds):
    def __init__(self, name, roles):
        super().__init__(name)
        self.roles = roles

    def prepared(self, reader):
        user, day = reader
        return super().prepared(user.partnership_ids(day, self.roles))
