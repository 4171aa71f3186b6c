"""Benchmarks: what the main pages and PDFs cost, measured side by side with something that does next to nothing."""
