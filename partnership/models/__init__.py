from partnership.history import Change
from partnership.models.agency import Agency, Post
from partnership.models.house_style import HouseStyle, LogoContent
from partnership.models.job import Job, JobFile, JobFilePart, Worker
from partnership.models.membership import Membership
from partnership.models.partnership import Partnership, PartnershipRecord, PartnershipRecordQuerySet
from partnership.models.rating import RatingDefinition, RatingKey, RatingSymbol
from partnership.models.redaction import Redaction
from partnership.models.seal import OwedSeal, RedactedWords, Seal, SealBlock
from partnership.models.security_event import SecurityEvent
from partnership.models.user import User
from partnership.rating_kinds import RatingKind

__all__ = [
    "Agency",
    "Change",
    "HouseStyle",
    "Job",
    "JobFile",
    "JobFilePart",
    "LogoContent",
    "Membership",
    "OwedSeal",
    "Partnership",
    "PartnershipRecord",
    "PartnershipRecordQuerySet",
    "Post",
    "RatingDefinition",
    "RatingKey",
    "RatingKind",
    "RatingSymbol",
    "RedactedWords",
    "Redaction",
    "Seal",
    "SealBlock",
    "SecurityEvent",
    "User",
    "Worker",
]
