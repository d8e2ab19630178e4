"""Mistakes of the caller. What is odd in a document is a `Diagnostic`, never one of these."""

from __future__ import annotations


class VbparseError(Exception):
    """Base of the package's own errors; its message is one sentence for a person."""


class InputError(VbparseError):
    """A file that cannot be read: missing, a folder, unreadable, or of a kind that is not supported."""


class ReaderGone(VbparseError):
    """Whoever read the output has stopped, as `head` does; nobody is left to complain to."""


class GrammarError(VbparseError):
    """A grammar file that is broken; the message names the file and the rule."""
