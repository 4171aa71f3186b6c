"""The records of plans: one module for each noun."""

from plans.models.action import Action, ActionDriver, ActionPriority, ActionTheme
from plans.models.challenge import Challenge, ChallengeResponse
from plans.models.column import Column
from plans.models.driver import Driver
from plans.models.evidence_file import EvidenceFile, FileContent, PendingFile
from plans.models.feed_token import FeedSecret, FeedToken
from plans.models.lead import Lead
from plans.models.lead_alias import LeadAlias
from plans.models.measure import Evidence, SuccessMeasure
from plans.models.measure_value import MeasureValue
from plans.models.period import Draft, GroupReturn, ReportingPeriod
from plans.models.plan import CoreActivity, Plan, PlanRecord, Theme
from plans.models.plan_import import ImportedRow, PlanImport, PlanImportFile
from plans.models.priority import Objective, Priority, PriorityObjective
from plans.models.progress import ProgressUpdate
from plans.models.proposal import Proposal
from plans.models.reminder import CalendarFeed, ReminderKind, ReminderOptOut, ReminderSent
from plans.models.reporting_point import ReportingPoint
from plans.models.snapshot import Snapshot
from plans.models.succession import ActionSuccession
from plans.models.timescale import Precision, Rhythm, TimescaleChange, TimescaleKind

__all__ = [
    "Action",
    "ActionDriver",
    "ActionPriority",
    "ActionSuccession",
    "ActionTheme",
    "CalendarFeed",
    "Challenge",
    "ChallengeResponse",
    "Column",
    "CoreActivity",
    "Draft",
    "Driver",
    "Evidence",
    "EvidenceFile",
    "FeedSecret",
    "FeedToken",
    "FileContent",
    "GroupReturn",
    "ImportedRow",
    "Lead",
    "LeadAlias",
    "MeasureValue",
    "Objective",
    "PendingFile",
    "Plan",
    "PlanImport",
    "PlanImportFile",
    "PlanRecord",
    "Precision",
    "Priority",
    "PriorityObjective",
    "ProgressUpdate",
    "Proposal",
    "ReminderKind",
    "ReminderOptOut",
    "ReminderSent",
    "ReportingPeriod",
    "ReportingPoint",
    "Rhythm",
    "Snapshot",
    "SuccessMeasure",
    "Theme",
    "TimescaleChange",
    "TimescaleKind",
]
