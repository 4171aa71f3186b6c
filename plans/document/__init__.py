"""A whole plan as frozen data: one document, made now, as at a moment or from a snapshot."""

from plans.document.records import PlanDocument

__all__ = ["PlanDocument"]
