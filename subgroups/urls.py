"""The groups' pages, below the partnership's address."""

from django.urls import path

from subgroups.views.group import group, groups

app_name = "subgroups"

urlpatterns = [
    path("groups/", groups, name="groups"),
    path("groups/<int:pk>/", group, name="group"),
]
