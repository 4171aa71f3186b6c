"""Renders documents as PDF and Word files."""
