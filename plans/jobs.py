"""What is done for plans in the background: the day's reminders, and reading a file that a plan is brought in from."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from partnership.jobs import NotYet
from partnership.permissions import Permission
from plans.models import PlanImport, ReminderSent
from plans.services.plan_import import read_kept_file
from plans.services.reminder import send_reminders


@task(about="Reminders of the day")
def send_due_reminders(work):
    """Send what is due, and nothing twice.

    What an attempt that was killed had begun to send is let be for ReminderSent.PATIENCE, and sent after that.
    """
    for _ in send_reminders(
        work.partnership, on=timezone.localdate(work.now), site=settings.SITE_URL
    ):
        pass
    begun = ReminderSent.objects.filter(partnership=work.partnership, begun_at__isnull=False)
    if begun.exists():
        raise NotYet


@task(
    permission=Permission.EDIT_PLAN, on=PlanImport, about="plan to import", page="plans:plan_import"
)
def read_plan_import(work):
    """Read the file that a person has uploaded. It makes no file: the page of the import shows what was read."""
    if work.record.is_reading:
        read_kept_file(work.record, report=work.report)
