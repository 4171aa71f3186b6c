"""The records of yearly reports: one module for each noun."""

from reports.models.framework import Framework, FrameworkSection
from reports.models.report import AnnualReport, Section

__all__ = ["AnnualReport", "Framework", "FrameworkSection", "Section"]
