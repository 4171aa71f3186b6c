"""URLs of a person's own account pages that are about plans, and of their calendar feed."""

from django.urls import path

from plans.views.account import calendar_feed, your_calendar, your_emails

urlpatterns = [
    path("emails/", your_emails, name="your_emails"),
    path("calendar/", your_calendar, name="your_calendar"),
    path("calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
]
