"""Comparing grows with the number of clauses, not with its square: what is counted is work, never seconds."""

from __future__ import annotations

from random import Random

import pytest

from vbparse import Document, Source, parse
from vbparse.grammar import default_grammar
from vbparse.matching.candidates import KEPT, Texts
from vbparse.matching.grams import Lexicon, Side
from vbparse.matching.units import read_clauses

WORDS = (
    "tổ chức thực hiện tuyên truyền phổ biến nâng cao nhận thức cán bộ công chức bảo tồn di sản văn hóa quảng bá "
    "hình ảnh xúc tiến đầu tư thương mại du lịch chuyển đổi số hạ tầng giao thông môi trường y tế giáo dục đào tạo "
    "nguồn nhân lực khoa học công nghệ nông nghiệp nông thôn an ninh trật tự cải cách hành chính"
).split()


def plan(clauses: int, seed: int) -> Document:
    random = Random(seed)
    lines = ["KẾ HOẠCH", "Triển khai công tác năm 2025", "", "I. NỘI DUNG", ""]
    lines += [f"- {' '.join(random.choices(WORDS, k=14)).capitalize()}.\n" for _ in range(clauses)]
    return parse(Source.of("\n".join(lines)))


@pytest.mark.parametrize("clauses", [100, 400])
def test_candidates_are_a_few_for_each_clause(clauses):
    """These clauses share words each with each: a full matrix would hold all pairs."""
    lexicon = Lexicon(default_grammar())
    sides = [Side(read_clauses(plan(clauses, seed), default_grammar()), lexicon) for seed in (1, 2)]
    texts = Texts(*sides)
    assert sum(len(side.clauses) for side in sides) >= 2 * clauses
    assert len(texts.pairs) <= 2 * KEPT * (clauses + 4)
