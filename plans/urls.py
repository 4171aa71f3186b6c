"""The plan's pages, below the partnership's address."""

from django.urls import path

from plans import editing_urls
from plans.views.action import action
from plans.views.plan import current, plan, plans
from plans.views.progress import action_progress

app_name = "plans"

urlpatterns = [
    path("plan/", current, name="current"),
    path("plans/", plans, name="plans"),
    path("plans/<int:pk>/", plan, name="plan"),
    path("actions/<int:pk>/", action, name="action"),
    path("actions/<int:pk>/progress/", action_progress, name="action_progress"),
    *editing_urls.urlpatterns,
]
