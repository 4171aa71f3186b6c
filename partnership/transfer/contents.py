"""What an archive contains: the tables, and how each one's rows are found to be a partnership's.

Tracked records and their histories are found by their fields. Any other model says for itself, by one of two class
attributes, so that no table of keys gets into a file because somebody forgot it:

    OWNED_THROUGH = "seal__partnership"     the lookup of its partnership; SHARED for reference data of all
    NOT_IN_ARCHIVE = "is a key: …"          the reason why its rows stay behind
"""

from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db.models import BinaryField, ForeignKey, JSONField, Model

from partnership.history import HistoryRow, tracked
from partnership.models import Partnership, User

SHARED = "shared"
HOMES = ("partnership", "plan", "group", "report")  # the field that says whose a tracked record is
# Bytes in a field of this name are what a person uploaded: a file of their own in the archive.
FILE = "content"

# The models of other packages are the installation's or the person's, each for the reason given.
LEFT_OUT_APPS = {
    "account": "says which addresses are confirmed: whoever is loaded confirms theirs again",
    "mfa": "is a person’s second factor, a secret",
    "socialaccount": "is how a person signs in elsewhere, with secrets",
    "usersessions": "is a session, which ends with the installation",
    "sessions": "is a session, which ends with the installation",
    "admin": "is the admin’s own log of presses; the history says what they changed",
    "auth": "is Django’s permissions, which nobody is granted",
    "contenttypes": "is Django’s list of models, made by every installation",
}


# Of an account, what lets somebody in or says who looks after it; on loading these have their defaults.
NOT_OF_ACCOUNTS = frozenset(
    {
        *("password", "last_login", "is_staff", "is_superuser"),
        *("history_user", "history_change_reason"),
    }
)


@dataclass(frozen=True)
class ArchivedTable:
    """A table with rows of a partnership, and the lookup that finds them."""

    model: type[Model]
    owner: str

    @property
    def name(self):
        """The name of its file in the archive: “records/plans.action.jsonl”."""
        model = getattr(self.model, "instance_type", self.model)
        return f"{'history' if self.is_history else 'records'}/{model._meta.label_lower}.jsonl"

    @property
    def is_history(self):
        return issubclass(self.model, HistoryRow)

    @property
    def is_shared(self):
        return self.owner == SHARED

    @property
    def is_of_accounts(self):
        return self.owner is None

    @cached_property
    def fields(self):
        left_out = NOT_OF_ACCOUNTS if self.is_of_accounts else ()
        return tuple(f for f in self.model._meta.concrete_fields if f.name not in left_out)

    @cached_property
    def is_wide(self):
        """Whether one row may be megabytes long, so that few are held in memory at once."""
        return any(isinstance(field, BinaryField | JSONField) for field in self.fields)

    @cached_property
    def has_files(self):
        return any(is_file(field) for field in self.fields)

    def of(self, partnership):
        """The rows of a partnership, by id."""
        whose = {} if self.is_shared else {self.owner: partnership.pk}
        return self.model._base_manager.filter(**whose).order_by("pk")


def is_file(field):
    return isinstance(field, BinaryField) and field.name == FILE


def archived_tables():
    """Every ArchivedTable, those of accounts too, by name; ImproperlyConfigured if a model does not say whose it is."""
    tables = [
        ArchivedTable(model, owner_of(model))
        for model in apps.get_models()
        if not reason_left_out(model)
    ]
    return sorted(tables, key=lambda table: table.name)


def reason_left_out(model):
    """Why the rows of a model are in no archive; "" if they are."""
    reason = getattr(model, "NOT_IN_ARCHIVE", "")
    return reason or LEFT_OUT_APPS.get(model._meta.app_label, "")


def owner_of(model):
    """The lookup from a row to the id of its partnership. Of accounts it is None: those are found by who is named."""
    if model in (User, tracked()[User]):
        return None
    if issubclass(model, HistoryRow):
        return "change__partnership"
    if hasattr(model, "OWNED_THROUGH"):
        return model.OWNED_THROUGH
    if model in tracked():
        return _owner_of_tracked(model)
    raise ImproperlyConfigured(
        f"{model._meta.label} does not say whether it is in the archive of a partnership: "
        "give it OWNED_THROUGH or NOT_IN_ARCHIVE (partnership/transfer/contents.py)."
    )


def _owner_of_tracked(model):
    if model is Partnership:
        return "pk"
    fields = {field.name: field for field in model._meta.concrete_fields}
    for field in filter(None, map(fields.get, HOMES)):
        if isinstance(field, ForeignKey) and not field.null:
            if field.related_model is Partnership:
                return field.name
            return f"{field.name}__{_owner_of_tracked(field.related_model)}"
    raise ImproperlyConfigured(f"{model._meta.label} belongs to no partnership.")
