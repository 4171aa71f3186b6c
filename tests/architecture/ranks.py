"""The order of imports: inside an app, a module imports only its own floor and the floors below it.

Floors are listed from the lowest up. A name is a module or a whole package, and the longest name that
matches a module decides. A module without a floor makes test_imports.py fail.
"""

FLOORS = {
    "partnership": (
        # Plain values, without records
        "days text file_size formatted_text csv_cells uploads child_details logo_file logs jinja",
        "identity_config locks column_widths palette rating_kinds word_text word_table word_file",
        "rating_scheme rating_library rating_change",
        "policies backup environment",
        "apps",
        "rendering editing.unsaved_input statements memo",
        "addresses",
        "permissions",
        "change",
        "history",
        "models",
        # Reading, and the security log, which services and pages write to
        "logo jobs queue past_records post_holders redactions seals seals.receipt security_log",
        "seals.digest",
        "seals.write_lock seals.verify seals.live",
        "transfer.contents transfer.next_ids transfer.one_moment",
        "transfer.accounts transfer.rows transfer.manifest",
        "transfer.write transfer.read transfer",
        "seals.page",
        "downloads accounts.factors accounts.throttling accounts.sessions accounts.devices accounts.jobs",
        "accounts.sign_in_attempts tables excel_file",
        "table_files",
        "forms",
        "editing security_log.read accounts",
        "policies.job",
        # Changes
        "services",
        "worker",
        # The edges
        "forms.edit",
        "forms.seal forms.redaction forms.agency forms.settings",
        "saving context views.health middleware",
        "views",
        "urls",
        "admin_site",
        "admin",
        "management settings wsgi",
    ),
    "subgroups": (
        "apps",
        "models",
        "hand_over group_detail",
        "people",
        "people_csv",
        "policies",
        "services",
        "forms",
        "views",
        "urls",
        "admin",
    ),
    "plans": (
        "apps",
        "files files.kinds files.names files.pictures files.office_parts",
        "files.archives",
        "files.checking",
        # Rules of plain values, which models use too
        "timescales.rules leads.rules leads.aliases measures.rules measures.numbers measures.small_numbers",
        "models",
        # Reading, by subject
        "current_plans gaps timescales measures",
        "leads",
        "ratings",
        "document.timescale_facts document.link_facts",
        "document.records",
        "document",
        "periods",
        "actions.part_words",
        "actions structure",
        "challenges",
        "registers",
        "reminders",
        # A file read, from the neutral tables up to the plan they mean
        "importing.tables importing.headings importing.part_names importing.plan importing.choices",
        "importing.words_of_time importing.cells importing.lead_cells importing.period importing.own_workbook",
        "importing.columns importing.upright importing.pairs importing.checks importing.structure",
        "importing.changes importing.other_columns",
        "importing.headings_above",
        "importing.combined_cells importing.plan_tables importing.merge",
        "importing.entries",
        "importing.rows importing.actions",
        "importing.guards.text importing.guards.pdf importing.guards.old_office",
        "importing.readers.word_text importing.readers.word_numbering importing.readers.pdf_text",
        "importing.readers.word_parts importing.readers.excel_cells importing.readers.excel_extent",
        "importing.readers",
        "importing.guards.tables",
        "importing.guard importing.guards",
        "importing",
        # Whether something may be done now
        "policies.plan",
        "policies",
        # Changes
        "services",
        "jobs",
        # The edges
        "forms",
        "filters",
        # The plan as files, from the dictionary of tables up to the formats
        "exports.column_widths exports.source",
        "exports.action_table exports.return_sheet",
        "exports.part_tables",
        "exports.register_tables",
        "exports.tables",
        "exports",
        # The data feeds, from the dictionary of tables up to their formats
        "feeds.table",
        "feeds.plan_tables",
        "feeds.progress_tables",
        "feeds.finding_tables feeds.removed_table",
        "feeds.tables feeds.read",
        "feeds",
        "views",
        "urls",
        "admin",
        "management",
    ),
    "reports": (
        "apps",
        "models",
        "render.pdf_tags",
        "render.pdf",
        "render",
        # Reading, by subject
        "changes.kinds.registry",
        "changes.values",
        "changes.kinds",
        "changes.quiet_rules changes.read changes.choices",
        "changes",
        "as_at",
        "patterns",
        "yearly",
        "executive plan_export plan_files",
        "home search.words search.pages",
        "search",
        # Whether something may be done now
        "policies",
        # Changes
        "services",
        "jobs",
        # The edges
        "forms",
        "views",
        "urls",
        "admin",
        "demonstration",
        "management",
    ),
}


def floor_of(module):
    """The floor of a dotted module in its app: a number from 0, or None if it has none.

    An app itself and its empty packages are on floor 0.
    """
    app, *rest = module.split(".")
    if not rest:
        return 0
    name = ".".join(rest)
    fits = [
        (len(place), number)
        for number, floor in enumerate(FLOORS[app])
        for place in floor.split()
        if name == place or name.startswith(f"{place}.")
    ]
    return max(fits)[1] if fits else None
