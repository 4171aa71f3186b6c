"""URLs of the plan's pages, below the partnership's."""

from django.urls import path

from plans.urls import editing, feeds, imports, periods
from plans.views.action import action
from plans.views.challenge import (
    challenge,
    challenge_answer,
    challenge_new,
    challenge_respond,
    challenges,
    challenges_file,
)
from plans.views.correction import update_correct
from plans.views.evidence import action_evidence_new, evidence_file, evidence_file_redact
from plans.views.lead_alias import (
    lead_alias_edit,
    lead_alias_new,
    lead_alias_remove,
    lead_aliases,
)
from plans.views.leaving import hand_over, membership_end
from plans.views.measure import (
    measure,
    measure_value_edit,
    measure_value_new,
    measure_value_remove,
)
from plans.views.plan import plan, plan_current, plans
from plans.views.progress import action_progress
from plans.views.proposal import (
    action_propose,
    plan_proposals,
    proposal,
    proposal_decide,
    proposal_new,
    proposal_withdraw,
)
from plans.views.return_sheet import group_return_sheet, group_return_upload
from plans.views.returns import action_draft, group_return
from plans.views.scheme import scheme_adopt, scheme_edit, schemes

app_name = "plans"

urlpatterns = [
    path("plan/", plan_current, name="plan_current"),
    path("plans/", plans, name="plans"),
    path("ratings/", schemes, name="schemes"),
    path("ratings/edit/", scheme_edit, name="scheme_edit"),
    path("ratings/<slug:key>/", scheme_adopt, name="scheme_adopt"),
    path("plans/<int:pk>/", plan, name="plan"),
    path("actions/<int:pk>/", action, name="action"),
    path("actions/<int:pk>/progress/", action_progress, name="action_progress"),
    path("actions/<int:pk>/draft/", action_draft, name="action_draft"),
    path("actions/<int:pk>/evidence/new/", action_evidence_new, name="action_evidence_new"),
    path("measures/<int:pk>/", measure, name="measure"),
    path("measures/<int:pk>/values/new/", measure_value_new, name="measure_value_new"),
    path("values/<int:pk>/edit/", measure_value_edit, name="measure_value_edit"),
    path("values/<int:pk>/remove/", measure_value_remove, name="measure_value_remove"),
    path("updates/<int:pk>/correct/", update_correct, name="update_correct"),
    path("files/<int:pk>/", evidence_file, name="evidence_file"),
    path("files/<int:pk>/redact/", evidence_file_redact, name="evidence_file_redact"),
    path("returns/<int:pk>/", group_return, name="group_return"),
    path("returns/<int:pk>/sheet.xlsx", group_return_sheet, name="group_return_sheet"),
    path("returns/<int:pk>/upload/", group_return_upload, name="group_return_upload"),
    path("plans/<int:pk>/proposals/", plan_proposals, name="plan_proposals"),
    path("actions/<int:pk>/propose/", action_propose, name="action_propose"),
    path("actions/<int:pk>/propose/<slug:about>/", proposal_new, name="proposal_new"),
    path("proposals/<int:pk>/", proposal, name="proposal"),
    path("proposals/<int:pk>/decide/", proposal_decide, name="proposal_decide"),
    path("proposals/<int:pk>/withdraw/", proposal_withdraw, name="proposal_withdraw"),
    path("challenges/", challenges, name="challenges"),
    path("challenges.<table_file_kind:kind>", challenges_file, name="challenges_file"),
    path("challenges/new/", challenge_new, name="challenge_new"),
    path("challenges/<int:pk>/", challenge, name="challenge"),
    path("challenges/<int:pk>/answer/", challenge_answer, name="challenge_answer"),
    path("challenges/<int:pk>/respond/", challenge_respond, name="challenge_respond"),
    path("people/<int:pk>/end/", membership_end, name="membership_end"),
    path("people/<int:pk>/hand-over/", hand_over, name="hand_over"),
    path("manage/names/", lead_aliases, name="lead_aliases"),
    path("manage/names/new/", lead_alias_new, name="lead_alias_new"),
    path("manage/names/<int:pk>/edit/", lead_alias_edit, name="lead_alias_edit"),
    path("manage/names/<int:pk>/remove/", lead_alias_remove, name="lead_alias_remove"),
    *periods.urlpatterns,
    *editing.urlpatterns,
    *imports.urlpatterns,
    *feeds.urlpatterns,
]
