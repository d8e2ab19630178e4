"""Marked sentences of `tests/gold/records` held against what the parser finds on their lines."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from vbparse import parse, read

HERE = Path(__file__).parent
MARKS = HERE / "gold" / "records"
TEXTS = HERE / "golden" / "structure"

Json = dict[str, Any]
Found = dict[str, list[str]]
"""Kind → what was found or marked, each as a line of words that can be compared."""

KINDS = (
    "citations", "citation_fields", "relations", "assigned", "lead", "coordinating", "implementing", "times",
    "reporting", "reporting_fields", "amounts", "products", "indicators",
)  # fmt: skip


def names() -> list[str]:
    """The documents that have marked sentences."""
    return sorted(path.stem for path in MARKS.glob("*.toml"))


def sentences(name: str) -> list[Json]:
    """The marks of a document."""
    return tomllib.loads((MARKS / f"{name}.toml").read_text(encoding="utf-8"))["sentence"]


def parsed(name: str) -> Json:
    """The parser's answer to a document's text."""
    return parse(read(str(TEXTS / f"{name}.txt"))).to_data()


def key(words: str | None) -> str:
    """Words without what reading them aloud would not tell: capitals, marks, blanks."""
    return re.sub(r"\W+", " ", unicodedata.normalize("NFC", words or "").casefold().replace("uỷ", "ủy")).strip()


# --- what is marked -----------------------------------------------------------------------------------------------


def marked(sentence: Json) -> Found:
    """The answers of one sentence."""
    cited = [(cited_key(c), c) for c in sentence.get("citations", [])]
    due = sentence.get("reporting", [])
    return {
        "citations": [name for name, _ in cited],
        "citation_fields": [f"{name}: {field} {key(c.get(field))}" for name, c in cited for field in FIELDS],
        "relations": [f"{r['type']} {key(r['target'])}" for r in sentence.get("relations", [])],
        **{kind: [key(name) for name in sentence.get(kind, [])] for kind in ORGANS},
        "times": [time_key(time) for time in sentence.get("times", [])],
        "reporting": ["a duty to report"] * len(due),
        "reporting_fields": [line for duty in due for line in duty_lines(duty)],
        "amounts": [str(amount) for amount in sentence.get("amounts", [])],
        "products": [key(product) for product in sentence.get("products", [])],
        "indicators": [indicator_key(i) for i in sentence.get("indicators", [])],
    }


FIELDS = ("type", "date", "issuer")
ORGANS = ("assigned", "lead", "coordinating", "implementing")


def cited_key(citation: Json) -> str:
    return key(citation.get("canonical") or citation.get("number")) or key(citation.get("text"))[:40]


def time_key(time: Json) -> str:
    """A time by what it says; its words, if no calendar can say it."""
    date = (time.get("edtf") or "").removeprefix("..").strip("/").removesuffix("/..")
    bound = {"by": "until"}.get(time.get("bound"), time.get("bound"))
    told = [date, time.get("rrule"), None if date or time.get("rrule") else time.get("month_day"), bound]
    return " ".join(filter(None, told)) if any(told[:3]) else key(time.get("text"))


def duty_lines(duty: Json) -> Iterator[str]:
    for role in ("who", "to"):
        for organ in duty.get(role, []):
            yield f"{role} {key(organ)}"
    if duty.get("via"):
        yield f"via {key(duty['via'])}"
    if duty.get("deadline"):
        yield f"by {key(duty['deadline'])}"


def indicator_key(indicator: Json) -> str:
    return f"{indicator['bound']} {float(indicator['value']):g} {key(indicator.get('unit')) or indicator.get('unit')}"


# --- what is found ------------------------------------------------------------------------------------------------


def found(document: Json, sentence: Json) -> Found:
    """What the parser has on the lines of a sentence."""
    first, last = sentence["lines"]

    def here(records: Iterable[Json]) -> list[Json]:
        return [record for record in records if first <= record["span"]["line"] <= last]

    nodes = {node["id"]: node for component in document["components"] for node in walk(component.get("body"))}
    tasks = [task for task in document["tasks"] if first <= nodes[task["node"]]["span"]["line"] <= last]
    given = [*document["tasks"], *document["task_groups"], *document["assignments"]]
    under = {id for id, node in nodes.items() if node["role"] == "agency_assignment"}
    cited = here(document["citations"])
    due = here(document["reporting"])
    return {
        "citations": [cited_key(c) for c in cited],
        "citation_fields": [f"{cited_key(c)}: {field} {key(c.get(field))}" for c in cited for field in FIELDS],
        "relations": relations(document["relations"], cited)
        + [f"promulgates {key(r['target'])}" for r in here(document["relations"]) if r["type"] == "promulgates"],
        "assigned": [key(agency["name"]) for a in document["assignments"] for agency in here(a["agencies"])],
        **{kind: unique(organs(tasks, given, under, here, kind)) for kind in ORGANS[1:]},
        "times": [time_key(time) for time in here(document["times"])],
        "reporting": ["a duty to report"] * len(due),
        "reporting_fields": [line for duty in due for line in duty_lines(plain_duty(duty))],
        "amounts": [str(amount["vnd"]) for budget in document["budget"] for amount in here(budget["amounts"])],
        "products": [key(product["text"]) for product in here(document.get("products", []))],
        "indicators": [indicator_key(i) for i in here(document.get("indicators", []))],
    }


def relations(all_relations: list[Json], cited: list[Json]) -> list[str]:
    """The document's relations to what is cited here; each is told once, wherever it is said again."""
    said = {
        (r["type"], r["target"])
        for r in all_relations
        for c in cited
        if r["type"] == c["role"] and r["target"] in (c["number"], c["name"], c["text"])
    }
    return sorted(f"{kind} {key(target)}" for kind, target in said)


def walk(nodes: list[Json] | None) -> Iterator[Json]:
    for node in nodes or []:
        yield node
        yield from walk(node["children"])


def organs(tasks: list[Json], given: list[Json], under: set[str], here: Any, kind: str) -> Iterator[str]:
    """Organs named on the lines; and who leads by the heading above, where the words only say "Chủ trì"."""
    for record in given:
        if kind not in record.get("inherited", {}):
            yield from (key(agency["name"]) for agency in here(record.get(kind, [])))
    for task in tasks:
        if kind == "lead" and task["inherited"].get("lead") in under:
            yield from (key(agency["name"]) for agency in task["lead"])


def unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def plain_duty(duty: Json) -> Json:
    return {
        "who": [agency["name"] for agency in duty["who"]],
        "to": [agency["name"] for agency in duty["to"]],
        "via": (duty["via"] or {}).get("name"),
        "deadline": (duty["deadline"] or {}).get("text"),
    }


# --- both ---------------------------------------------------------------------------------------------------------


def errors(name: str) -> Iterator[tuple[str, str, str]]:
    """(kind, "-" for missed or "+" for invented, words with their line) of a document."""
    document = parsed(name)
    for sentence in sentences(name):
        right, given = marked(sentence), found(document, sentence)
        for kind in KINDS:
            if kind.endswith("_fields"):
                # Fields are asked for where their record was found.
                known = set(right["citations"]) & set(given["citations"])
                if kind == "citation_fields":
                    right[kind], given[kind] = (
                        [line for line in lines if line.rsplit(": ", 1)[0] in known]
                        for lines in (right[kind], given[kind])
                    )
                elif not (right["reporting"] and given["reporting"]):
                    continue
            for sign, lines, others in (("-", right[kind], given[kind]), ("+", given[kind], right[kind])):
                rest = list(others)
                for line in lines:
                    if line in rest:
                        rest.remove(line)
                    else:
                        yield kind, sign, f"{name}:{sentence['lines'][0]} {line}"


def asked() -> dict[str, int]:
    """How many answers of each kind are marked."""
    all_marks = [marked(sentence) for name in names() for sentence in sentences(name)]
    return {kind: sum(len(marks[kind]) for marks in all_marks) for kind in KINDS}


if __name__ == "__main__":
    wrong = [error for name in names() for error in errors(name)]
    for kind, sign, words in wrong:
        print(sign, kind, words)
    print(f"{'kind':18}{'marked':>8}{'missed':>8}{'invented':>9}{'f1':>7}")
    for kind, count in asked().items():
        missed = sum(error[0] == kind and error[1] == "-" for error in wrong)
        invented = sum(error[0] == kind and error[1] == "+" for error in wrong)
        right = count - missed
        f1 = 2 * right / (2 * right + missed + invented) if count or invented else 1.0
        print(f"{kind:18}{count:8}{missed:8}{invented:9}{f1:7.3f}")
