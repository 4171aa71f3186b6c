"""Excel and Word files of a plan, beside XlsxWriter and python-docx writing the same cells and paragraphs."""

import io
import statistics
import time

import openpyxl
import xlsxwriter
from django.utils import timezone
from docx import Document

from plans.exports.csv import write_csv
from plans.exports.excel import write_excel
from plans.exports.json import write_json
from plans.exports.word import write_word
from plans.models import Challenge
from reports.plan_export import export_now


def measure_exports(plan, repeats=5):
    """Milliseconds to read the plan and to write each file, and the ratio to the library alone."""
    read = {"challenges": Challenge.objects.all(), "now": timezone.now()}
    export = export_now(plan, **read)
    sheets = sheets_of(write_excel(export))
    paragraphs, tables = texts_of(write_word(export, as_published=True))
    ways = {
        "read": lambda: export_now(plan, **read),
        "excel": lambda: write_excel(export),
        "xlsxwriter": lambda: write_plain_excel(sheets),
        "word": lambda: write_word(export, as_published=True),
        "python-docx": lambda: write_plain_word(paragraphs, tables),
        "csv": lambda: write_csv(export),
        "json": lambda: write_json(export),
    }
    times = {name: [] for name in ways}
    for _ in range(repeats):  # in turn, so that a busy machine slows all
        for name, way in ways.items():
            times[name].append(timed(way))
    found = {name: round(1000 * statistics.median(took), 1) for name, took in times.items()}
    return {
        "cells": sum(len(row) for _, rows in sheets for row in rows),
        "ms": found,
        "excel_ratio": round(found["excel"] / found["xlsxwriter"], 2),
        "word_ratio": round(found["word"] / found["python-docx"], 2),
    }


def timed(way):
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def sheets_of(content):
    """[(name, rows of values)] of a workbook."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book]


def write_plain_excel(sheets):
    book = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True, "in_memory": False})
    day = book.add_format({"num_format": "d mmm yyyy"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for number, values in enumerate(rows):
            for place, value in enumerate(values):
                if hasattr(value, "year"):
                    sheet.write_datetime(number, place, value, day)
                else:
                    sheet.write(number, place, value)
    book.close()


def texts_of(content):
    """(texts of the paragraphs, tables as rows of texts) of a Word file."""
    file = Document(io.BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in file.tables]
    return [paragraph.text for paragraph in file.paragraphs], tables


def write_plain_word(paragraphs, tables):
    file = Document()
    for text in paragraphs:
        file.add_paragraph(text)
    for rows in tables:
        table = file.add_table(len(rows), len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    file.save(io.BytesIO())
