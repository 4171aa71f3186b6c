"""The text of single values and of changes of one field: labels, names and dates, never ids and codes."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import BooleanField, ForeignKey
from django.utils import timezone

from partnership.models import Agency, Membership, RatingKey, RatingKind, User
from partnership.past_records import RecordsAt
from partnership.rating_scheme import Scheme
from partnership.text import Words, compare_words, lower_first
from plans.leads.history import name_then, name_then_and_now
from plans.models import Action, Evidence
from plans.models.timescale import Precision, date_words
from reports.changes.kinds.registry import LABELS
from subgroups.models import Group

FOLDED = 400  # characters; a longer text is folded at first
LONG = 80  # characters; a longer text is shown below the sentence instead of inside it
# Shown in place of a name if no person or record is named any more.
NONE = {User: "nobody", Agency: "no agency", Group: "no group", Action: "no other action"}


@dataclass(frozen=True, slots=True)
class FieldText:
    """A text too long for a sentence: as it is, or compared with the previous one."""

    label: str
    words: tuple[Words, ...]

    @property
    def is_compared(self):
        return any(part.kind != "same" for part in self.words)

    @property
    def is_long(self):
        """Whether it is so long that it is folded."""
        return sum(len(part.text) for part in self.words) > FOLDED


@dataclass(frozen=True, slots=True)
class Fact:
    """A part of a sentence, with its long texts."""

    text: str
    texts: tuple[FieldText, ...] = ()


def quoted(text):
    return f"“{text}”"


def cited(name):
    """A name inside a sentence: in quotation marks if its own colon could be mistaken for the sentence’s."""
    return quoted(name) if ": " in name else name


def shortened(text, limit=LONG):
    """The first words of a text, in at most ``limit`` characters and on one line."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1].rsplit(' ', 1)[0].rstrip(',;:.')}…"


@dataclass(frozen=True)
class Values:
    """The text of values, given the records that may be named and the partnership's own scheme of ratings."""

    records: RecordsAt
    scheme: Scheme  # with the labels of that moment

    def rating(self, key):
        """The label of a rating at the time."""
        return self.scheme.get(key).label

    def words(self, kind):
        """The labels of a kind of rating at the time."""
        return self.scheme.words(kind) or RatingKind(kind).label

    def name(self, model, pk):
        """The record's name at the moment of the change."""
        record = self.records.get((model, pk))
        return self.called(record) if record is not None else f"{model._meta.verbose_name} {pk}"

    def mention(self, model, pk):
        """Its name inside a sentence, followed by today's in brackets if that is different."""
        return f"{cited(self.name(model, pk))}{self.renamed(model, pk)}"

    def renamed(self, model, pk):
        """“ (now Quality Group)” if the record's name is different today; else "".

        For an action only a new number is shown, as that is what readers look it up by. People have the name
        of the time, like those who made the changes.
        """
        then, now = self.records.get((model, pk)), self.records.today((model, pk))
        if then is now or model in (User, Membership):
            return ""
        if model is Action:
            return f" (now {now.reference})" if now.reference != then.reference else ""
        names = self.called(then), _called(self.records.introduce_today(now))
        return f" (now {cited(names[1])})" if names[0] != names[1] else ""

    def called(self, record):
        """The name of a record at the time."""
        return _called(self.records.introduce(record))

    def lead(self, lead):
        """A lead, with today's name in brackets if that is different."""
        return name_then_and_now(lead, self.records)

    def lead_then(self, lead):
        """A lead by the name at the time, for texts where a second name in brackets would confuse."""
        return name_then(lead, self.records)

    def of(self, record, field):
        """The value of a field of a record as text; "" for none."""
        value = getattr(record, field.attname)
        if value is None or value == "":
            return ""
        if isinstance(field, ForeignKey):
            return self.mention(field.related_model, value)
        if isinstance(field, BooleanField):
            return "yes" if value else "no"
        if isinstance(value, datetime):
            return date_words(timezone.localtime(value).date())
        if isinstance(value, date):
            precision = getattr(record, "due_precision", "") if field.name == "due_on" else ""
            return date_words(value, precision or Precision.DAY)
        if isinstance(field, RatingKey):
            return self.rating(value)
        return str(dict(field.flatchoices).get(value, value))

    def before(self, record, field):
        """The former value of a field as text. It is shown in brackets itself, so without today's name."""
        value = getattr(record, field.attname)
        if isinstance(field, ForeignKey) and value is not None:
            return cited(self.name(field.related_model, value))
        return self.of(record, field)

    def altered(self, row, name, phrase=""):
        """The Fact that a field of a record changed. ``phrase`` words it: “now held by {}”."""
        field = row.model._meta.get_field(name)
        new = self.of(row.record, field)
        old = self.before(row.before, field) if row.before is not None else ""
        label = LABELS.get(name) or lower_first(str(field.verbose_name))
        if isinstance(field, BooleanField):
            is_so = row.record.serializable_value(name)
            return Fact(
                f"marked as {label}" if is_so else f"no longer {label.removeprefix('still ')}"
            )
        is_words = not (field.choices or isinstance(field, ForeignKey | RatingKey)) and isinstance(
            getattr(row.record, field.attname), str
        )
        if is_words:
            return reworded(label, old, new)
        if phrase and (new or isinstance(field, ForeignKey)):
            if field.choices:
                new, old = lower_first(new), lower_first(old)
            now = phrase.format(new or NONE.get(field.related_model, "nothing"))
            return Fact(f"{now} (before: {old})" if old else now)
        return _changed(label, old, new)


def _called(record):
    """The name of a record whose related records, as far as its name needs them, are loaded."""
    try:
        whose = record.user if isinstance(record, Membership) else record
        return shortened(record.text if isinstance(record, Evidence) else str(whose))
    except (
        ObjectDoesNotExist,
        AttributeError,
    ):  # its name includes a record that is completely deleted
        return f"{record._meta.verbose_name} {record.pk}"


def reworded(label, old, new):
    """The Fact that a text changed: inside the sentence if both are short, else compared below it."""
    if max(len(old), len(new)) <= LONG and "\n" not in old + new:
        return _changed(label, quoted(old) if old else "", quoted(new) if new else "")
    verb = "reworded" if old and new else "added" if new else "removed"
    text = verb if label == "wording" else f"{label} {verb}"
    words = (Words(new),) if not old else compare_words(old, new)
    return Fact(text, (FieldText(label[:1].upper() + label[1:], words),))


def content(text, label, words):
    """The Fact that a record with words of its own was added or removed."""
    if len(words) <= LONG and "\n" not in words:
        return Fact(f"{text}: {quoted(words)}" if words else text)
    return Fact(text, (FieldText(label, (Words(words),)),))


def _changed(label, old, new):
    if old and new:
        return Fact(f"{label} changed from {old} to {new}")
    return Fact(f"{label} set to {new}" if new else f"{label} removed (was {old})")
