"""URLs of the pages on which a plan is made and changed; included among the plan's pages."""

from django.urls import path

from plans.views.editing import action, bulk, measure, parts, plan, succession

urlpatterns = [
    path("plans/new/", plan.plan_new, name="plan_new"),
    path("plans/<int:pk>/edit/", plan.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/agree/", plan.plan_agree, name="plan_agree"),
    path("plans/<int:pk>/close/", plan.plan_close, name="plan_close"),
    path("plans/<int:pk>/carry/", plan.plan_carry, name="plan_carry"),
    path("plans/<int:pk>/order/", plan.plan_order, name="plan_order"),
    path("plans/<int:pk>/withdraw/", plan.plan_withdraw, name="plan_withdraw"),
    path("plans/<int:pk>/columns/", plan.plan_columns, name="plan_columns"),
    path("plans/<int:pk>/structure/", plan.plan_structure, name="plan_structure"),
    path("plans/<int:pk>/bulk/", bulk.bulk_edit, name="bulk_edit"),
    path("plans/<int:pk>/priorities/new/", parts.priority_new, name="priority_new"),
    path("priorities/<int:pk>/edit/", parts.priority_edit, name="priority_edit"),
    path("priorities/<int:pk>/remove/", parts.priority_remove, name="priority_remove"),
    path("plans/<int:pk>/objectives/new/", parts.objective_new, name="objective_new"),
    path("objectives/<int:pk>/edit/", parts.objective_edit, name="objective_edit"),
    path("objectives/<int:pk>/remove/", parts.objective_remove, name="objective_remove"),
    path("plans/<int:pk>/themes/new/", parts.theme_new, name="theme_new"),
    path("themes/<int:pk>/edit/", parts.theme_edit, name="theme_edit"),
    path("themes/<int:pk>/remove/", parts.theme_remove, name="theme_remove"),
    path("plans/<int:pk>/drivers/new/", parts.driver_new, name="driver_new"),
    path("drivers/<int:pk>/edit/", parts.driver_edit, name="driver_edit"),
    path("drivers/<int:pk>/remove/", parts.driver_remove, name="driver_remove"),
    path("plans/<int:pk>/core-activities/new/", parts.core_activity_new, name="core_activity_new"),
    path("core-activities/<int:pk>/edit/", parts.core_activity_edit, name="core_activity_edit"),
    path(
        "core-activities/<int:pk>/remove/", parts.core_activity_remove, name="core_activity_remove"
    ),
    path("plans/<int:pk>/columns/new/", parts.column_new, name="column_new"),
    path("columns/<int:pk>/edit/", parts.column_edit, name="column_edit"),
    path("columns/<int:pk>/remove/", parts.column_remove, name="column_remove"),
    path("plans/<int:pk>/actions/new/", action.action_new, name="action_new"),
    path("actions/<int:pk>/edit/", action.action_edit, name="action_edit"),
    path("actions/<int:pk>/remove/", action.action_remove, name="action_remove"),
    path("actions/<int:pk>/merge/", succession.action_merge, name="action_merge"),
    path("actions/<int:pk>/split/", succession.action_split, name="action_split"),
    path("actions/<int:pk>/replace/", succession.action_replace, name="action_replace"),
    path("actions/<int:pk>/leads/", action.action_leads, name="action_leads"),
    path("actions/<int:pk>/timescale/", action.action_timescale, name="action_timescale"),
    path("priorities/<int:pk>/leads/", action.priority_leads, name="priority_leads"),
    path("priorities/<int:pk>/timescale/", action.priority_timescale, name="priority_timescale"),
    path("actions/<int:pk>/measures/new/", measure.action_measure_new, name="action_measure_new"),
    path(
        "priorities/<int:pk>/measures/new/",
        measure.priority_measure_new,
        name="priority_measure_new",
    ),
    path(
        "objectives/<int:pk>/measures/new/",
        measure.objective_measure_new,
        name="objective_measure_new",
    ),
    path("measures/<int:pk>/edit/", measure.measure_edit, name="measure_edit"),
    path("measures/<int:pk>/remove/", measure.measure_remove, name="measure_remove"),
]
