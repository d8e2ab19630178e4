"""`Document` → `Diagnostic…`: what a careful clerk would send back, at its place, with a stable code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vbparse.check import assignments, form, references, structure, words
from vbparse.check.catalog import RuleInfo, catalog, explain_rule, find_rule
from vbparse.check.finding import FINDERS, Context, Settings
from vbparse.check.tally import Tally, is_clean
from vbparse.model import Diagnostic, Document, FileReport, Fix, Report, Severity

__all__ = ["catalog", "check_documents", "explain_rule", "find_rule", "run_rules"]

FAMILIES = (structure, form, references, assignments, words)
"""The modules that hold the rules; importing them fills `FINDERS`."""


def run_rules(
    document: Document,
    language: str = "en",
    settings: Settings | None = None,
    weights: Mapping[str, Severity] | None = None,
) -> tuple[Diagnostic, ...]:
    """All findings of a document in the order of the text, those of reading it included.

    `weights` names the rules that are run, by their code, with the severity of their findings; else all are.
    """
    context = Context(document, settings)
    levels = {rule.code: rule.severity for rule in catalog()} if weights is None else weights
    rules = {rule.code: rule for rule in catalog() if rule.code in levels}
    found = [_told(d, rules[d.code], levels[d.code], language) for d in document.diagnostics if d.code in rules]
    for code, rule in rules.items():
        if code in FINDERS:
            found += _findings(context, rule, levels[code], language)
    return tuple(sorted(found, key=lambda d: (d.span, d.code, d.message)))


def _told(diagnostic: Diagnostic, rule: RuleInfo, severity: Severity, language: str) -> Diagnostic:
    """What reading found, in the reader's language."""
    message = rule.tell(diagnostic.values or {}, language)
    return Diagnostic(
        code=rule.code,
        name=rule.name,
        severity=severity,
        message=message,
        span=diagnostic.span,
        values=diagnostic.values,
    )


def _findings(context: Context, rule: RuleInfo, severity: Severity, language: str) -> Iterator[Diagnostic]:
    for finding in FINDERS[rule.code](context):
        fix = Fix(text=finding.fix, safe=rule.fix == "safe") if finding.fix is not None else None
        yield Diagnostic(
            code=rule.code,
            name=rule.name,
            severity=severity,
            message=rule.tell(finding.values, language),
            span=finding.span,
            fix=fix,
            values=dict(finding.values),
        )


def check_documents(documents: Iterable[Document], language: str = "en", settings: Settings | None = None) -> Report:
    """Run every rule on every document."""
    files, tally = [], Tally()
    for document in documents:
        found = run_rules(document, language, settings)
        path = document.source.path or "-"
        files.append(FileReport(path=path, clean=is_clean(found), diagnostics=found, source=document.source))
        tally.add(files[-1])
    return Report(files=tuple(files), summary=tally.summary())
