"""Outline of a document, one line a component and one line a node, for reading against the text.

    python tests/structure_outline.py FILE...

    # KIND A-B | TYPE NUMBER[:STATUS] DATE | TITLE | BODY; AUTHORITY; PLACE; PROVINCE; <- ATTACHED_TO
    # recipients A-B | of COMPONENT | N entries; first entry; archive
    # signature_block A-B | of COMPONENT | AUTHORITY / POSITION / NAME
    LINE (two blanks a level)KIND ROLE [MARKER] H|. first 60 characters

A-B are the first and last lines of the component that hold words: blank lines and lines of nothing but "|", "*", "-"
and "_" belong to either neighbour. "-" stands for null, "[]" for no marker, "H" says that the node has a heading
(a heading that runs on inline is followed by its child). Status is left out when it is "present".
"""

import sys
from collections.abc import Iterator

from vbparse import parse, read

WIDTH = 60


def shorten(text: str | None, width: int = WIDTH) -> str:
    text = " ".join((text or "-").split())
    return text if len(text) <= width else text[:width] + "…"


def worded(lines: list[str], first: int, last: int) -> str:
    numbers = [n for n in range(first, last + 1) if n <= len(lines) and lines[n - 1].strip(" \t\r\f\u00a0\ufeff|*-_")]
    return f"{numbers[0]}-{numbers[-1]}" if numbers else f"({first}-{last})"


def component_line(component: dict, lines: list[str]) -> str:
    span = component["span"]
    parts = [f"# {component['kind']} {worded(lines, span['line'], span['end_line'])}"]
    header = component.get("header")
    if header:
        number = header["number"] or "-"
        if header["number_status"] != "present":
            number += ":" + header["number_status"]
        parts.append(f"{header['doc_type'] or '-'} {number} {header['date'] or '-'}")
        parts.append(shorten(header["title"], 2 * WIDTH))
        facts = [header["issuing_body"], header["authority"], header["place"], header["province"]]
        parts.append("; ".join(fact or "-" for fact in facts) + "; <- " + (header["attached_to"] or "-"))
    if component["kind"] == "recipients":
        entries = component.get("recipients") or []
        parts.append(f"of {component['of']}")
        parts.append(
            f"{len(entries)} entries; {shorten(entries[0]['text'] if entries else None)}; {component.get('archive') or '-'}"
        )
    if component["kind"] == "signature_block":
        signature = component.get("signature") or {}
        parts.append(f"of {component['of']}")
        parts.append(" / ".join(signature.get(key) or "-" for key in ("authority", "position", "name")))
    return " | ".join(parts)


def node_lines(nodes: list[dict], level: int) -> Iterator[str]:
    for node in nodes:
        flag = "H" if node["heading"] else "."
        words = shorten(node["heading"] or node["text"])
        head = f"{node['span']['line']:4} {'  ' * level}{node['kind']} {node['role'] or '-'}"
        yield f"{head} [{node['marker'] or ''}] {flag} {words}"
        yield from node_lines(node["children"], level + 1)


def outline(path: str) -> str:
    document = parse(read(path)).to_data()
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    found = []
    for component in document["components"]:
        found.append(component_line(component, lines))
        found.extend(node_lines(component.get("body", []), 0))
    return "\n".join(found) + "\n"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(outline(name))
