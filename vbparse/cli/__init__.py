"""The command line: options in, one library call, exit code out.

Exit codes: 0 fine · 1 findings (`check`), or differences with `compare --exit-code` · 2 the call was wrong · 70 a fault
of the program · 128 and more: stopped by a signal, 130 by Ctrl-C.
Data goes to standard output, everything else to standard error. Heavy imports stand inside the commands.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from vbparse.cli.check import check_command
from vbparse.cli.options import (
    EncodingOption,
    JsonOption,
    LangOption,
    LimitOption,
    OcrOption,
    OutputOption,
    language_of,
    read_options,
)
from vbparse.direct import (
    compare_files,
    open_output,
    read_document,
    read_source,
    warn_if_no_plan,
    warn_if_scan,
    write_json,
)
from vbparse.errors import InputError

if TYPE_CHECKING:
    from vbparse.model import Document, Worklist

app = typer.Typer(
    name="vbparse",
    help="Reads Vietnamese administrative plans (kế hoạch) and lines up their clauses.",
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How the result is written."""

    terminal = "terminal"
    json = "json"


class TableFormat(StrEnum):
    """How a result that is a table is written."""

    terminal = "terminal"
    json = "json"
    csv = "csv"


class Rows(StrEnum):
    """Which rows of a matrix are shown."""

    all = "all"
    shared = "shared"
    missing = "missing"
    single = "single"
    none = "none"


class Stage(StrEnum):
    """What `show` can show."""

    text = "text"
    lines = "lines"
    blocks = "blocks"
    tree = "tree"
    records = "records"


class Schema(StrEnum):
    """Outputs that have a schema."""

    document = "document"
    comparison = "comparison"
    matrix = "matrix"
    report = "report"
    worklist = "worklist"


class View(StrEnum):
    """How `parse` orders what it found."""

    document = "document"
    agency = "agency"


FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the result.")]
FullOption = Annotated[
    bool, typer.Option("--full", help="Show whole clauses instead of the words around a difference.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show why clauses were matched, or not.")]
ExitOption = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 if the documents differ.")]


def command_line() -> int | None:
    """Make the call that the arguments ask for; gives the exit code."""
    arguments = sys.argv[1:] or ["--help"]
    # typer takes half a millisecond to prepare a command: only the one that is called, if one is.
    called = [command for command in app.registered_commands if command.name == arguments[0]]
    app.registered_commands = called or app.registered_commands
    try:
        code: int | None = app(arguments, standalone_mode=False)
        return code
    except typer.Abort:
        return 130
    except typer.TyperException as mistake:
        raise InputError(" ".join(getattr(mistake, "format_message", mistake.__str__)().split())) from None


def _version(asked: bool) -> None:
    if asked:
        from vbparse import __version__

        print(f"vbparse {__version__}")
        raise typer.Exit


@app.callback()
def top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before the command."""


@app.command("parse")
def parse_command(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...", help="Texts, Word files, PDF, web pages; see vbparse formats. - is standard input."
        ),
    ],
    format_: FormatOption = Format.terminal,
    json: JsonOption = False,
    output: OutputOption = None,
    lang: LangOption = None,
    by: Annotated[View, typer.Option("--by", help="agency: gather what each organ has to do.")] = View.document,
    encoding: EncodingOption = None,
    ocr: OcrOption = False,
    limit: LimitOption = None,
) -> None:
    """One document each: outline and records. Several files give JSON Lines."""
    reading = read_options(encoding, ocr, limit)
    with open_output(output, files) as out:
        for name in files:
            document = read_document(name, reading)
            is_json = json or format_ is Format.json
            if not is_json:
                warn_if_scan(document.source, language_of(lang))
            if by is View.agency:
                from vbparse.worklist import by_agency

                found: Document | Worklist = by_agency(document)
            else:
                found = document
            if is_json:
                write_json(found, out, is_line=len(files) > 1)
            else:
                from vbparse.render.terminal import make_console, show_found

                show_found(found, make_console(out), language_of(lang))


@app.command("compare")
def compare_command(
    left: Annotated[str, typer.Argument(metavar="LEFT", help="A plan; - is standard input.")],
    right: Annotated[str, typer.Argument(metavar="RIGHT", help="The plan to compare it with.")],
    format_: FormatOption = Format.terminal,
    json: JsonOption = False,
    output: OutputOption = None,
    lang: LangOption = None,
    explain: ExplainOption = False,
    full: FullOption = False,
    exit_code: ExitOption = False,
    encoding: EncodingOption = None,
    ocr: OcrOption = False,
    limit: LimitOption = None,
) -> None:
    """Line up equivalent clauses of two plans and say what differs."""
    reading = read_options(encoding, ocr, limit)
    with open_output(output, [left, right]) as out:
        comparison = compare_files(left, right, reading, language_of(lang))
        if json or format_ is Format.json:
            out.write(f"{comparison.to_json()}\n")
        else:
            from vbparse.render.comparison import show_comparison
            from vbparse.render.terminal import make_console

            show_comparison(comparison, make_console(out), language_of(lang), explain, full)
    if exit_code and not comparison.is_same:
        raise typer.Exit(1)


@app.command("matrix")
def matrix_command(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Two plans or more; one with --parent.")],
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="FILE", help="The rows are the points of this directive, strategy, decision."),
    ] = None,
    rows: Annotated[
        Rows,
        typer.Option(
            "--rows",
            help="shared: in two plans or more; missing: in all but one; single: in one only; "
            "none: points of the parent that no plan takes up. For terminal and csv.",
        ),
    ] = Rows.all,
    format_: Annotated[TableFormat, typer.Option("--format", "-f", help="How to write it.")] = TableFormat.terminal,
    json: JsonOption = False,
    bom: Annotated[bool, typer.Option(help="Begin csv with the mark by which Excel knows UTF-8.")] = True,
    output: OutputOption = None,
    lang: LangOption = None,
    encoding: EncodingOption = None,
    ocr: OcrOption = False,
    limit: LimitOption = None,
) -> None:
    """Line up any number of plans: one row a clause, one column a plan; who has it, who alone, who lacks it."""
    from vbparse.matching.matrix import build_matrix

    if len(files) < (1 if parent else 2):
        raise InputError("matrix needs two files or more")
    reading = read_options(encoding, ocr, limit)
    with open_output(output, [*files, parent] if parent else files) as out:
        documents = [read_document(name, reading) for name in files]
        for document in documents:
            warn_if_no_plan(document, language_of(lang))
        above = read_document(parent, reading) if parent else None
        if above:
            warn_if_scan(above.source, language_of(lang))
        matrix = build_matrix(documents, parent=above, workers=os.cpu_count() or 1)
        if json or format_ is TableFormat.json:
            out.write(f"{matrix.to_json()}\n")
        elif format_ is TableFormat.csv:
            from vbparse.render.sheet import matrix_csv

            out.write(matrix_csv(matrix, language_of(lang), rows.value, bom))
        else:
            from vbparse.render.heatmap import show_matrix
            from vbparse.render.terminal import make_console

            show_matrix(matrix, make_console(out), language_of(lang), rows.value)


app.command("check")(check_command)


@app.command("show")
def show_command(
    stage: Annotated[Stage, typer.Argument(help="Which stage to look at.")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="A document; - is standard input.")],
    line: Annotated[
        int | None, typer.Option("--line", "-l", min=1, help="Only this line of the file, with the reasons.")
    ] = None,
    encoding: EncodingOption = None,
    ocr: OcrOption = False,
    limit: LimitOption = None,
) -> None:
    """What a stage saw; with --line N why line N was read so."""
    from vbparse.grammar import default_grammar
    from vbparse.pipeline import parse, run_stages
    from vbparse.render.stages import show_stage

    source = read_source(file, read_options(encoding, ocr, limit))
    warn_if_scan(source)
    if line is not None and line > source.line_count:
        raise InputError(f"{file}: there is no line {line}, the last is {source.line_count}")
    stages = run_stages(source, default_grammar())
    with open_output(None, [file]) as out:
        for words in show_stage(stage.value, stages, parse(source), line):
            out.write(f"{words}\n")


@app.command("formats")
def formats_command(json: JsonOption = False) -> None:
    """Which kinds of files can be read on this machine, and what one may cost."""
    from vbparse.plain import dump_wide
    from vbparse.readers.formats import READABLE
    from vbparse.readers.options import Limits

    limits = Limits().as_words()
    with open_output(None, []) as out:
        if json:
            kinds = [{"name": kind.name, "media_type": kind.media_type, "missing": kind.missing()} for kind in READABLE]
            out.write(f"{dump_wide({'formats': kinds, 'limits': limits})}\n")
            return
        for kind in READABLE:
            lacking = kind.missing()
            out.write(f"{kind.name:<6} {kind.what:<24} {f'to read it, run: {lacking}' if lacking else 'can be read'}\n")
        most = " ".join(f"{name}={most}" for name, most in limits.items())
        out.write(f"\nlimits (--limit NAME=N): {most}\n")


@app.command("schema")
def schema_command(name: Annotated[Schema, typer.Argument(help="Which output.")]) -> None:
    """JSON Schema (2020-12) of an output."""
    from vbparse.plain import dump_wide
    from vbparse.schema import json_schema

    with open_output(None, []) as out:
        out.write(f"{dump_wide(json_schema(name.value))}\n")


@app.command("rules")
def rules_command(
    code: Annotated[str | None, typer.Argument(help="A rule's code or name, such as VB101.")] = None,
    lang: LangOption = None,
) -> None:
    """The check rules, or one of them explained."""
    from vbparse.check.catalog import catalog, explain_rule

    language = language_of(lang)
    table = "\n".join(f"{rule.code}  {rule.severity:<8} {rule.title[language]}" for rule in catalog())
    words = table if code is None else explain_rule(code, language)
    with open_output(None, []) as out:
        out.write(f"{words}\n")
