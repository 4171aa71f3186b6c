"""URLs of groups, below the partnership's slug."""

from django.urls import path

from subgroups.views.group import (
    group,
    group_edit,
    group_end,
    group_new,
    group_remove,
    groups,
)
from subgroups.views.invitations import invitation_new, invitation_resend, invitation_withdraw
from subgroups.views.people import (
    membership_edit,
    people,
    person,
    seat_end,
    seat_new,
)
from subgroups.views.people_files import people_csv, people_import
from subgroups.views.seat import group_seat_new, seat_edit

app_name = "subgroups"

urlpatterns = [
    path("groups/", groups, name="groups"),
    path("groups/new/", group_new, name="group_new"),
    path("groups/<int:pk>/", group, name="group"),
    path("groups/<int:pk>/edit/", group_edit, name="group_edit"),
    path("groups/<int:pk>/end/", group_end, name="group_end"),
    path("groups/<int:pk>/remove/", group_remove, name="group_remove"),
    path("groups/<int:pk>/seats/new/", group_seat_new, name="group_seat_new"),
    path("people/", people, name="people"),
    path("people.csv", people_csv, name="people_csv"),
    path("people/file/", people_import, name="people_import"),
    path("people/invite/", invitation_new, name="invitation_new"),
    path("people/<int:pk>/", person, name="person"),
    path("people/<int:pk>/role/", membership_edit, name="membership_edit"),
    path("people/<int:pk>/seat/", seat_new, name="seat_new"),
    path("seats/<int:pk>/edit/", seat_edit, name="seat_edit"),
    path("seats/<int:pk>/end/", seat_end, name="seat_end"),
    path("invitations/<int:pk>/send-again/", invitation_resend, name="invitation_resend"),
    path("invitations/<int:pk>/withdraw/", invitation_withdraw, name="invitation_withdraw"),
]
