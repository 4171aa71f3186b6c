"""Composes an email to one person, as plain text and as HTML."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string


def compose(who, subject, template, context):
    """The message to the User ``who``, from ``template``.txt and ``template``.html."""
    subject = " ".join(subject.split())  # a header is one line, whatever the name of a record
    context = {**context, "who": who, "subject": subject}
    message = EmailMultiAlternatives(
        subject, render_to_string(f"{template}.txt", context), to=[who.email]
    )
    html = render_to_string(f"{template}.html", context)
    message.attach_alternative(html, "text/html")
    return message


def failure_of(error):
    """What may be logged of an email that failed: the mail server's message may quote the address."""
    return type(error).__name__
