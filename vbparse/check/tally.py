"""Counting findings file by file, so that no file has to be kept for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from vbparse.model import Diagnostic, FileReport, ReportSummary, Severity

_WEIGHTS: dict[str, int] = {"info": 0, "warning": 1, "error": 2}


def is_clean(found: Iterable[Diagnostic]) -> bool:
    """Whether no error is among findings."""
    return not any(diagnostic.severity == "error" for diagnostic in found)


def weighs(severity: Severity, level: str) -> bool:
    """Whether a finding weighs as much as a level, or more; nothing weighs as much as "never"."""
    return level in _WEIGHTS and _WEIGHTS[severity] >= _WEIGHTS[level]


class Tally:
    """Counts over the files so far."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._severities: Counter[Severity] = Counter()

    def add(self, report: FileReport) -> None:
        """Count one more file."""
        self._severities.update(found.severity for found in report.diagnostics)
        self._rules.update(found.code for found in report.diagnostics)
        self._counts["files"] += 1
        self._counts["clean"] += report.clean
        self._counts["known"] += len(report.known)
        self._counts["suppressed"] += len(report.suppressed)
        self._counts["fixed"] += report.fixed

    def reaches(self, level: str) -> bool:
        """Whether a finding weighs as much as a level or more; nothing reaches "never"."""
        return any(count and weighs(severity, level) for severity, count in self._severities.items())

    def summary(self) -> ReportSummary:
        """The counts as the report gives them."""
        return ReportSummary(
            files=self._counts["files"],
            clean=self._counts["clean"],
            errors=self._severities["error"],
            warnings=self._severities["warning"],
            infos=self._severities["info"],
            known=self._counts["known"],
            suppressed=self._counts["suppressed"],
            fixed=self._counts["fixed"],
            rules=dict(sorted(self._rules.items())),
        )
