"""URLs of invitation links: outside any partnership, for people who belong to none yet."""

from django.urls import path

from subgroups.views.invitation import invitation, invitation_link

urlpatterns = [
    path("", invitation, name="invitation"),
    path("<str:token>/", invitation_link, name="invitation_link"),
]
