"""A file → what was found in it, by the rules and suppressions that hold for it; mended first if that is asked for."""

from __future__ import annotations

import os
from typing import Literal, NamedTuple

from vbparse.check import run_rules
from vbparse.check.baseline import Surroundings, with_fingerprints
from vbparse.check.chosen import Choice
from vbparse.check.finding import Settings
from vbparse.check.mend import Mended, diff, is_mendable, mend_until_still
from vbparse.check.rewrite import rewrite
from vbparse.check.suppress import Suppression, first_that_allows, read_sidecar
from vbparse.check.tally import is_clean
from vbparse.errors import InputError
from vbparse.model import Diagnostic, Document, FileReport, Refused, Severity
from vbparse.pipeline import parse
from vbparse.readers import read_bytes
from vbparse.readers.options import ReadOptions
from vbparse.readers.raw import read_raw
from vbparse.shape import replace, shape


@shape
class Job:
    """How files are checked; the same for all of them."""

    language: str = "en"
    settings: tuple[tuple[str, object], ...] = ()
    choice: Choice = Choice()
    suppressions: tuple[Suppression, ...] = ()
    given: bytes = b""
    """What standard input held, for the file "-"."""
    mends: Literal["safe", "unsafe"] | None = None
    """Which fixes are made, if any."""
    reading: ReadOptions = ReadOptions()
    allowed: frozenset[str] | None = None
    """Where mended files are written (see `rewrite.roots`); null: nowhere, they are shown as a diff."""

    def rule_settings(self) -> Settings:
        """The settings of rules, by name."""
        return dict(self.settings)


@shape
class Checked:
    """What came of one file: a report, or the reason why there is none."""

    report: FileReport | None = None
    refused: Refused | None = None
    codes: frozenset[str] = frozenset()
    """The rules that were run on it."""
    asked: frozenset[str] = frozenset()
    """Suppressions that spoke of it and of those rules, by their place."""
    used: frozenset[str] = frozenset()
    """Those by which a finding stands."""


def check_file(name: str, job: Job) -> Checked:
    """Read, mend if asked to, parse and check one file."""
    path = os.path.abspath(name)
    try:
        data = job.given if name == "-" else read_raw(name, job.reading)
        source = read_bytes(data, name, job.reading)
        suppressions = (*read_sidecar(name), *(one for one in job.suppressions if one.is_for(path)))
    except InputError as problem:
        return Checked(refused=Refused(path=name, reason=str(problem)))
    view = View(job=job, weights=job.choice.severities(path), suppressions=suppressions)
    after, refused = _mended(name, data, view) if job.mends and is_mendable(source) else (Mended(data, ()), None)
    if after.data != data and job.allowed is not None:
        source = read_bytes(after.data, name, job.reading)
    found = view.look(parse(source))
    report = FileReport(
        path=name,
        clean=is_clean(found.left),
        diagnostics=found.left,
        suppressed=found.suppressed,
        fixed=len(after.fixed),
        diff=diff(data, after.data, name) if job.allowed is None else "",
        source=source,
    )
    asked = frozenset(one.where for one in suppressions if one.codes & view.weights.keys())
    return Checked(report=report, refused=refused, codes=frozenset(view.weights), asked=asked, used=found.used)


def _mended(name: str, data: bytes, view: View) -> tuple[Mended, Refused | None]:
    """A file after mending, written if that is asked for; as it was, with the reason, where it cannot be."""
    unsafe = view.job.mends == "unsafe"
    encoding = view.job.reading.encoding
    after = mend_until_still(data, lambda found: view.look(found).left, path=name, encoding=encoding, unsafe=unsafe)
    try:
        if after.data != data and view.job.allowed is not None:
            rewrite(name, after.data, view.job.allowed)
    except InputError as problem:
        return Mended(data, ()), Refused(path=name, reason=str(problem))
    return after, None


class Look(NamedTuple):
    """The findings of one document, with their fingerprints."""

    left: tuple[Diagnostic, ...] = ()
    """Those that count."""
    suppressed: tuple[Diagnostic, ...] = ()
    """Those that somebody lets stand."""
    used: frozenset[str] = frozenset()
    """The places of the suppressions by which they do."""


@shape
class View:
    """How one file is looked at."""

    job: Job
    weights: dict[str, Severity]
    suppressions: tuple[Suppression, ...]

    def look(self, document: Document) -> Look:
        """Run the rules and take apart what they find."""
        found = run_rules(document, self.job.language, self.job.rule_settings(), self.weights)
        if not found:
            return Look()
        source, around = document.source, Surroundings(document)
        left, suppressed, used = [], [], set()
        for diagnostic in with_fingerprints(found, around, source):
            context = f"{source[diagnostic.span]} {around.words(diagnostic.span)}"
            by = first_that_allows(self.suppressions, diagnostic.code, context)
            if by is None:
                left.append(diagnostic)
            else:
                suppressed.append(replace(diagnostic, reason=by.reason))
                used.add(by.where)
        return Look(tuple(left), tuple(suppressed), frozenset(used))
