"""What is fuzzed: for each target a function that takes any bytes and fails only where vbparse breaks a promise.

A target gives the seconds of processor time that vbparse itself took, and the bytes that it took them for; checking
the laws is not counted. Nothing here needs atheris: the tests run every target on its seeds.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import laws

import vbparse.grammar
from vbparse import GrammarError, InputError, Source, compare, parse
from vbparse.check import check_documents
from vbparse.check.baseline import Baseline
from vbparse.check.config import read_config
from vbparse.check.registry import read_registry
from vbparse.grammar import Grammar, default_grammar
from vbparse.matching.matrix import build_matrix
from vbparse.model import Document
from vbparse.render.safe import visible
from vbparse.worklist import by_agency

SAMPLES = Path(__file__).parent.parent / "samples"
OURS = Path(default_grammar().folder)
"""The grammar that ships."""
PARTED = b"\n%%%\n"
"""Between the two texts of one input for `compare`."""
PIECE = 1500
"""Characters of a real document in one seed: small inputs are tried often."""
SECONDS = 2.0
"""Of processor time for 100 kB, and for anything smaller."""
KEPT = 3000
"""Compiled patterns after which all are forgotten: a program sees one grammar, a fuzzer thousands."""


class Took(NamedTuple):
    """What a target asked of vbparse."""

    seconds: float
    size: int
    """Bytes."""


class Target(NamedTuple):
    """One thing to fuzz."""

    run: Callable[[bytes], Took]
    """Fails with an assertion, or with whatever vbparse should not have raised."""
    seeds: Callable[[Path | None], Iterable[bytes]]
    """Inputs to begin with: from the samples, the grammar, and a folder of further documents if there is one."""
    most: int
    """Bytes of the largest input that is tried."""


def is_slow(took: Took) -> bool:
    """Whether something took longer than 2 s for 100 kB."""
    return took.seconds > SECONDS * max(1.0, took.size / 100_000)


# --- documents ----------------------------------------------------------------------------------------------------


def parse_bytes(data: bytes) -> Took:
    """Bytes → a document, its findings, its JSON."""
    start = process_time()
    document = parse(Source.decode(data))
    findings, text = laws.assert_findings_in_order(document), document.to_json()
    took = Took(process_time() - start, len(data))
    laws.assert_lawful(document)
    laws.assert_same_json(text, parse(Source.decode(data)).to_json(), "document")
    assert not any(control in visible(found.message) for found in findings for control in "\x1b\x9b\u202e")
    return took


def compare_bytes(data: bytes) -> Took:
    """Bytes × bytes → a comparison, and the one the other way round."""
    left, right = two_documents(data)
    start = process_time()
    there = compare(left, right)
    took = Took(process_time() - start, len(data))
    laws.assert_mirror(there, compare(right, left))
    laws.assert_diffs_rebuild_both_texts(there)
    laws.assert_claimed_or_alone(there)
    laws.assert_same_json(there.to_json(), compare(left, right).to_json(), "comparison")
    return took


def two_documents(data: bytes) -> tuple[Document, Document]:
    """The two documents of one input."""
    left, _, right = data.partition(PARTED)
    return parse(Source.decode(left)), parse(Source.decode(right))


def schema_bytes(data: bytes) -> Took:
    """Bytes × bytes → every JSON that vbparse writes, held against the schema that it prints."""
    left, right = two_documents(data)
    start = process_time()
    outputs = {
        "document": left.to_data(),
        "worklist": by_agency(right).to_data(),
        "comparison": compare(left, right).to_data(),
        "matrix": build_matrix([left, right]).to_data(),
        "report": check_documents([left, right]).to_data(),
    }
    took = Took(process_time() - start, len(data))
    for name, output in outputs.items():
        problem = next(validator(name).iter_errors(output), None)
        assert problem is None, f"{name}: {problem.message[:300]}"
    return took


@cache
def validator(name: str) -> Any:
    """What holds data against a schema."""
    from jsonschema import Draft202012Validator

    from vbparse.schema import json_schema

    return Draft202012Validator(json_schema(name))


# --- what a user writes -------------------------------------------------------------------------------------------


@cache
def workplace() -> Path:
    """A folder for the files that are being tried, with a grammar of its own."""
    folder = Path(tempfile.mkdtemp(prefix="vbparse-fuzz-"))
    shutil.copytree(OURS, folder / "grammars")
    return folder


def grammar_bytes(data: bytes) -> Took:
    """TOML → a grammar by which a plan is parsed, or a GrammarError; the first line names the file: `# roles.toml`."""
    name = data.partition(b"\n")[0].decode("ascii", "replace").strip("# ")
    if name not in (f"{known}.toml" for known in default_grammar().files()):
        return Took(0.0, len(data))
    path = workplace() / "grammars" / name
    path.write_bytes(data)
    if len(vbparse.grammar._kept().used) > KEPT:
        vbparse.grammar._kept.cache_clear()
    start = process_time()
    try:
        for rule in (rules := Grammar(path.parent).rules(path.stem)):
            rule.find("")
        assert len({rule.name for rule in rules}) == len(rules.rules)
        laws.assert_components_tile(parse(short_plan(), Grammar(path.parent)))
    except GrammarError as problem:
        assert name in str(problem), problem
    finally:
        shutil.copyfile(OURS / name, path)
    return Took(process_time() - start, len(data))


@cache
def short_plan() -> Source:
    """A text that every stage has work with."""
    return Source.of((SAMPLES / "hp1631.txt").read_text(encoding="utf-8")[:4000])


def settings_bytes(data: bytes) -> Took:
    """TOML → settings of `check`, a registry of documents; or one sentence that says what is wrong."""
    path = workplace() / "vbparse.toml"
    path.write_bytes(data)
    start = process_time()
    for read in (read_config, lambda path: read_registry.__wrapped__(str(path))):
        try:
            read(path)
        except InputError as problem:
            assert str(problem).startswith(str(path)), problem
    return Took(process_time() - start, len(data))


def baseline_bytes(data: bytes) -> Took:
    """JSON → a baseline, which written and read again says the same; or one sentence that says what is wrong."""
    path, again = workplace() / "baseline.json", workplace() / "again.json"
    path.write_bytes(data)
    start = process_time()
    try:
        text = Baseline.read(path).text()
        again.write_text(text, encoding="utf-8")
        assert Baseline.read(again).text() == text
    except InputError as problem:
        assert str(problem).startswith(str(path)), problem
    return Took(process_time() - start, len(data))


# --- seeds --------------------------------------------------------------------------------------------------------


def documents(corpus: Path | None) -> list[str]:
    """The samples and the texts of a folder."""
    paths = sorted(SAMPLES.glob("*.txt")) + (sorted(corpus.rglob("*.txt")) if corpus else [])
    return [Source.decode(path.read_bytes()).text for path in paths]


def pieces(text: str) -> list[str]:
    """A text in pieces of whole lines."""
    found, piece = [], ""
    for line in text.splitlines(keepends=True):
        if piece and len(piece) + len(line) > PIECE:
            found.append(piece)
            piece = ""
        piece += line
    return [*found, piece]


def text_seeds(corpus: Path | None) -> Iterable[bytes]:
    """Pieces of documents, in the encodings that they come in."""
    for text in documents(corpus):
        parts = [part.encode() for part in pieces(text)]
        yield from parts
        yield parts[0].decode().encode("utf-16")
        yield parts[0].decode().encode("cp1258", "replace")


def pair_seeds(corpus: Path | None) -> Iterable[bytes]:
    """Pieces of two documents that stand at the same place: two openings, two closings."""
    texts = [pieces(text) for text in documents(corpus)]
    for left, right in zip(texts, texts[1:] + texts[:1], strict=True):
        for there, back in zip(left, right, strict=False):
            yield there.encode() + PARTED + back.encode()
        yield left[0].encode() + PARTED + left[0].encode()


def grammar_seeds(corpus: Path | None) -> Iterable[bytes]:
    """The grammar's own files, whole, and each with its first rules alone."""
    for path in sorted(OURS.glob("*.toml")):
        text = path.read_bytes()
        yield b"# " + path.name.encode() + b"\n" + text
        for rule in text.split(b"[[rule]]")[1:4]:
            yield b"# " + path.name.encode() + b"\n[[rule]]" + rule
    yield b"# roles.toml\n[part]\nso = '\\d+'\n[[rule]]\nname = \"x\"\nmatch = '{so}(?:a|b)+c'\nhits = [\"1ac\"]\n"


def settings_seeds(corpus: Path | None) -> Iterable[bytes]:
    """Files that say something under every key."""
    yield (
        b'select = ["VB1", "ALL"]\nignore = ["VB201"]\nfail-on = "warning"\nlang = "vi"\nbaseline = "known.json"\n'
        b'registry = "documents.toml"\ninclude = ["*.txt"]\nexclude = ["old/**"]\nrequired-parts = ["purpose"]\n'
        b'[severity]\nVB101 = "error"\n[per-file-ignores]\n"drafts/*" = ["VB3"]\n'
        b'[[suppress]]\ncodes = ["VB101"]\nreason = "kept"\nfiles = ["a.txt"]\nwords = "x"\n'
    )
    yield (
        '[[document]]\nnumber = "1755/QĐ-TTg"\ndate = 2016-09-08\nissuer = "Thủ tướng Chính phủ"\n'
        'replaced_by = "1909/QĐ-TTg"\nreplaced_on = 2021-11-12\n'
    ).encode()


def baseline_seeds(corpus: Path | None) -> Iterable[bytes]:
    """A baseline of one finding, and of none."""
    row = '{"code": "VB101", "fingerprint": "0123456789abcdef-1", "words": "4. Sở Y tế"}'
    yield f'{{"schema": "vbparse.baseline/1", "files": {{"plans/a.txt": [{row}], "b.txt": []}}}}'.encode()
    yield b'{"schema": "vbparse.baseline/1", "files": {}}'


TARGETS = {
    "parse": Target(parse_bytes, text_seeds, 100_000),
    "compare": Target(compare_bytes, pair_seeds, 20_000),
    "grammar": Target(grammar_bytes, grammar_seeds, 20_000),
    "schema": Target(schema_bytes, pair_seeds, 10_000),
    "settings": Target(settings_bytes, settings_seeds, 4_000),
    "baseline": Target(baseline_bytes, baseline_seeds, 4_000),
}
