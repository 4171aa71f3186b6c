"""Forms of reports and of earlier versions."""
