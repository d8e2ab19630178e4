"""PDF written by hand, so that tests know every letter and every line of a page.

The font has no shapes, half a size of width for every letter, and a map to Unicode: what a reader needs, no more.
"""

from collections.abc import Iterable
from typing import NamedTuple

FONT = "F"
ADVANCE = 0.5
"""Width of a letter, as a share of its size."""


class Words(NamedTuple):
    """Words that begin at a place, in points from the left and from the bottom."""

    x: float
    y: float
    text: str
    size: float = 12
    matrix: tuple[float, float, float, float] = (1, 0, 0, 1)
    mode: int = 0
    """3: not visible, as over a scan."""


def column(x: float, y: float, *lines: str, size: float = 12, step: float = 16) -> list[Words]:
    """Lines one below the other."""
    return [Words(x, y - step * i, line, size) for i, line in enumerate(lines)]


def drawn(items: Iterable[Words | str]) -> bytes:
    """The content of a page: words, and operators as they are."""
    parts = []
    for item in items:
        if isinstance(item, str):
            parts.append(item)
            continue
        a, b, c, d = item.matrix
        code = item.text.encode("utf-16-be").hex()
        parts.append(f"BT {item.mode} Tr /{FONT} {item.size} Tf {a} {b} {c} {d} {item.x} {item.y} Tm <{code}> Tj ET")
    return "\n".join(parts).encode()


def grid(xs: Iterable[float], ys: Iterable[float]) -> list[str]:
    """The borders of a table."""
    xs, ys = list(xs), list(ys)
    return [
        "0.5 w",
        *(f"{min(xs)} {y} m {max(xs)} {y} l S" for y in ys),
        *(f"{x} {min(ys)} m {x} {max(ys)} l S" for x in xs),
    ]


def pdf(
    *pages: Iterable[Words | str],
    page: str = "",
    catalog: str = "",
    objects: Iterable[bytes] = (),
    has_map: bool = True,
    trailer: str = "",
    font: str = "F",
) -> bytes:
    """A file of such pages, all in one font. `page` and `catalog` are further entries of their dictionaries, `objects` begin with 10."""
    streams = [drawn(items) for items in pages]
    letters = sorted({char for items in pages for item in items if isinstance(item, Words) for char in item.text})
    name = font.replace(" ", "#20").encode()
    body: dict[int, bytes] = {
        3: b"<</Type/Font/Subtype/Type0/BaseFont/"
        + name
        + b"/Encoding/Identity-H/DescendantFonts[4 0 R]"
        + (b"/ToUnicode 6 0 R>>" if has_map else b">>"),
        4: b"<</Type/Font/Subtype/CIDFontType2/BaseFont/"
        + name
        + b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor 5 0 R/DW 500>>",
        5: b"<</Type/FontDescriptor/FontName/"
        + name
        + b"/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200"
        b"/CapHeight 700/StemV 80>>",
        6: _stream(_unicode_map(letters)),
    }
    body |= dict(enumerate(objects, 10))
    first = 100
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(streams)))
    for i, stream in enumerate(streams):
        body[first + 2 * i] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</{FONT} 3 0 R>>>>"
            f"/Contents {first + 2 * i + 1} 0 R{page}>>"
        ).encode()
        body[first + 2 * i + 1] = _stream(stream)
    body[1] = f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode()
    body[2] = f"<</Type/Pages/Kids[{kids}]/Count {len(streams)}>>".encode()
    return file_of(body, trailer)


def file_of(body: dict[int, bytes], trailer: str = "") -> bytes:
    """A file of numbered objects, of which the first is the catalog."""
    data = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, content in sorted(body.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        data += b"%d 1\n%010d 00000 n \n" % (number, place)
    data += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (max(body) + 1, trailer.encode(), start)
    return bytes(data)


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def _unicode_map(letters: list[str]) -> bytes:
    lines = ["/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def"]
    lines.append("1 begincodespacerange <0000> <FFFF> endcodespacerange")
    for start in range(0, len(letters), 100):
        some = letters[start : start + 100]
        lines.append(f"{len(some)} beginbfchar")
        lines.extend(f"<{ord(char):04X}> <{ord(char):04X}>" for char in some)
        lines.append("endbfchar")
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(lines).encode()
