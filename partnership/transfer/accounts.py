"""The accounts in an archive: of the people whom a partnership's records name, and of each no more than it takes.

An account belongs to the installation. So its name and address go along, with the history of the name; no password, no
rights over an installation, no earlier address, and nothing of who looked after the account.
"""

from django.db.models import ForeignKey

from partnership.history import Change, altered, tracked
from partnership.models import User

# The facts whose alterations are the partnership's business.
TOLD = ("name", "is_active")
NOBODY = "The installation"


def named_people(partnership, tables):
    """The ids of everyone whom a row of the partnership names: members, authors and those who changed something."""
    people = set()
    for table in tables:
        if table.is_of_accounts or table.is_shared:
            continue
        for field in table.fields:
            if isinstance(field, ForeignKey) and field.related_model is User:
                ids = table.of(partnership).order_by().values_list(field.attname, flat=True)
                people.update(ids.exclude(**{field.attname: None}).distinct())
    return people


class ArchivedAccounts:
    """Accounts by id, their histories and the changes of those, as rows by column."""

    def __init__(self, people):
        self.users = User.objects.filter(pk__in=people).order_by("pk")
        self._now = {user.pk: user for user in self.users}
        history = tracked()[User].objects.filter(id__in=people)
        told = history.exclude(history_type="~") | history.filter(altered(*TOLD))
        self.history = told.order_by("pk")

    def account_rows(self, names):
        for user in self._now.values():
            yield {name: getattr(user, name) for name in names}

    def history_rows(self, names):
        """Each with the address of now, so that no earlier one goes along."""
        for row in self.history.iterator():
            told = [name for name in row.altered_fields() if name in TOLD]
            values = {name: getattr(row, name) for name in names}
            values |= {
                "email": self._now[row.id].email,
                "altered": f" {' '.join(told)} " if told else "",
            }
            yield values

    def change_rows(self, names):
        """The changes that these rows of history belong to: when, and through what."""
        changes = Change.objects.filter(pk__in=self.history.order_by().values("change_id"))
        for change in changes.order_by("pk").iterator():
            values = {name: getattr(change, name) for name in names}
            values |= {"by_id": None, "by_name": NOBODY, "reason": ""}
            yield values | {"home_id": None, "redaction_id": None}
