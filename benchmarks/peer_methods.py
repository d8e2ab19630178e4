"""Clauses of two plans → how strongly any two belong together, by tools that everyone has."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

Texts = Sequence[str]
"""Clauses, their words parted by one blank each."""
Strengths = dict[tuple[int, int], float]
"""Pairs that may be linked, by their places in the two lists of clauses, each with a strength from 0 to 1."""
Method = Callable[[Texts, Texts], Strengths]
Matrix = Sequence[Sequence[float]]
"""A row for each left clause, in it a strength for each right one."""
Measure = Callable[[Texts, Texts], Matrix]


class Absent(Exception):
    """A tool that cannot be run here; says what is missing."""


# --- tools that look for the words in their order -----------------------------------------------------------------


def difflib_words(lefts: Texts, rights: Texts) -> Strengths:
    """Clauses that share words when the two texts are compared whole, word by word."""
    left, right = (" ".join(texts).split() for texts in (lefts, rights))
    runs: list[tuple[str, int]] = []
    for tag, i, i_end, k, k_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        runs += [(" ", i_end - i)] if tag == "equal" else [("-", i_end - i), ("+", k_end - k)]
    return by_shared_words(lefts, rights, runs)


def git_words(lefts: Texts, rights: Texts) -> Strengths:
    """The same with what `git diff --word-diff` holds for unchanged, a clause a line."""
    return by_shared_words(lefts, rights, git_runs(lefts, rights))


def git_runs(lefts: Texts, rights: Texts) -> Iterator[tuple[str, int]]:
    """Runs of words of both texts from beginning to end: the sign that git puts before them, and how many they are."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, texts in (("left", lefts), ("right", rights)):
            Path(scratch, name).write_text("".join(f"{text}\n" for text in texts), encoding="utf-8", newline="\n")
        # The settings of this machine must not decide what a word is.
        env = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
        command = "git diff --no-index --no-color --no-ext-diff --word-diff=porcelain -U1000000 left right"
        try:
            done = subprocess.run(command.split(), cwd=scratch, env=env, capture_output=True, encoding="utf-8")
        except FileNotFoundError:
            raise Absent("needs git") from None
    if not done.stdout:
        # Of equal files git says nothing.
        yield " ", sum(len(text.split()) for text in lefts)
    _, _, body = done.stdout.partition("\n@@")
    for line in body.split("\n")[1:]:
        if line.startswith((" ", "-", "+")):
            yield line[0], len(line[1:].split())


def by_shared_words(lefts: Texts, rights: Texts, runs: Iterable[tuple[str, int]]) -> Strengths:
    """Clauses by the share of their words in runs that both texts have (sign " ", not "-" or "+")."""
    sizes = [[len(text.split()) for text in texts] for texts in (lefts, rights)]
    homes = [[index for index, size in enumerate(side) for _ in range(size)] for side in sizes]
    shared: Counter[tuple[int, int]] = Counter()
    left = right = 0
    for sign, length in runs:
        if sign == " ":
            shared.update(zip(homes[0][left : left + length], homes[1][right : right + length], strict=True))
        left += length if sign in " -" else 0
        right += length if sign in " +" else 0
    return {(i, k): 2 * count / (sizes[0][i] + sizes[1][k]) for (i, k), count in shared.items()}


def difflib_clauses(lefts: Texts, rights: Texts) -> Strengths:
    """As `difflib.ndiff` pairs lines: equal clauses in order, between them the most similar pair, and so on."""
    found: Strengths = {}
    for tag, i, i_end, k, k_end in SequenceMatcher(None, lefts, rights, autojunk=False).get_opcodes():
        if tag == "equal":
            found.update(dict.fromkeys(zip(range(i, i_end), range(k, k_end), strict=True), 1.0))
        elif tag == "replace":
            ratios = difflib_ratios(lefts[i:i_end], rights[k:k_end])
            found.update({(i + a, k + b): value for (a, b), value in best_in_order(every_pair(ratios)).items()})
    return found


def best_in_order(strengths: Strengths) -> Strengths:
    """The strongest pair, then the strongest of what stands before both, and of what stands after both."""
    if not strengths:
        return {}
    left, right = best = max(strengths, key=lambda pair: (strengths[pair], -pair[0], -pair[1]))
    before = {pair: value for pair, value in strengths.items() if pair[0] < left and pair[1] < right}
    after = {pair: value for pair, value in strengths.items() if pair[0] > left and pair[1] > right}
    return {best: strengths[best]} | best_in_order(before) | best_in_order(after)


# --- tools that compare any two clauses ---------------------------------------------------------------------------


def difflib_ratios(lefts: Texts, rights: Texts) -> Matrix:
    """Share of words in order that two clauses have in common."""
    words = [text.split() for text in lefts], [text.split() for text in rights]
    return [[SequenceMatcher(None, left, right, autojunk=False).ratio() for right in words[1]] for left in words[0]]


def fuzz_ratio(lefts: Texts, rights: Texts) -> Matrix:
    """Share of characters in order that two clauses have in common."""
    return fuzz_matrix("ratio", lefts, rights)


def fuzz_token_set(lefts: Texts, rights: Texts) -> Matrix:
    """Likeness of the sets of words; 1 where one clause holds all words of the other."""
    return fuzz_matrix("token_set_ratio", lefts, rights)


def fuzz_matrix(scorer: str, lefts: Texts, rights: Texts) -> Matrix:
    from rapidfuzz import fuzz

    likeness = getattr(fuzz, scorer)
    return [[likeness(left, right) / 100 for right in rights] for left in lefts]


def tf_idf(lefts: Texts, rights: Texts) -> Any:
    """Cosine of sequences of one and two words, those that are rare in the two plans weighing more."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError:
        raise Absent("needs scikit-learn: pip install '.[peers]'") from None
    # Syllables of one letter are words in Vietnamese.
    vectors = TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\w+").fit_transform([*lefts, *rights])
    return (vectors[: len(lefts)] @ vectors[len(lefts) :].T).toarray()


# --- which pairs of a matrix may be links -------------------------------------------------------------------------


def every_pair(matrix: Matrix) -> Strengths:
    """All of them: a clause may have several counterparts."""
    return {(i, k): float(value) for i, row in enumerate(matrix) for k, value in enumerate(row)}


def best_of_either(matrix: Matrix) -> Strengths:
    """Each clause of either plan with its strongest counterpart."""
    pairs = every_pair(matrix)
    best: dict[tuple[str, int], float] = {}
    for (i, k), value in pairs.items():
        best["left", i] = max(best.get(("left", i), 0.0), value)
        best["right", k] = max(best.get(("right", k), 0.0), value)
    return {(i, k): value for (i, k), value in pairs.items() if value in (best["left", i], best["right", k])}


def one_to_one(matrix: Matrix) -> Strengths:
    """One counterpart a clause, so that all strengths together are the greatest."""
    try:
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        raise Absent("needs scipy: pip install '.[peers]'") from None
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return {(int(i), int(k)): float(matrix[i][k]) for i, k in zip(rows, columns, strict=True)}


def chosen(measure: Measure, choose: Callable[[Matrix], Strengths]) -> Method:
    """A method from a tool and a choice among the pairs that it measured."""
    return lambda lefts, rights: choose(measure(lefts, rights))


PEERS: dict[str, Method] = {
    "difflib, word by word": difflib_words,
    "difflib, clause by clause": difflib_clauses,
    "difflib ratio, best of either": chosen(difflib_ratios, best_of_either),
    "git word diff": git_words,
    "rapidfuzz ratio, one to one": chosen(fuzz_ratio, one_to_one),
    "rapidfuzz ratio, every pair": chosen(fuzz_ratio, every_pair),
    "rapidfuzz token_set_ratio, one to one": chosen(fuzz_token_set, one_to_one),
    "rapidfuzz token_set_ratio, every pair": chosen(fuzz_token_set, every_pair),
    "TF-IDF, one to one": chosen(tf_idf, one_to_one),
    "TF-IDF, best of either": chosen(tf_idf, best_of_either),
}
