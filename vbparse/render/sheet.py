"""A matrix as CSV for a spreadsheet: one line a row, for each document the place and the words of its clauses."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from vbparse.model import Matrix, MatrixRow, Spread, Unit
from vbparse.render.safe import one_line, visible
from vbparse.render.wording import wording
from vbparse.source import Source, Span

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")
"""With one of these a spreadsheet takes a cell for a formula, or cuts it."""
_WANTED: dict[str, frozenset[Spread]] = {
    "missing": frozenset({"all_but_one"}),
    "single": frozenset({"one"}),
    "none": frozenset({"none"}),
}


def matrix_csv(matrix: Matrix, language: str, rows: str = "all", bom: bool = True) -> str:
    """A line of column names, then the rows asked for: "all", "shared", "missing", "single" or "none"."""
    say = wording(language)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(map(harmless, _names(matrix, say)))
    units = [{unit.id: unit for unit in side.units} for side in matrix.documents]
    points = {unit.id: unit for unit in matrix.parent.units} if matrix.parent else {}
    for row in matrix.rows:
        if rows == "all" or (row.coverage > 1 if rows == "shared" else row.spread in _WANTED[rows]):
            label = points[row.point].text if row.point else row.label
            fields = [row.id, row.under or "", say["yes"] if row.heading else ""]
            fields += [say.get(f"role {row.role}", row.role or ""), label, str(row.coverage)]
            fields += [say[f"spread {row.spread}"].format(n=len(units)), say[row.tier] if any(row.scores) else ""]
            for column, source in enumerate(matrix.sources):
                fields += _cell(row, column, units[column], source, say)
            writer.writerow(map(harmless, fields))
    return (BYTE_ORDER_MARK if bom else "") + out.getvalue()


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run as a formula.

    >>> harmless("=1+1"), harmless(" - Sở Y tế"), harmless("1+1")
    ("'=1+1", "' - Sở Y tế", '1+1')
    """
    begins = text[:1] + text.lstrip()[:1]
    return f"'{visible(text)}" if _FORMULA & set(begins) else visible(text)


def _names(matrix: Matrix, say: dict[str, str]) -> list[str]:
    what = "point" if matrix.parent else "clause"
    names = [say[name] for name in ("row", "under", "heading", "role", what, "coverage", "spread", "certainty")]
    for number, side in enumerate(matrix.documents, 1):
        name = " ".join(one_line(words) for words in (str(number), side.province, side.number or side.path) if words)
        names += [f"{name}: {say['line']}", f"{name}: {say['clause']}"]
    return names


def _cell(row: MatrixRow, column: int, units: dict[str, Unit], source: Source, say: dict[str, str]) -> tuple[str, str]:
    """Lines and words of what a document has of a row; of what it has elsewhere only the lines."""
    own = [units[name] for name in row.cells[column]]
    if own:
        return _places(own, source, say), "\n".join(unit.text for unit in own)
    for found, name in ((row.elsewhere, "mark elsewhere"), (row.possible, "mark maybe")):
        if found[column]:
            return f"({say[name]}: {_places([units[unit] for unit in found[column]], source, say)})", ""
    return "", ""


def _places(units: Sequence[Unit], source: Source, say: dict[str, str]) -> str:
    """Lines of the file, or pages of the original; a dash that no spreadsheet takes for a date."""
    return "; ".join(dict.fromkeys(_place(unit.span, source, say) for unit in units))


def _place(span: Span, source: Source, say: dict[str, str]) -> str:
    kind, start = source.where(span.start)
    first, last = sorted((start, source.where(max(span.start, span.end - 1))[1]))
    numbers = f"{first}" if first == last else f"{first}–{last}"
    return numbers if kind == "line" else f"{say[f'short {kind}']} {numbers}"
