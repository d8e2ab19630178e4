"""Which letters make a Vietnamese syllable. Knows nothing of plans.

A syllable is an onset, a rime and one of six tones; a rime that ends in a stop has the rising or the heavy tone only.
The inventory is that of the standard spelling (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977), tone marks in either place.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES = frozenset("\u0301\u0323")
_STOPS = ("c", "ch", "p", "t")
_ONSETS = tuple("ngh ng nh gh gi kh ph qu th tr ch b c d đ g h k l m n p r s t v x".split())
_RIMES = frozenset(
    """
    a ai ao au ay ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt
    oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uênh uơ uy uya uych uyên uyêt uynh uyp uyt uyu uôc uôi uôm uôn
    uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y ych ynh yt yêm yên yêng yêt yêu
    """.split()
)


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word in any case is spelt as a Vietnamese syllable.

    >>> is_syllable("nghiêng"), is_syllable("Hoà"), is_syllable("tâng"), is_syllable("tấp"), is_syllable("tầp")
    (True, True, True, True, False)
    """
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in marks if mark in _TONES]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if len(tones) > 1 or not _is_spelt(bare):
        return False
    return not bare.endswith(_STOPS) or bool(tones and tones[0] in _STOP_TONES)


def _is_spelt(bare: str) -> bool:
    if bare in _RIMES:
        return True
    return any(bare.startswith(onset) and bare[len(onset) :] in _RIMES for onset in _ONSETS) or bare == "gi"
