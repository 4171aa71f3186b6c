"""URLs of the pages on which a plan is brought in from a file; included among the plan's pages."""

from django.urls import path

from plans.views import import_choices, plan_import

urlpatterns = [
    path("plans/imports/", plan_import.plan_imports, name="plan_imports"),
    path("plans/imports/new/", plan_import.plan_import_new, name="plan_import_new"),
    path("plans/imports/<int:pk>/", plan_import.plan_import, name="plan_import"),
    path(
        "plans/imports/<int:pk>/columns/",
        import_choices.plan_import_columns,
        name="plan_import_columns",
    ),
    path(
        "plans/imports/<int:pk>/names/", import_choices.plan_import_names, name="plan_import_names"
    ),
    path(
        "plans/imports/<int:pk>/action/",
        import_choices.plan_import_action,
        name="plan_import_action",
    ),
    path(
        "plans/imports/<int:pk>/confirm/",
        plan_import.plan_import_confirm,
        name="plan_import_confirm",
    ),
    path(
        "plans/imports/<int:pk>/discard/",
        plan_import.plan_import_discard,
        name="plan_import_discard",
    ),
    path("plans/imports/<int:pk>/undo/", plan_import.plan_import_undo, name="plan_import_undo"),
    path("plans/imports/<int:pk>/file/", plan_import.plan_import_file, name="plan_import_file"),
]
