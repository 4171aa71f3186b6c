"""Benchmarks: the cost of the main pages and PDFs, measured side by side with a minimal baseline."""
