"""The tables of a corpus as Parquet files: a folder for each table, with parts of some articles each.

The same rows make the same bytes with one version of pyarrow. A column's metadata says what it means.
"""

from __future__ import annotations

from datetime import date, datetime
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pyarrow as pa
from msgspec import Struct
from pyarrow import parquet

from kzcheck.corpus.rows import TABLES
from kzcheck.writing import put

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kzcheck.corpus.rows import Rows

_TYPES: dict[Any, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    tuple[str, ...]: pa.list_(pa.string()),
}


class Column(Struct, frozen=True):
    """A column of a table: its type in Parquet, whether it may be null, and what it means."""

    name: str
    type: pa.DataType
    nullable: bool
    about: str


def columns(table: str) -> tuple[Column, ...]:
    """Return the columns of a table, as the struct of its rows has them."""
    hints = get_type_hints(TABLES[table], include_extras=True)
    return tuple(_column(name, hints[name]) for name in TABLES[table].__struct_fields__)


def schema(table: str) -> pa.Schema:
    """Return the schema of a table's files."""
    return pa.schema(
        pa.field(column.name, column.type, column.nullable, {"description": column.about}) for column in columns(table)
    )


def write(folder: Path, number: int, rows: Iterable[Rows]) -> None:
    """Write one part of each table below `folder`: `findings/part-00000.parquet`; a table without rows has a part, too.

    Raises:
        OSError: a file cannot be written.
    """
    every = list(rows)
    for table in TABLES:
        shape = schema(table)
        of_table = [row for article in every for row in getattr(article, table)]
        content = [pa.array([getattr(row, field.name) for row in of_table], field.type) for field in shape]
        sink = pa.BufferOutputStream()
        parquet.write_table(pa.Table.from_arrays(content, schema=shape), sink, compression="zstd")
        (folder / table).mkdir(parents=True, exist_ok=True)
        put(folder / table / f"part-{number:05}.parquet", sink.getvalue().to_pybytes())


def _column(name: str, hint: Any) -> Column:  # noqa: ANN401 - an annotation may be anything
    """Return the column of a field: `Annotated[str | None, Meta(description=…)]`."""
    kind, about = get_args(hint)
    nullable = NoneType in get_args(kind)
    plain = next(part for part in get_args(kind) if part is not NoneType) if nullable else kind
    return Column(name, _TYPES[plain], nullable, about.description)
