"""What `check` found, as JSON: one report, or a line for each file as soon as it is checked."""

from __future__ import annotations

from vbparse.check.session import Session
from vbparse.model import report_data
from vbparse.plain import dump, dump_line
from vbparse.render.output import Writer


def write_json(session: Session, out: Writer) -> None:
    """`vbparse.report/1`; findings are kept until the end, texts are not."""
    files = [report.to_data() for report in session.reports()]
    data = report_data(files, session.tally.summary(), session.refused, session.stale)
    out.write(f"{dump(data)}\n")


def write_lines(session: Session, out: Writer) -> None:
    """A line for each file: what stands under "files" in the report."""
    for report in session.reports():
        out.write(f"{dump_line(report.to_data())}\n")
        out.flush()
