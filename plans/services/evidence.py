"""Services of evidence: add it with its file, keep a file for a form with errors, redact a file."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from partnership.file_size import size_in_words
from partnership.history import recording
from partnership.policies import refuse
from partnership.redactions.find import MARK
from partnership.services.redaction import register, save_redacted, save_redacted_row
from partnership.services.seal import no_seal_meanwhile
from plans.models import Action, Evidence, EvidenceFile, FileContent, PendingFile, Precision
from plans.policies.evidence import reason_not_to_redact_file
from plans.services.measure import refuse_other_measure
from plans.services.measure_value import record_value
from plans.services.plan import plan_change

HELD_FOR = timedelta(days=1)


def add_evidence(
    action,
    *,
    by,
    question,
    source,
    text,
    measure=None,
    found_on=None,
    link="",
    figure=None,
    file=None,
    update=None,
    submission=None,
    at=None,
):
    """Add evidence, for one of the action's measures (or its priority's) or for the action as a whole.

    ``figure`` is the number it gives for the measure, which is recorded as its value on the day of the evidence.
    ``file`` is a CheckedFile. ``submission`` is the form's UUID: submitted twice, it is added once.
    """
    refuse_other_measure(action, measure)
    today = timezone.localdate(at)
    if found_on is not None and found_on > today:
        raise ValidationError(
            {"found_on": "The date of the evidence must be today or in the past."}
        )
    facts = {"question": question, "source": source, "text": text, "link": link}
    with plan_change(action, by=by, at=at) as change:
        if submission is not None:
            action = Action.objects.locked(action)
            if earlier := action.evidence.filter(submission=submission).first():
                return earlier
        evidence = Evidence(
            plan=action.plan,
            action=action,
            measure=measure,
            update=update,
            found_on=found_on or today,
            by=by,
            submission=submission,
            **facts,
        )
        evidence.full_clean()
        evidence.save()
        if file is not None:
            _add_file(evidence, file, by=by, at=change.at)
        if figure is not None:
            _record_figure(evidence, figure, by=by, at=change.at)
        return evidence


def _record_figure(evidence, figure, *, by, at):
    if evidence.measure is None:
        raise ValidationError({"measure": "Choose the success measure that the number is for."})
    try:
        record_value(
            evidence.measure, by=by, figure=figure, on=evidence.found_on, precision=Precision.DAY,
            source=evidence.get_source_display(), evidence=evidence, update=evidence.update, at=at,
        )  # fmt: skip
    except ValidationError as refusal:
        raise ValidationError({"figure": refusal.messages}) from refusal


def _add_file(evidence, file, *, by, at):
    PendingFile.objects.filter(action=evidence.action, by=by).delete()
    _refuse_beyond_total(evidence.partnership, file.size)
    kept = EvidenceFile(evidence=evidence, plan=evidence.plan, by=by, by_name=by.name, at=at)
    for name, value in file.facts.items():
        setattr(kept, name, value)
    kept.full_clean()
    kept.save()
    FileContent.objects.create(file=kept, content=file.content)


def _refuse_beyond_total(partnership, size):
    """Refuse a file that exceeds the partnership's storage; two uploaded at once may both be accepted."""
    kept = EvidenceFile.objects.filter(plan__partnership=partnership, redacted_at=None)
    held = PendingFile.objects.filter(action__plan__partnership=partnership)
    used = sum(files.aggregate(total=Sum("size"))["total"] or 0 for files in (kept, held))
    most = settings.EVIDENCE_TOTAL_MAX_BYTES
    if used + size > most:
        raise ValidationError(
            {
                "file": f"There is no room for this file. The partnership can store {size_in_words(most)} of files at "
                "most. Add a link to the document instead."
            }
        )


@transaction.atomic
def save_pending_file(action, *, by, file, at=None):
    """Keep a CheckedFile that someone chose until the errors of its form are corrected; replaces their previous one.

    Also deletes all files held for longer than HELD_FOR.
    """
    at = at or timezone.now()
    PendingFile.objects.filter(at__lt=at - HELD_FOR).delete()
    PendingFile.objects.filter(action=action, by=by).delete()
    _refuse_beyond_total(action.partnership, file.size)
    values = {**file.facts, "content": file.content, "at": at}
    held, _ = PendingFile.objects.update_or_create(action=action, by=by, defaults=values)
    return held


def find_pending_file(action, *, by, at):
    """The file held for someone at the moment ``at``, without loading its content; None for none."""
    held = PendingFile.objects.filter(action=action, by=by, at__gte=at - HELD_FOR)
    return held.defer("content").first()


def redact_file(file, *, by, reason, at=None, request=None):
    """Delete the content and the name of a file everywhere; the fact that there was one remains.

    Its kind, size and digest remain too, so that a copy found elsewhere can be recognised.
    """
    if file.name.lower() in reason.lower():
        raise ValidationError(
            {"reason": "Enter a reason that does not include the name of the file."}
        )
    partnership = file.partnership
    with no_seal_meanwhile(partnership), recording(file, by=by, reason=reason, at=at) as change:
        file = EvidenceFile.objects.locked(file)
        refuse(reason_not_to_redact_file(file))
        where = f"File of {file.evidence.action.reference}: name and content"
        redaction = register(
            file.partnership, by=by, reason=reason, where=where, at=change.at, request=request
        )
        old, new = file.name, f"{MARK}.{file.name.rpartition('.')[2]}"
        FileContent.objects.filter(file=file).delete()
        PendingFile.objects.filter(
            action__plan__partnership=file.partnership, sha256=file.sha256
        ).delete()
        _take_name_out(file, old, new, redaction)
        file.name, file.redacted_at, file.redacted_by = new, change.at, by
        file.save(update_fields={"name", "redacted_at", "redacted_by"})
        return file


def _take_name_out(file, old, new, redaction):
    """Replace the name in the file's history and in the snapshots of its plan."""
    for row in file.history.filter(name=old):
        row.name = new
        save_redacted_row(row, {"name"}, redaction)
    for snapshot in file.plan.snapshot_set.all():
        document = _renamed(snapshot.document, file.evidence.measure_id, old, new)
        if document != snapshot.document:
            snapshot.document = document
            save_redacted(snapshot, {"document"}, redaction)


def _renamed(value, measure, old, new):
    """A snapshot's document with a file of one measure renamed."""
    if isinstance(value, list):
        return [_renamed(one, measure, old, new) for one in value]
    if not isinstance(value, dict):
        return value
    renamed = {name: _renamed(one, measure, old, new) for name, one in value.items()}
    if "files" in renamed and renamed.get("pk") == measure:
        renamed["files"] = [new if name == old else name for name in renamed["files"]]
    return renamed
