"""Which kinds of files can be read, how they are known by their bytes, and what reading them needs."""

from __future__ import annotations

import re

from vbparse.readers.markup import markup_of
from vbparse.shape import shape


@shape
class Format:
    """A kind of file."""

    name: str
    """As extras and `vbparse formats` call it: "docx"."""
    what: str
    """As messages call it: "a Word file (.docx)"."""
    media_type: str
    module: str | None = None
    """In `vbparse.readers`; null where the kind cannot be read at all."""
    extra: str | None = None
    """Of the package, which brings `packages`."""
    packages: tuple[str, ...] = ()
    """Names under which Python imports what the reader needs."""
    programs: tuple[str, ...] = ()
    """Of which one must be installed."""
    debian: str | None = None
    """The Debian package that brings the first of them."""
    instead: str | None = None
    """What to do with a file of a kind that cannot be read."""

    def missing(self) -> str | None:
        """The command that installs all that this machine lacks; null where nothing does."""
        from shutil import which

        lacking = []
        if any(not _is_importable(name) for name in self.packages):
            lacking.append(f'pip install "vbparse[{self.extra}]"')
        if self.programs and not any(map(which, self.programs)):
            lacking.append(f"apt install {self.debian}")
        return " && ".join(lacking) or None


TEXT = Format(name="text", what="a text", media_type="text/plain")
HTML = Format(
    name="html",
    what="an HTML page",
    media_type="text/html",
    module="html",
    extra="html",
    packages=("lxml",),
)
DOCX = Format(
    name="docx",
    what="a Word file (.docx)",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    module="docx",
)
PDF = Format(
    name="pdf",
    what="a PDF",
    media_type="application/pdf",
    module="pdf",
    extra="pdf",
    packages=("pypdfium2",),
)
DOC = Format(
    name="doc",
    what="an old Word file (.doc)",
    media_type="application/msword",
    module="doc",
    programs=("antiword", "soffice"),
    debian="antiword",
)
RTF = Format(
    name="rtf",
    what="an RTF file",
    media_type="application/rtf",
    module="rtf",
)
IMAGE = Format(
    name="image",
    what="an image",
    media_type="image/*",
    module="image",
    extra="ocr",
    packages=("PIL",),
    programs=("tesseract",),
    debian="tesseract-ocr tesseract-ocr-vie",
)
READABLE = (TEXT, DOCX, PDF, HTML, DOC, RTF, IMAGE)
"""In the order in which people are told of them."""

ZIP = Format(name="zip", what="a ZIP file or an office file other than .docx", media_type="application/zip")
LOCKED = Format(name="locked", what="an office file under a password", media_type="application/octet-stream")
GZIP = Format(name="gzip", what="a compressed file", media_type="application/gzip")
PROGRAM = Format(name="program", what="a program", media_type="application/octet-stream")
WEB_ARCHIVE = Format(
    name="mht",
    what="a web archive (.mht)",
    media_type="multipart/related",
    instead="save it as .htm or .docx",
)
WORD_XML = Format(
    name="word xml",
    what="a Word file in XML",
    media_type="application/xml",
    instead="save it as .docx",
)
BINARY = Format(name="binary", what="a binary file, not text", media_type="application/octet-stream")

_SIGNATURES = (
    (b"%PDF", PDF),
    (b"PK\x03\x04", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOC),
    (b"{\\rtf", RTF),
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"GIF8", IMAGE),
    (b"\x1f\x8b", GZIP),
    (b"\x7fELF", PROGRAM),
)
_MARKUP = {"html": HTML, "web archive": WEB_ARCHIVE, "word xml": WORD_XML}
_LATER_SIGNATURES = re.compile(rb"RIFF.{4}WEBP|BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}", re.DOTALL)
"""Images that are known by more than their first bytes: WebP, and BMP, which only begins as words may ("BM-01")."""
_LOOKED_AT = 4096
_PDF_WITHIN = 1024
"""A PDF may begin with other bytes, see ISO 32000-1, annex H.3.4.1."""
_WORD_PART = "word/document.xml"
_LOCKED_STREAM = "EncryptedPackage".encode("utf-16-le")
"""What a new office file is packed in that asks for a password, see MS-OFFCRYPTO, 2.3.4.4."""


def format_of(data: bytes) -> Format:
    """The kind of a file by its bytes alone; a name may say anything."""
    head = data[:_LOOKED_AT]
    found = next((kind for start, kind in _SIGNATURES if head.startswith(start)), None)
    if found is ZIP:
        return DOCX if _holds(data, _WORD_PART) else ZIP
    if found is DOC and _LOCKED_STREAM in data:
        return LOCKED
    if found:
        return found
    if _LATER_SIGNATURES.match(head):
        return IMAGE
    markup = markup_of(data)
    if markup:
        return _MARKUP[markup]
    return PDF if b"%PDF-" in head[:_PDF_WITHIN] else TEXT


def _holds(data: bytes, name: str) -> bool:
    """Whether an archive holds a file; of one that was cut off, whether the file begins in it."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return name in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return name.encode() in data


def _is_importable(name: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
