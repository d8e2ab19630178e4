"""What several commands share: options, and where output goes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from vbparse.errors import InputError

if TYPE_CHECKING:
    from vbparse.render.output import Writer


class Language(StrEnum):
    """Language of the program's own words."""

    vi = "vi"
    en = "en"


JsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, atomically, never over an input.")
]
LangOption = Annotated[Language | None, typer.Option("--lang", help="Language of headings; default from the locale.")]


def language_of(lang: Language | None) -> str:
    """The language that was asked for, else that of the locale."""
    from vbparse.render.wording import default_language

    return lang.value if lang else default_language()


def open_output(name: str | None, inputs: list[str]) -> Writer:
    """Standard output, or a file that appears when all went well."""
    from vbparse.render.output import Writer

    if inputs.count("-") > 1:
        raise InputError("-: standard input can be read only once")
    return Writer(name, inputs)
