"""Seals that a change needs: made at once if that is quick, or else by a background job."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django_tasks import task

from partnership.jobs import NotYet
from partnership.models import OwedSeal, Seal
from partnership.services.job import request_work
from partnership.services.seal import TooMuchToSeal, make_seal

logger = logging.getLogger(__name__)

DID = {Seal.Why.FREEZE: "froze a reporting period"}


def owe_seal(change, *, why):
    """Note, in the transaction of ``change`` (a Change), that it needs a seal; make it after the commit.

    If the history since the last seal is too long to be sealed while someone waits, a job makes the seal. If
    anything goes wrong, the note stays and the timetable finds it.
    """
    OwedSeal.objects.create(change=change, why=why)
    # A named function: Django logs its name if it fails.
    transaction.on_commit(lambda: seal_now(change), robust=True)


def seal_now(change):
    """Make the seal that a Change needs; None if it was made already, or has to wait."""
    owed = OwedSeal.objects.filter(change=change).first()
    if owed is None:
        return None
    try:
        return make_seal(change.partnership, by=change.by, why=owed.why, at=change.at, hurried=True)
    except TooMuchToSeal:
        request_work(seal_due, change.partnership, title="Seals that are owed")
        return None
    except ValidationError as refusal:
        logger.warning("The seal after change %s waits: %s", change.pk, " ".join(refusal.messages))
        return None


def owed_of(partnership):
    """The OwedSeals of a partnership (None: of the installation), the oldest first."""
    owed = OwedSeal.objects.filter(change__partnership=partnership)
    return list(owed.select_related("change"))


def why_by_timetable(partnership):
    """``why`` and ``reason`` of the seal that the timer makes now: owed seals come first."""
    owed = owed_of(partnership)
    if not owed:
        return {"why": Seal.Why.SCHEDULE}
    return {"why": owed[-1].why, "reason": "; ".join(map(describe_owed_seal, owed))}


def describe_owed_seal(owed):
    """“Business manager froze a reporting period on 5 October 2026 at 10:24”."""
    at = date_format(timezone.localtime(owed.change.at), "j F Y \\a\\t H:i")
    return f"{owed.change.by_name} {DID[Seal.Why(owed.why)]} on {at}"


@task(about="Seal of the day", of_installation=True)
def seal_due(work):
    """Seal what is new in the history of a partnership, or of the installation; what is owed comes first."""
    try:
        make_seal(work.partnership, by=None, **why_by_timetable(work.partnership))
    except (
        ValidationError
    ) as refusal:  # nothing is new; or somebody is saving a large change just now
        if owed_of(work.partnership):
            raise NotYet from refusal
