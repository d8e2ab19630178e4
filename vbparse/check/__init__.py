"""`Document` → `Diagnostic…`: what a careful clerk would send back, at its place, with a stable code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vbparse.check import assignments, form, references, structure, words
from vbparse.check.catalog import RuleInfo, catalog, explain_rule, find_rule
from vbparse.check.finding import FINDERS, Context, Settings
from vbparse.model import Diagnostic, Document, FileReport, Fix, Report, ReportSummary

__all__ = ["catalog", "check_documents", "explain_rule", "find_rule", "run_rules"]

FAMILIES = (structure, form, references, assignments, words)
"""The modules that hold the rules; importing them fills `FINDERS`."""


def run_rules(document: Document, language: str = "en", settings: Settings | None = None) -> tuple[Diagnostic, ...]:
    """All findings of a document in the order of the text, those of reading it included."""
    context = Context(document, settings)
    rules = {rule.code: rule for rule in catalog()}
    found = [_told(diagnostic, rules[diagnostic.code], language) for diagnostic in document.diagnostics]
    found += [d for code, rule in rules.items() if code in FINDERS for d in _findings(context, rule, language)]
    return tuple(sorted(found, key=lambda d: (d.span, d.code, d.message)))


def _told(diagnostic: Diagnostic, rule: RuleInfo, language: str) -> Diagnostic:
    """What reading found, in the reader's language."""
    message = rule.tell(diagnostic.values or {}, language)
    return Diagnostic(
        code=rule.code, severity=rule.severity, message=message, span=diagnostic.span, values=diagnostic.values
    )


def _findings(context: Context, rule: RuleInfo, language: str) -> Iterator[Diagnostic]:
    for finding in FINDERS[rule.code](context):
        fix = Fix(text=finding.fix, safe=rule.fix == "safe") if finding.fix is not None else None
        yield Diagnostic(
            code=rule.code,
            severity=rule.severity,
            message=rule.tell(finding.values, language),
            span=finding.span,
            fix=fix,
            values=dict(finding.values),
        )


def check_documents(documents: Iterable[Document], language: str = "en", settings: Settings | None = None) -> Report:
    """Run every rule on every document."""
    files = []
    for document in documents:
        found = run_rules(document, language, settings)
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
