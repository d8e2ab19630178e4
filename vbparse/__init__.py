"""vbparse reads Vietnamese administrative plans and lines up their clauses.

>>> from vbparse import Source, parse
>>> parse(Source.of("KẾ HOẠCH\\nTuyên truyền\\n\\nI. MỤC ĐÍCH\\n\\nNâng cao nhận thức./.")).genre
'plan'
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
"""As in `typing`, which takes longer to import than `vbparse --version` takes to answer."""

if TYPE_CHECKING:
    from typing import Any

    from vbparse.errors import GrammarError, InputError, VbparseError
    from vbparse.matching import compare
    from vbparse.model import Comparison, Document
    from vbparse.pipeline import parse
    from vbparse.readers import read
    from vbparse.source import Source, Span

__version__ = "0.1.0"

_HOMES = {
    "Comparison": "vbparse.model",
    "Document": "vbparse.model",
    "GrammarError": "vbparse.errors",
    "InputError": "vbparse.errors",
    "Source": "vbparse.source",
    "Span": "vbparse.source",
    "VbparseError": "vbparse.errors",
    "compare": "vbparse.matching",
    "parse": "vbparse.pipeline",
    "read": "vbparse.readers",
}

__all__ = [
    "Comparison",
    "Document",
    "GrammarError",
    "InputError",
    "Source",
    "Span",
    "VbparseError",
    "compare",
    "parse",
    "read",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used, so that `vbparse --version` starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'vbparse' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value
