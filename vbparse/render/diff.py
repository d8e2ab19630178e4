"""What mending would change, as a unified diff that `patch` and `git apply` take."""

from __future__ import annotations

from vbparse.check.session import Session
from vbparse.render.output import Writer
from vbparse.render.safe import visible


def write_diff(session: Session, out: Writer) -> None:
    """The diff of each file as soon as it is checked: to the letter for a program, without codes for a terminal."""
    is_seen = out.isatty()
    for report in session.reports():
        out.write(visible(report.diff) if is_seen else report.diff)
