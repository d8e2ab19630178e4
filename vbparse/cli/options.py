"""What several commands share: options, and where output goes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from vbparse.readers.options import ReadOptions


class Language(StrEnum):
    """Language of the program's own words."""

    vi = "vi"
    en = "en"


JsonOption = Annotated[bool, typer.Option("--json", help="Short for --format json.")]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write here, atomically, never over an input.")
]
LangOption = Annotated[Language | None, typer.Option("--lang", help="Language of headings; default from the locale.")]

EncodingOption = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="Of the texts, such as windows-1258; default: what they show."),
]
OcrOption = Annotated[bool, typer.Option("--ocr", help="Read images and pages without text by OCR (tesseract).")]
LimitOption = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=N", help="What a file may cost, such as pages=100; see vbparse formats."),
]


def read_options(encoding: str | None, ocr: bool, limits: list[str] | None) -> ReadOptions:
    """How files are to be read."""
    from vbparse.readers.options import Limits, ReadOptions

    chosen = Limits()
    for words in limits or ():
        chosen = chosen.with_one(words)
    return ReadOptions(encoding=encoding, ocr=ocr, limits=chosen)


def language_of(lang: Language | None) -> str:
    """The language that was asked for, else that of the locale."""
    from vbparse.render.wording import default_language

    return lang.value if lang else default_language()
