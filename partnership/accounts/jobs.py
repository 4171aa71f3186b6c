"""Emails about accounts that no page waits for: how long one takes would say whether there is an account."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django_tasks import task

from partnership.models import User


@task(about="Email about attempts to sign in")
def send_attempts_notice(work):
    """Tell an account's owner that somebody tries passwords; nobody where there is no such account."""
    owner = User.objects.filter(pk=work.parameters["owner"], is_active=True).first()
    if owner is None:
        return
    context = {"user": owner, "at": work.job.asked_at, "site": work.parameters["site"]}
    body = render_to_string("account/email/attempts.txt", context)
    EmailMessage("Someone is trying to sign in to your account", body, to=[owner.email]).send()
