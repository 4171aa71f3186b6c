"""What the timetable does for plans: the day's reminders, as a job of each partnership."""

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from partnership.jobs import NotYet
from plans.models import ReminderSent
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
