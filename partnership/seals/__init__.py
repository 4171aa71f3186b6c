"""Seals of the history: their digests, their verification and their receipts."""
