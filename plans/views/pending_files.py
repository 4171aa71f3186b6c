"""Keeps files chosen in a form that is not saved yet, so that they need not be chosen again."""

from django.core.exceptions import ValidationError

from plans.services.evidence import save_pending_file


def hold_chosen(form, action, *, by, at):
    """Keep the file of a bound form with EvidenceFields, if one was chosen that is accepted."""
    form.errors  # noqa: B018, judges the boxes if nothing has yet
    file = form.cleaned_data.get("evidence_file")
    if file is None:
        return
    try:
        form.keep(save_pending_file(action, by=by, file=file, at=at))
    except ValidationError as refusal:
        form.refuse(refusal)
