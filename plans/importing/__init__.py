"""A plan read from a file: Word, Excel, CSV, PDF, or a pasted table.

Three steps. A reader (``readers/``) turns the file into neutral tables (``tables.py``). ``understand.py`` and what it
uses turn tables into the plan that they mean. Nothing is written here: ``plans/services/`` brings it in.
"""
