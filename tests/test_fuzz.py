"""What is fuzzed holds for the inputs that fuzzing begins with; a fuzzer that sees nothing would find nothing."""

import pytest
from targets import PARTED, TARGETS, is_slow

from vbparse import Source, parse
from vbparse.model import Document


def seeds(name: str) -> list[bytes]:
    return [seed[: TARGETS[name].most] for seed in TARGETS[name].seeds(None)]


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_of_a_target_pass(name):
    chosen = seeds(name)[::4]
    assert [took for took in map(TARGETS[name].run, chosen) if is_slow(took)] == []


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_works_on_its_seeds(name):
    """Not all of them are refused at the door."""
    assert any(TARGETS[name].run(seed).seconds > 0 for seed in seeds(name)[:3])


@pytest.mark.parametrize("name", ["parse", "compare", "schema"])
def test_a_broken_law_is_seen(name, monkeypatch):
    monkeypatch.setattr(Document, "to_json", lambda self: f'{{"schema": "vbparse.document/1", "x": {id(self)}}}')
    monkeypatch.setattr(Document, "to_data", lambda self: {"schema": "vbparse.document/1"})
    monkeypatch.setattr("targets.compare", lambda left, right: compare_one_way(left, right))
    with pytest.raises(AssertionError):
        TARGETS[name].run(PARTED.join(seeds("parse")[:2]))


def compare_one_way(left: Document, right: Document):
    from vbparse import compare

    return (
        compare(left, parse(Source.of("KẾ HOẠCH\n"))) if left.source.text < right.source.text else compare(left, right)
    )
