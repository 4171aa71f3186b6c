"""A plan of ten thousand rows read from a file, beside the library of its kind merely reading the file.

Each in a process of its own, as the worker does it, so that the peak memory is that of this alone.
"""

import csv
import io
import multiprocessing
import resource
import time

import openpyxl
import xlsxwriter
from docx import Document

from plans.importing.read import read_plan_file
from plans.importing.stored import file_data
from plans.importing.understand import understand

ROWS = 10_000
HEAD = ("Ref", "Priority", "Action", "Lead", "By when", "Success measure", "RAG", "Progress")
WORD_ROWS = 2_500  # python-docx takes minutes to write more


def measure_imports():
    """{kind: rows, and for the library alone and for us: seconds, rows a second and peak MiB}."""
    found = {}
    for kind, rows, write, alone in (
        ("csv", ROWS, _csv, _read_csv),
        ("xlsx", ROWS, _excel, _read_excel),
        ("docx", WORD_ROWS, _word, _read_word),
    ):
        content = write(rows)
        found[kind] = {
            "rows": rows,
            "library": _apart(alone, content, rows),
            "read": _apart(_read, content, rows, kind),
            "understood": _apart(_understand, content, rows, kind),
        }
    return found


def _apart(call, content, rows, *more):
    """Seconds, rows a second and peak memory (MiB) of ``call`` in a process of its own."""
    ours, theirs = multiprocessing.get_context("fork").Pipe(duplex=False)
    arguments = (theirs, call, content, *more)
    process = multiprocessing.get_context("fork").Process(target=_measured, args=arguments)
    process.start()
    took, peak = ours.recv()
    process.join()
    return {"s": round(took, 2), "rows_a_second": round(rows / took), "peak_mib": round(peak)}


def _measured(pipe, call, *arguments):
    began = time.perf_counter()
    call(*arguments)
    took = time.perf_counter() - began
    pipe.send((took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def _rows(number):
    for n in range(1, number + 1):
        yield (
            f"{n // 100 + 1}.{n % 100}",
            f"Priority {n // 100 + 1}: Part {n // 100 + 1}",
            f"Do what action {n} says, and tell the partners how it went.",
            "Audit Group",
            f"{('May', 'June', 'July')[n % 3]} 2027",
            f"Measure {n} is met in nine of ten cases",
            ("Red", "Amber", "Green")[n % 3],
            f"Some words about {n}.",
        )


def _csv(rows):
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *_rows(rows)])
    return text.getvalue().encode()


def _excel(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Plan")
        for number, values in enumerate([HEAD, *_rows(rows)]):
            sheet.write_row(number, 0, values)
    return file.getvalue()


def _word(rows):
    file, document = io.BytesIO(), Document()
    table = document.add_table(0, len(HEAD))
    for values in [HEAD, *_rows(rows)]:
        for cell, text in zip(table.add_row().cells, values, strict=True):
            cell.text = text
    document.save(file)
    return file.getvalue()


def _read_csv(content):
    return list(csv.reader(io.StringIO(content.decode())))


def _read_excel(content):
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def _read_word(content):
    tables = Document(io.BytesIO(content)).tables
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows]


def _read(content, kind):
    return file_data(read_plan_file(f"plan.{kind}", content))


def _understand(content, kind):
    return understand(read_plan_file(f"plan.{kind}", content))
