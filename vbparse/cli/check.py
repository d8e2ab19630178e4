"""`vbparse check`: options and settings in, reports out one by one, exit code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from vbparse.cli.options import (
    EncodingOption,
    JsonOption,
    LangOption,
    Language,
    LimitOption,
    OcrOption,
    OutputOption,
    language_of,
    read_options,
)
from vbparse.direct import open_output, say
from vbparse.errors import InputError
from vbparse.shape import replace

if TYPE_CHECKING:
    from vbparse.check.baseline import Baseline
    from vbparse.check.chosen import Layer
    from vbparse.check.config import Config
    from vbparse.check.look import Job
    from vbparse.check.paths import Filter
    from vbparse.check.session import Session
    from vbparse.render.output import Writer
    from vbparse.render.report import Shown


class ReportFormat(StrEnum):
    """How findings are written."""

    terminal = "terminal"
    json = "json"
    jsonl = "jsonl"
    sarif = "sarif"
    github = "github"
    gitlab = "gitlab"
    junit = "junit"


class FailOn(StrEnum):
    """From which severity on findings make the command fail."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


Words = list[str] | None
RULES = "Codes, beginnings of codes (VB3), names or ALL; several parted by commas."


def check_command(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Files, folders, globs; - is standard input.", show_default=False),
    ],
    format_: Annotated[ReportFormat, typer.Option("--format", "-f", help="How to write it.")] = ReportFormat.terminal,
    json: JsonOption = False,
    output: OutputOption = None,
    lang: LangOption = None,
    select: Annotated[Words, typer.Option("--select", metavar="RULES", help=f"Run these rules alone. {RULES}")] = None,
    ignore: Annotated[Words, typer.Option("--ignore", metavar="RULES", help="Do not run these.")] = None,
    severity: Annotated[
        Words, typer.Option("--severity", metavar="RULE=LEVEL", help="Weigh a rule as error, warning or info.")
    ] = None,
    fail_on: Annotated[
        FailOn | None, typer.Option("--fail-on", help="Exit with 1 from this severity on; error if left out.")
    ] = None,
    statistics: Annotated[bool, typer.Option("--statistics", help="On a terminal: counts by rule.")] = False,
    baseline: Annotated[
        str | None, typer.Option("--baseline", metavar="FILE", help="Findings that are in it are known.")
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Take all findings into the baseline and exit with 0.")
    ] = False,
    show_known: Annotated[
        bool, typer.Option("--show-known", help="On a terminal: known and suppressed findings, too.")
    ] = False,
    registry: Annotated[
        str | None, typer.Option("--registry", metavar="FILE", help="Which documents were replaced by which.")
    ] = None,
    include: Annotated[Words, typer.Option("--include", metavar="GLOB", help="Files of folders that count.")] = None,
    exclude: Annotated[Words, typer.Option("--exclude", metavar="GLOB", help="Files and folders left out.")] = None,
    force_exclude: Annotated[bool, typer.Option("--force-exclude", help="Leave out named files as well.")] = False,
    gitignore: Annotated[bool, typer.Option(help="Leave out what git ignores in folders.")] = True,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what cannot change meaning, in the files.")] = False,
    unsafe_fixes: Annotated[
        bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: also what a reader has to look at.")
    ] = False,
    show_diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what --fix would do.")] = False,
    config: Annotated[
        str | None,
        typer.Option("--config", metavar="FILE", help="Settings; else the nearest vbparse.toml or pyproject.toml."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, help="Processes; as many as processors if left out.")
    ] = None,
    encoding: EncodingOption = None,
    ocr: OcrOption = False,
    limit: LimitOption = None,
) -> None:
    """Does it parse cleanly? Findings at their line, with stable codes; exit code 1 if there is an error."""
    from vbparse.check.paths import find_files
    from vbparse.check.rewrite import roots
    from vbparse.check.run import usable_processors
    from vbparse.check.session import Session
    from vbparse.readers.raw import read_standard_input
    from vbparse.render.diff import write_diff
    from vbparse.render.progress import Progress

    settings = _settings(paths, config)
    own = _layer(select, ignore, severity)
    names = find_files(paths, _filter(settings, include, exclude, gitignore, force_exclude))
    language = Language(settings.lang) if settings.lang and not lang else lang
    form = ReportFormat.json if json else format_
    reading = read_options(encoding, ocr, limit)
    mends = _mending(fix, unsafe_fixes, show_diff, names, form)
    job = replace(
        _job(settings, own, language_of(language), registry),
        reading=reading,
        given=read_standard_input(reading) if "-" in names else b"",
        mends=mends,
        allowed=None if show_diff else roots(paths),
    )
    known = _baseline(baseline or settings.baseline, write_baseline)
    least = fail_on.value if fail_on else settings.fail_on or "error"
    session = Session(names, job, jobs or usable_processors(), known, Progress(len(names)).tell)
    read = _inputs(names, settings, registry)
    with open_output(output, [*read, *([str(known.path)] if known else [])]) as out:
        if show_diff:
            write_diff(session, out)
        elif form is ReportFormat.terminal:
            shown: Shown = "none" if statistics or write_baseline else "all" if show_known else "new"
            _show(session, out, job.language, shown, statistics)
        else:
            _write(session, out, form, job.language, least)
    raise typer.Exit(_conclude(session, least, read if write_baseline else None))


# --- what is asked for --------------------------------------------------------------------------------------------


def _settings(paths: list[str], config: str | None) -> Config:
    from vbparse.check.config import find_config, read_config

    if config:
        return read_config(Path(config))
    first = Path(paths[0] if paths[0] != "-" else ".")
    return find_config(first if os.path.isdir(first) else first.parent)


def _split(words: Words) -> tuple[str, ...]:
    """Words of an option that may be given several times, and hold several parted by commas."""
    return tuple(word.strip() for text in words or () for word in text.split(",") if word.strip())


def _layer(select: Words, ignore: Words, severity: Words) -> Layer:
    from vbparse.check.chosen import Layer, codes
    from vbparse.check.config import level

    for word in (*_split(select), *_split(ignore)):
        codes(word)
    levels = tuple(level(*_pair(word)) for word in _split(severity))
    return Layer(select=_split(select), ignore=_split(ignore), severity=levels)


def _pair(word: str) -> tuple[str, str]:
    rule, sign, said = word.partition("=")
    if not sign:
        raise InputError(f"--severity {word}: write RULE=LEVEL, such as VB201=warning")
    return rule.strip(), said.strip()


def _filter(settings: Config, include: Words, exclude: Words, gitignore: bool, force_exclude: bool) -> Filter:
    from vbparse.check.globs import Patterns
    from vbparse.check.paths import TEXTS, Filter

    here = str(Path.cwd())
    wanted = Patterns(include, here) if include else Patterns(settings.include or TEXTS, settings.folder)
    # Patterns of a folder speak of what is in it alone; those of the file type hold anywhere.
    wanted = wanted if include or settings.include else Patterns(TEXTS)
    unwanted = (Patterns(settings.exclude, settings.folder), Patterns(exclude or (), here))
    return Filter(include=(wanted,), exclude=unwanted, heeds_gitignore=gitignore, excludes_named=force_exclude)


def _job(settings: Config, own: Layer, language: str, registry: str | None) -> Job:
    from vbparse.check.chosen import Choice
    from vbparse.check.look import Job

    documents = registry or settings.registry
    return Job(
        language=language,
        settings=(*settings.rules, *((("registry", documents),) if documents else ())),
        choice=Choice(layers=(settings.layer, own), per_file=settings.per_file),
        suppressions=settings.suppressions,
    )


def _inputs(names: list[str], settings: Config, registry: str | None) -> list[str]:
    """All that is read but the baseline: documents and what stands beside them, settings, registry."""
    from vbparse.check.suppress import SIDECAR

    said = (settings.path, registry or settings.registry)
    return [*names, *(f"{name}{SIDECAR}" for name in names), *filter(None, said)]


Mending = Literal["safe", "unsafe"] | None


def _mending(fix: bool, unsafe: bool, shows: bool, names: list[str], form: ReportFormat) -> Mending:
    """Which fixes are wanted, if any."""
    if shows and form is not ReportFormat.terminal:
        raise InputError(f"--diff: a diff is not written as {form.value}")
    if unsafe and not (fix or shows):
        raise InputError("--unsafe-fixes: say what to do with them, --fix or --diff")
    if fix and not shows and "-" in names:
        raise InputError("-: standard input cannot be mended; --diff shows what would be")
    if not (fix or shows):
        return None
    return "unsafe" if unsafe else "safe"


def _baseline(name: str | None, is_written: bool) -> Baseline | None:
    from vbparse.check.baseline import Baseline

    if name is None:
        if is_written:
            raise InputError("--write-baseline: name the file with --baseline FILE, or in the settings")
        return None
    path = Path(name)
    return Baseline(path) if is_written and not os.path.exists(path) else Baseline.read(path)


# --- what is written ----------------------------------------------------------------------------------------------


def _write(session: Session, out: Writer, form: ReportFormat, language: str, limit: str) -> None:
    """One of the formats for programs."""
    if form in (ReportFormat.json, ReportFormat.jsonl):
        from vbparse.render.report_json import write_json, write_lines

        (write_json if form is ReportFormat.json else write_lines)(session, out)
    elif form is ReportFormat.sarif:
        from vbparse.render.sarif import write_sarif

        write_sarif(session, out, language)
    elif form is ReportFormat.junit:
        from vbparse.render.junit import write_junit

        write_junit(session, out, limit)
    elif form is ReportFormat.github:
        from vbparse.render.github import write_github

        write_github(session, out)
    else:
        from vbparse.render.gitlab import write_gitlab

        write_gitlab(session, out)


def _show(session: Session, out: Writer, language: str, shown: Shown, has_statistics: bool) -> None:
    """For people."""
    from vbparse.render.report import show_session
    from vbparse.render.terminal import make_console

    show_session(session, make_console(out), language, shown, has_statistics)


def _conclude(session: Session, limit: str, read: list[str] | None) -> int:
    """Say what is no finding, write the baseline, if asked to, over nothing that was read; the exit code."""
    writes_baseline = read is not None
    for sentence in _remarks(session, writes_baseline):
        say(sentence)
    if session.baseline and read is not None:
        with open_output(str(session.baseline.path), read) as file:
            file.write(session.baseline.text())
    if session.refused:
        return 2
    return 0 if writes_baseline else int(session.tally.reaches(limit))


def _remarks(session: Session, writes_baseline: bool) -> Iterator[str]:
    yield from (refused.reason for refused in session.refused)
    yield from (f"{place}: there is nothing to suppress" for place in session.idle)
    stale = len(session.stale)
    if session.baseline and writes_baseline:
        yield f"{session.baseline.path}: {session.baseline.size} findings are known now, {stale} stale entries are gone"
    elif session.baseline and stale:
        yield f"{session.baseline.path}: {stale} entries are stale; --write-baseline removes them"
