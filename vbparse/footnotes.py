"""`Line…` → the footnotes at the foot of its pages, and the marks in the text that refer to them.

A footnote is no part of the clause that a page break cut above it, and its mark is no part of the word that it hangs
on: "điều chỉnh2" is read as "điều chỉnh". The patterns are in `grammars/footnotes.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from vbparse.grammar import Grammar
from vbparse.model import Line
from vbparse.shape import replace, shape
from vbparse.source import Source, Span

SEPARATOR = 30
"""Fewest blanks of a line that stands for the stroke above footnotes; converters of PDF write it so."""
_READ_OVER = "\u2060"
"""Stands for a mark inside a word or before its punctuation; readings leave it out."""


@shape
class Note:
    """A footnote: its number, its lines, and its mark in the text if one was found."""

    number: int
    lines: tuple[Line, ...]
    mark: Span | None


def find_notes(source: Source, lines: Sequence[Line], grammar: Grammar) -> tuple[Note, ...]:
    """The footnotes of a text in order. A stroke begins them on each page, its foot or the next page ends them."""
    notes: list[Note] = []
    top = 0
    """From where on the page a mark is looked for."""
    foot = 0
    """Up to where: the brackets that open one footnote are no mark of the next."""
    is_open = False
    for line, after in zip(lines, (*lines[1:], None), strict=True):
        if line.kind == "furniture":
            top = line.span.end if is_open or not notes else max(top, line.span.end)
            is_open = False
        elif is_open and source.text.startswith("\f", line.span.start):
            top, is_open = line.span.start, False
        elif not is_open:
            is_open = _is_stroke(source, line) and after is not None and _begins(source, after, notes, grammar)
            foot = line.span.start
        elif line.kind != "blank":
            number = _number(source, line, notes, grammar)
            if number:
                mark = _find_mark(source, number, Span(top, foot), grammar)
                top = mark.end if mark else top
                notes.append(Note(number=number, lines=(line,), mark=mark))
            elif notes:
                notes[-1] = replace(notes[-1], lines=(*notes[-1].lines, line))
    return tuple(notes)


def _is_stroke(source: Source, line: Line) -> bool:
    return line.kind == "blank" and line.span.end - line.span.start >= SEPARATOR and "\f" not in source[line.span]


def _begins(source: Source, line: Line, notes: Sequence[Note], grammar: Grammar) -> bool:
    """Whether a footnote begins below a stroke, or goes on from the page before."""
    return line.kind == "text" and (bool(notes) or _number(source, line, notes, grammar) == 1)


def _number(source: Source, line: Line, notes: Sequence[Note], grammar: Grammar) -> int | None:
    """The number that opens a footnote: the next one, or 1 where every page counts anew."""
    found = grammar.rules("footnotes").pattern("note").match(source.text, line.span.start, line.span.end)
    number = int(found["num"]) if found else 0
    return number if number in (1, (notes[-1].number if notes else 0) + 1) else None


def _find_mark(source: Source, number: int, page: Span, grammar: Grammar) -> Span | None:
    """The first place on the page where the mark of a footnote may stand, by the surest rule that finds one."""
    rules = grammar.rules("footnotes")
    for name in ("in_brackets", "on_word", "on_number", "on_mark", "on_roman", "on_year", "on_code"):
        rule = rules[name]
        for found in rule.pattern.finditer(source.text, page.start, page.end):
            digits = found["num"]
            if digits == str(number) or (rule.get("tail") and digits.endswith(str(number))):
                end = found.end("num")
                return Span(*found.span()) if rule.get("whole") else Span(end - len(str(number)), end)
    return None


def without_marks(source: Source, notes: Sequence[Note]) -> Source:
    """The source as it is read: a blank or nothing in the place of each mark, every other offset as before."""
    marks = [note.mark for note in notes if note.mark]
    return replace(source, text="".join(_read_over(source.text, marks))) if marks else source


def _read_over(text: str, marks: Sequence[Span]) -> Iterator[str]:
    last = 0
    for mark in marks:
        size = mark.end - mark.start
        yield text[last : mark.start]
        yield (" " if text[mark.end : mark.end + 1].isspace() else _READ_OVER) * size
        last = mark.end
    yield text[last:]


def named_notes(lines: Sequence[Line], notes: Sequence[Note]) -> tuple[Line, ...]:
    """The lines, those of footnotes named so: no marker opens in them and no paragraph goes on in them."""
    own = {line.number for note in notes for line in note.lines}
    return tuple(replace(line, kind="note", marker=None) if line.number in own else line for line in lines)
