"""URLs of the pages of reporting periods, reports that are due and milestones; included among the plan's pages."""

from django.urls import path, register_converter

from plans.urls.file_kinds import TableFileKind
from plans.views import period
from plans.views.milestone import action_milestones, milestone_new
from plans.views.reporting_point import (
    reporting_point,
    reporting_point_edit,
    reporting_point_new,
    reporting_point_remove,
)

register_converter(TableFileKind, "table_file_kind")

urlpatterns = [
    path("plan/periods/", period.current_periods, name="current_periods"),
    path("plans/<int:pk>/periods/", period.plan_periods, name="plan_periods"),
    path("plans/<int:pk>/periods/new/", period.period_new, name="period_new"),
    path("periods/<int:pk>/", period.period, name="period"),
    path("periods/<int:pk>/board.<table_file_kind:kind>", period.period_file, name="period_file"),
    path("periods/<int:pk>/edit/", period.period_edit, name="period_edit"),
    path("periods/<int:pk>/freeze/", period.period_freeze, name="period_freeze"),
    path("periods/<int:pk>/reopen/", period.period_reopen, name="period_reopen"),
    path("periods/<int:pk>/chase/", period.period_chase, name="period_chase"),
    path("actions/<int:pk>/points/new/", reporting_point_new, name="reporting_point_new"),
    path("actions/<int:pk>/milestones/", action_milestones, name="action_milestones"),
    path("actions/<int:pk>/milestones/new/", milestone_new, name="milestone_new"),
    path("points/<int:pk>/", reporting_point, name="reporting_point"),
    path("points/<int:pk>/edit/", reporting_point_edit, name="reporting_point_edit"),
    path("points/<int:pk>/remove/", reporting_point_remove, name="reporting_point_remove"),
    path("returns/<int:pk>/question/", period.group_return_question, name="group_return_question"),
]
