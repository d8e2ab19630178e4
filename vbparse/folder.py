"""Where the grammar files are: beside the installed package, or at the root of a checkout."""

from __future__ import annotations

import os

from vbparse.errors import GrammarError


def grammar_folder() -> str:
    """The folder of the grammar files. Raises `GrammarError` if this installation lost it."""
    here = os.path.dirname(os.path.realpath(__file__))
    for folder in (os.path.join(here, "grammars"), os.path.join(os.path.dirname(here), "grammars")):
        if os.path.isfile(os.path.join(folder, "markers.toml")):
            return folder
    raise GrammarError("the grammars folder is missing from this installation")
