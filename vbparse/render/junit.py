"""What `check` found, as a JUnit report: a suite for each file, a case for each finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from vbparse.check.session import Session
from vbparse.check.tally import weighs
from vbparse.model import Diagnostic, FileReport, Refused
from vbparse.render.output import Writer
from vbparse.render.safe import one_line, visible

_ILLEGAL = re.compile("[\ud800-\udfff\ufffe\uffff]")


def write_junit(session: Session, out: Writer, fail_on: str) -> None:
    """Findings that weigh as much as `fail_on` are failures, known and suppressed ones are skipped cases."""
    suites = [_suite(report, fail_on) for report in session.reports()]
    suites += [_refused(refused) for refused in session.refused]
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="vbparse">\n')
    for suite in suites:
        out.write(suite)
    out.write("</testsuites>\n")


def _suite(report: FileReport, fail_on: str) -> str:
    cases = list(_cases(report, fail_on)) or [f"  <testcase name={_attribute(report.path)} classname='vbparse'/>\n"]
    failures = sum(weighs(found.severity, fail_on) for found in report.diagnostics)
    skipped = len(report.known) + len(report.suppressed)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="0" skipped="{skipped}"'
    return f" <testsuite name={_attribute(report.path)} {counts}>\n{''.join(cases)} </testsuite>\n"


def _cases(report: FileReport, fail_on: str) -> Iterator[str]:
    for found in report.diagnostics:
        if weighs(found.severity, fail_on):
            what = f"<failure type={_attribute(found.severity)} message={_attribute(found.message)}/>"
        else:
            what = f"<system-out>{escape(_legal(visible(found.message)))}</system-out>"
        yield _case(report, found, what)
    for found in report.known:
        yield _case(report, found, '<skipped message="known from the baseline"/>')
    for found in report.suppressed:
        yield _case(report, found, f"<skipped message={_attribute(found.reason or '')}/>")


def _case(report: FileReport, found: Diagnostic, inner: str) -> str:
    line, column = report.source.position(found.span.start)
    name = _attribute(f"{found.code} {found.name} {line}:{column}")
    return f"  <testcase name={name} classname={_attribute(report.path)}>{inner}</testcase>\n"


def _refused(refused: Refused) -> str:
    name, reason = _attribute(refused.path), _attribute(refused.reason)
    case = f"  <testcase name={name} classname='vbparse'><error message={reason}/></testcase>\n"
    return f' <testsuite name={name} tests="1" failures="0" errors="1" skipped="0">\n{case} </testsuite>\n'


def _attribute(text: str) -> str:
    return quoteattr(_legal(one_line(text)))


def _legal(text: str) -> str:
    """Without characters that XML cannot hold, escaped or not."""
    return _ILLEGAL.sub("\ufffd", text)
