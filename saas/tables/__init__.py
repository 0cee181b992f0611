"""Tables in files: CSV, xlsx and ods read row by row, and written so that no cell is a formula."""

from saas.tables.reading import (
    Finding,
    Row,
    Stream,
    Table,
    load_table,
    read_table,
    stream_table,
)

__all__ = [
    "Finding",
    "Row",
    "Stream",
    "Table",
    "load_table",
    "read_table",
    "stream_table",
]
