"""A plan as files: Word, Excel, CSV, JSON and a calendar. Each is made of a PlanExport and of nothing else."""
