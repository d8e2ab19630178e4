"""Where the grammar files are: beside the installed package, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path

from vbparse.errors import GrammarError


def grammar_folder() -> Path:
    """The folder of the grammar files. Raises `GrammarError` if this installation lost it."""
    here = Path(__file__).resolve().parent
    for folder in (here / "grammars", here.parent / "grammars"):
        if (folder / "markers.toml").is_file():
            return folder
    raise GrammarError("the grammars folder is missing from this installation")
