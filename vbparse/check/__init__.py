"""`Document` → `Diagnostic…`: what a careful clerk would send back, at its place, with a stable code."""

from __future__ import annotations

from collections.abc import Iterable

from vbparse.check.rules import RULES, explain_rule, run_rules
from vbparse.model import Document, FileReport, Report, ReportSummary

__all__ = ["RULES", "check_documents", "explain_rule", "run_rules"]


def check_documents(documents: Iterable[Document]) -> Report:
    """Run every rule on every document."""
    files = []
    for document in documents:
        found = run_rules(document)
        is_clean = not any(diagnostic.severity == "error" for diagnostic in found)
        path = document.source.path or "-"
        files.append(FileReport(path=path, clean=is_clean, diagnostics=found, source=document.source))
    severities = [diagnostic.severity for report in files for diagnostic in report.diagnostics]
    summary = ReportSummary(
        files=len(files),
        clean=sum(report.clean for report in files),
        errors=severities.count("error"),
        warnings=severities.count("warning"),
    )
    return Report(files=tuple(files), summary=summary)
