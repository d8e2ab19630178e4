"""What `check` found, as SARIF 2.1.0: rules, results with regions and fixes, what was known, what was suppressed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote

from vbparse import __version__
from vbparse.check.catalog import RuleInfo, catalog, explain_rule
from vbparse.check.session import Session
from vbparse.model import Diagnostic, FileReport, KnownFinding, Refused
from vbparse.plain import dump
from vbparse.render.output import Writer
from vbparse.source import Source, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_FINGERPRINT = "vbparse/v1"

Json = dict[str, Any]


def write_sarif(session: Session, out: Writer, language: str) -> None:
    """One run; results that the baseline has are `unchanged`, its stale entries `absent`."""
    results = [result for report in session.reports() for result in _results(report, session)]
    results += [_absent(entry, session) for entry in session.stale]
    run = {
        "tool": {"driver": _driver(language)},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(session.refused)],
        "results": results,
    }
    out.write(f"{dump({'$schema': _SCHEMA, 'version': '2.1.0', 'runs': [run]})}\n")


def _driver(language: str) -> Json:
    return {
        "name": "vbparse",
        "version": __version__,
        "language": language,
        "rules": [_rule(r, language) for r in catalog()],
    }


def _rule(rule: RuleInfo, language: str) -> Json:
    page = explain_rule(rule.code, language)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title[language]},
        "fullDescription": {"text": rule.why[language]},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


@cache
def _rule_places() -> dict[str, int]:
    return {rule.code: at for at, rule in enumerate(catalog())}


def _invocation(refused: list[Refused]) -> Json:
    """Whether all files could be checked, and why those that could not."""
    told = [
        {"level": "error", "message": {"text": one.reason}, "locations": [{"physicalLocation": _place(one.path)}]}
        for one in refused
    ]
    return {"executionSuccessful": not refused, "toolExecutionNotifications": told}


def _results(report: FileReport, session: Session) -> Iterator[Json]:
    new = {"baselineState": "new"} if session.baseline else {}
    for found in report.diagnostics:
        yield _result(report, found) | new
    for found in report.known:
        yield _result(report, found) | {"baselineState": "unchanged"}
    for found in report.suppressed:
        reason = {"kind": "external", "justification": found.reason or ""}
        yield _result(report, found) | new | {"suppressions": [reason]}


def _result(report: FileReport, found: Diagnostic) -> Json:
    region = _region(report.source, found.span)
    place = _place(report.path) | {"region": region}
    result: Json = {
        "ruleId": found.code,
        "ruleIndex": _rule_places()[found.code],
        "level": _LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {_FINGERPRINT: found.fingerprint or ""},
    }
    if found.fix:
        replacement = {"deletedRegion": region, "insertedContent": {"text": found.fix.text}}
        change = {"artifactLocation": _place(report.path)["artifactLocation"], "replacements": [replacement]}
        result["fixes"] = [{"artifactChanges": [change]}]
    return result


def _absent(entry: KnownFinding, session: Session) -> Json:
    """What the baseline has and nothing answers to any more."""
    path = session.baseline.path.parent / entry.path if session.baseline else Path(entry.path)
    return {
        "ruleId": entry.code,
        "level": "none",
        "kind": "notApplicable",
        "message": {"text": entry.words or entry.code},
        "locations": [{"physicalLocation": _place(str(path))}],
        "partialFingerprints": {_FINGERPRINT: entry.fingerprint},
        "baselineState": "absent",
    }


def _place(path: str) -> Json:
    uri = Path(path).as_uri() if Path(path).is_absolute() else quote(os.fsencode(PurePath(path).as_posix()))
    return {"artifactLocation": {"uri": uri}}


def _region(source: Source, span: Span) -> Json:
    """Lines and columns from 1; the end column is the one after the last."""
    line, column = source.position(span.start)
    end_line, end_column = source.position(span.end)
    words = {"snippet": {"text": source[span]}} if span.end > span.start else {}
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column, **words}
