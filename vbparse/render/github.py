"""What `check` found, as commands of GitHub Actions: each finding becomes a note at its line of a change."""

from __future__ import annotations

from vbparse.check.session import Session
from vbparse.model import Diagnostic, FileReport
from vbparse.render.output import Writer
from vbparse.render.safe import visible

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def write_github(session: Session, out: Writer) -> None:
    """A command a line, as soon as a file is checked."""
    for report in session.reports():
        for found in report.diagnostics:
            out.write(f"{_command(report, found)}\n")


def _command(report: FileReport, found: Diagnostic) -> str:
    line, column = report.source.position(found.span.start)
    end_line, end_column = report.source.position(found.span.end)
    place = {"file": report.path, "line": line, "endLine": end_line}
    if line == end_line:
        # Columns of a finding over several lines are refused.
        place |= {"col": column, "endColumn": end_column}
    place["title"] = f"{found.code} {found.name}"
    about = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in place.items())
    return f"::{_COMMANDS[found.severity]} {about}::{_escaped(found.message)}"


def _escaped(text: str, also: str = "") -> str:
    """Percent signs and line ends, which a command cannot hold, and what ends one of its values; no codes."""
    for letter in f"%\r\n{also}":
        text = text.replace(letter, f"%{ord(letter):02X}")
    return visible(text)
