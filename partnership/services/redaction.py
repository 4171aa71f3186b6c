"""Redaction: removes words everywhere they are stored. What was done, where, when, by whom and why stays."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.history import Change, recording
from partnership.models import Redaction, SecurityEvent
from partnership.redactions.find import MARK, find_places, texts_in_history_of, written_in
from partnership.security_log.record import record_event
from partnership.services.job import withdraw_files
from partnership.services.seal import keep_verifiable, no_seal_meanwhile


def redact(partnership, *, by, passage, keys, reason, at=None, request=None):
    """Remove ``passage`` (a Passage) from the places with these ``keys``, including their whole history.

    ``reason`` must not contain the words itself. Raises ValidationError, keyed by field, and changes nothing.
    """
    if passage.stands_in(reason):
        raise ValidationError(
            {"reason": "Enter a reason that does not include the words themselves."}
        )
    with (
        no_seal_meanwhile(partnership),
        recording(partnership, by=by, reason=reason, at=at) as change,
    ):
        places = [place for place in find_places(partnership, passage) if place.key in keys]
        if not places:
            raise ValidationError({"places": "The words no longer appear in any of these places."})
        where = "\n".join(passage.taken_out_of(place.name) for place in places)
        redaction = register(
            partnership, by=by, reason=reason, where=where, at=change.at, request=request
        )
        for (model, pk), fields in _by_record(places).items():
            if model is Change:
                _take_out_of_reason(pk, passage, redaction)
            else:
                _take_out_of_record(model, pk, fields, passage, redaction)
    return redaction


def register(partnership, *, by, reason, where, at, request=None):
    """Enter a redaction, made inside ``recording()``, in the register and the security log.

    ``where`` has one place a line, and does not contain the removed words.
    """
    redaction = Redaction.objects.create(
        partnership=partnership, at=at, by=by, by_name=by.name, reason=reason, where=where
    )
    kind, about = SecurityEvent.Kind.REDACTED, str(redaction)
    record_event(kind, by=by, partnership=partnership, about=about, request=request, at=at)
    withdraw_files(partnership)  # they may hold the words
    return redaction


def _by_record(places):
    fields = defaultdict(list)
    for place in places:
        fields[place.model, place.pk].append(place.field)
    return fields


def _take_out_of_record(model, pk, fields, passage, redaction):
    """Redact the record first, by an ordinary save, then its history: the save compares with the earlier rows."""
    history, kept = written_in().get(model), set(fields) & set(texts_in_history_of(model))
    rows = list(passage.within(history.objects.filter(id=pk), kept)) if kept else []
    for record in model._base_manager.select_for_update(of=("self",), no_key=True).filter(pk=pk):
        altered = _take_out(record, fields, passage)
        if altered:
            save_redacted(record, altered, redaction)
    for row in rows:
        altered = _take_out(row, kept, passage)
        if altered:
            save_redacted_row(row, altered, redaction)


def save_redacted(record, fields, redaction):
    """Save a record whose ``fields`` were redacted, and clear what is derived from them (MADE_OF_WORDS) in history."""
    made_of_words = getattr(record, "MADE_OF_WORDS", ())
    earlier = list(record.history.all()) if made_of_words else []
    _save(record, fields)
    keep_verifiable(record, redaction)
    for row in earlier:
        for name in made_of_words:
            setattr(row, name, MARK)
        save_redacted_row(row, made_of_words, redaction)


def save_redacted_row(row, fields, redaction):
    """Save a row of history whose ``fields`` were redacted."""
    row.redaction = redaction
    row.save(update_fields={*fields, "redaction"})
    keep_verifiable(row, redaction)


def _take_out(row, fields, passage):
    """Remove the words from ``fields``; the names of the fields that contained them."""
    holding = [name for name in fields if passage.stands_in(getattr(row, name))]
    for name in holding:
        room = row._meta.get_field(name).max_length
        setattr(row, name, passage.taken_out_of(getattr(row, name), room=room))
    return holding


def _save(record, fields):
    try:
        with transaction.atomic():
            record.save(update_fields=set(fields))
    except IntegrityError as clash:
        raise ValidationError(
            f"Without these words two records of the kind “{record._meta.verbose_name}” would have the same "
            "name. Change the name of one on its own page first."
        ) from clash


def _take_out_of_reason(pk, passage, redaction):
    change = Change.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    change.reason = passage.taken_out_of(change.reason)
    change.redaction = redaction
    change.save(update_fields={"reason", "redaction"})
    keep_verifiable(change, redaction)
