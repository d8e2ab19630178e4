"""How files are read: what the caller may choose, and how much a file may cost."""

from __future__ import annotations

from vbparse.errors import InputError
from vbparse.shape import names_of, replace, shape


@shape
class Limits:
    """What one file may cost; beyond it the file is refused, so that nothing is left out unsaid."""

    megabytes: int = 256
    """Of the file itself."""
    unpacked: int = 1024
    """Megabytes of what is packed in it."""
    pages: int = 5000
    seconds: int = 300
    """From the first page to the last, OCR left out; for each page that is read by OCR, its own."""
    depth: int = 500
    """Of tables or elements inside each other."""

    def as_words(self) -> dict[str, int]:
        """Each limit by its name."""
        return {name: getattr(self, name) for name in names_of(Limits)}

    def with_one(self, words: str) -> Limits:
        """The same with one of them changed, as in "pages=100"; raises `InputError` for anything else."""
        name, _, value = words.partition("=")
        names = self.as_words()
        if name not in names or not (value.isascii() and value.isdecimal() and int(value) > 0):
            raise InputError(f"--limit {words}: give one of {', '.join(names)}, as in pages=100")
        return replace(self, **{name: int(value)})


@shape
class ReadOptions:
    """What the caller chooses about reading."""

    encoding: str | None = None
    """Of a text; null: what its bytes tell."""
    ocr: bool = False
    """Whether pages that have no text of their own are read by OCR, and images at all."""
    limits: Limits = Limits()


DEFAULTS = ReadOptions()
"""Nothing chosen."""


def too_much(path: str, what: str, name: str, most: int) -> InputError:
    """A file beyond a limit: "a.pdf: 9000 pages are more than 5000; see --limit pages=N"."""
    return InputError(f"{path}: {what} more than {most}; if that is meant, see --limit {name}=N")
