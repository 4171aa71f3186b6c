"""The partnership app's pages of one partnership, below the partnership's slug."""

from django.urls import path

from partnership.views.agencies import (
    agencies,
    agency_edit,
    agency_new,
    agency_remove,
    agency_succession,
)
from partnership.views.job import job, job_file, job_retry, jobs
from partnership.views.logo import logo, logo_edit, logo_remove
from partnership.views.manage import manage
from partnership.views.posts import post_edit, post_holder, post_new, post_remove
from partnership.views.redactions import redaction_new, redactions
from partnership.views.seals import seal_new, seals
from partnership.views.security import security_log
from partnership.views.settings import (
    house_style,
    ratings,
    reminders,
    second_factor,
    small_numbers,
)
from partnership.views.style import style

app_name = "partnership"

urlpatterns = [
    path("style.css", style, name="style"),
    path("logo/", logo, name="logo"),
    path("agencies/", agencies, name="agencies"),
    path("agencies/new/", agency_new, name="agency_new"),
    path("agencies/<int:pk>/edit/", agency_edit, name="agency_edit"),
    path("agencies/<int:pk>/succession/", agency_succession, name="agency_succession"),
    path("agencies/<int:pk>/remove/", agency_remove, name="agency_remove"),
    path("posts/new/", post_new, name="post_new"),
    path("posts/<int:pk>/edit/", post_edit, name="post_edit"),
    path("posts/<int:pk>/holder/", post_holder, name="post_holder"),
    path("posts/<int:pk>/remove/", post_remove, name="post_remove"),
    path("downloads/", jobs, name="jobs"),
    path("downloads/<int:pk>/", job, name="job"),
    path("downloads/<int:pk>/file/", job_file, name="job_file"),
    path("downloads/<int:pk>/retry/", job_retry, name="job_retry"),
    path("manage/", manage, name="manage"),
    path("manage/reminders/", reminders, name="reminders"),
    path("manage/second-factor/", second_factor, name="second_factor"),
    path("manage/small-numbers/", small_numbers, name="small_numbers"),
    path("manage/house-style/", house_style, name="house_style"),
    path("manage/logo/", logo_edit, name="logo_edit"),
    path("manage/logo/remove/", logo_remove, name="logo_remove"),
    path("manage/ratings/", ratings, name="ratings"),
    path("redactions/", redactions, name="redactions"),
    path("redactions/new/", redaction_new, name="redaction_new"),
    path("seals/", seals, name="seals"),
    path("seals/new/", seal_new, name="seal_new"),
    path("security-log/", security_log, name="security_log"),
]
