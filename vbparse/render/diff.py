"""What mending would change, as a unified diff that `patch` and `git apply` take."""

from __future__ import annotations

from vbparse.check.session import Session
from vbparse.render.output import Writer


def write_diff(session: Session, out: Writer) -> None:
    """The diff of each file as soon as it is checked."""
    for report in session.reports():
        out.write(report.diff)
