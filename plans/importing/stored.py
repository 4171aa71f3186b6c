"""A file that was read, as plain data and back: so that no page has to read it again."""

from dataclasses import asdict

from plans.importing.tables import Cell, Line, Note, Paragraph, Row, SourceFile, Table


def file_data(file):
    """A SourceFile as JSON keeps it."""
    return {
        "kind": file.kind,
        "blocks": [_block_data(block) for block in file.blocks],
        "notes": [[note.code, note.where, note.text] for note in file.notes],
        "left_out": [list(one) for one in file.left_out],
    }


def _block_data(block):
    if isinstance(block, Paragraph):
        return asdict(block)
    return {
        "where": block.where,
        "name": block.name,
        "rows": [
            [row.where, row.is_head, [_cell_data(c) for c in row.cells]] for row in block.rows
        ],
    }


def _cell_data(cell):
    lines = [[line.text, line.is_item, line.number] for line in cell.lines]
    return [cell.column, lines, cell.span, cell.fill, cell.is_below, cell.where]


def file_of(data):
    """The SourceFile that ``file_data`` was made of."""
    return SourceFile(
        data["kind"],
        [_block(block) for block in data["blocks"]],
        [Note(*note) for note in data["notes"]],
        [tuple(one) for one in data["left_out"]],
    )


def _block(data):
    if "rows" not in data:
        return Paragraph(**data)
    rows = tuple(
        Row(tuple(_cell(*cell) for cell in cells), where, is_head)
        for where, is_head, cells in data["rows"]
    )
    return Table(data["where"], rows, data["name"])


def _cell(column, lines, span, fill, is_below, where):
    return Cell(column, tuple(Line(*line) for line in lines), span, fill, is_below, where)
