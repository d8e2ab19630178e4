"""Text in encodings of before Unicode: when it is taken for one, what it becomes, and where it stood.

The real documents stand beside the checkout; without them the tests that need them are skipped.
"""

from __future__ import annotations

import unicodedata
from itertools import product
from pathlib import Path

import pytest
from agreement import agreement, words_kept
from hypothesis import given
from hypothesis import strategies as st

from vbparse import Source, parse, read
from vbparse.legacy import NAMES, convert, detect, encoding_of_font
from vbparse.legacy.tables import CODINGS
from vbparse.source import Piece, Span, guess_encoding
from vbparse.syllables import is_syllable

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
CORPUS = SHARED / "corpus"
AS_READ = sorted(CORPUS.glob("*-asread.txt"))
ORDINARY = [
    *(path for path in sorted(CORPUS.glob("*.txt")) if path not in AS_READ),
    *sorted((SHARED / "background").glob("*.txt")),
    *sorted((ROOT / "samples").glob("*.txt")),
]

with_corpus = pytest.mark.skipif(not AS_READ, reason="no documents in old encodings beside the checkout")

PLAN = (
    "KẾ HOẠCH\n"
    "Tuyên truyền về văn hóa đối ngoại năm 2005\n\n"
    "I. Mục đích, yêu cầu\n"
    "1. Nâng cao nhận thức của cán bộ, công chức và nhân dân trên địa bàn tỉnh.\n"
    "2. Phổ biến kịp thời chủ trương, đường lối của Đảng; “phối hợp” chặt chẽ với các sở, ngành.\n"
)
SMALL = PLAN.replace("KẾ HOẠCH", "Kế hoạch")
"""The same without letters that TCVN3 does not have."""


def shown(text: str, name: str) -> str:
    """The text as a program shows it that takes the codes of an old encoding for Latin-1."""
    codes: dict[str, str] = {}
    for code, letter in CODINGS[name].letters.items():
        if all(char < "\u0100" for char in code):
            codes.setdefault(letter, code)
    # TCVN3 has no capitals with tone marks; people typed small letters and took a font that draws capitals.
    return "".join(codes.get(char, codes.get(char.lower(), char)) for char in unicodedata.normalize("NFC", text))


def in_1258(text: str) -> bytes:
    """windows-1258 has letters with one mark; tone marks follow them."""
    parts = []
    for char in unicodedata.normalize("NFC", text):
        try:
            parts.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", char)
            tone = next(mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323")
            parts.append((unicodedata.normalize("NFC", marks.replace(tone, "")) + tone).encode("cp1258"))
    return b"".join(parts)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("tcvn3", "Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("tcvn3", "§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
        ("tcvn3", "Nhµ tr\xad\xeang, Thñ tr\xad\xebng c¬ quan", "Nhà trường, Thủ trưởng cơ quan"),
        ("tcvn3", "Sè: 12/KH-UBND · Hµ Néi", "Số: 12/KH-UBND · Hà Nội"),
        ("vni", "COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("vni", "Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
        ("vni", "Tröôûng phoøng Nghieäp vuï", "Trưởng phòng Nghiệp vụ"),
        ("viscii", "C\xb5ng hòa xã h\xb5i ch\xfc ngh\xeea Vi\xaet Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("viscii", "\xd0\xb5c l\xa7p - T\xf1 do - H\xd5nh phúc", "Độc lập - Tự do - Hạnh phúc"),
    ],
)
def test_lines_as_people_had_them(name, old, new):
    assert convert(old, name)[0] == new


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_has_a_code_and_no_two_the_same(name):
    letters = CODINGS[name].letters
    vowels = "aăâeêioôơuưy"
    small = {
        unicodedata.normalize("NFC", v + tone) for v, tone in product(vowels, ["", *"\u0300\u0301\u0303\u0309\u0323"])
    }
    wanted = {"đ", *small} - set("aeiouy")
    if name != "tcvn3":
        wanted |= {letter.upper() for letter in wanted}
    if name == "vni":
        wanted -= set("íìÍÌ")  # They stand for themselves.
    assert wanted <= set(letters.values())
    assert sum(len(code) == 1 and code < "\u0100" for code in letters) == {"tcvn3": 74, "vni": 14, "viscii": 134}[name]


@pytest.mark.parametrize("form", ["bytes", "letters of Latin-1"])
@pytest.mark.parametrize("name", NAMES)
def test_a_plan_is_recognised_and_read(name, form):
    wanted = SMALL if name == "tcvn3" else PLAN
    if form == "bytes":
        # What these encodings have beside letters is that of windows-1252; VISCII has letters in its place.
        wanted = wanted.translate(str.maketrans("“”", '""')) if name == "viscii" else wanted
        data = shown(wanted, name).replace("“", "\x93").replace("”", "\x94").encode("latin-1")
    else:
        data = shown(wanted, name).encode()
    source = Source.decode(data)
    assert (source.text, source.encoding, source.damage) == (wanted, name, ())


@pytest.mark.parametrize("name", NAMES)
def test_it_is_said_at_the_first_line_that_was_converted(name):
    document = parse(Source.decode(("PLAN 2005\n\n" + shown(SMALL, name)).encode()))
    [found] = [diagnostic for diagnostic in document.diagnostics if diagnostic.code == "VB004"]
    assert found.message == f"the text was in {name.upper()} and was converted to Unicode"
    assert document.source[found.span] == SMALL.splitlines()[0]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_knows_where_it_stood(name):
    old = shown(SMALL, name)
    source = Source.decode(old.encode())
    start = 0
    for word in SMALL.split():
        start = source.text.index(word, start)
        raw = source.raw_span(Span(start, start + len(word)))
        assert old[raw.start : raw.end] == shown(word, name)
        start += len(word)


@given(st.text(alphabet="aâăeoôơuưyđàáảãạốợữ AOÔ\n-·", max_size=60), st.sampled_from(NAMES))
def test_spans_lead_home_whatever_the_text(text, name):
    old = shown(text, name)
    source = Source.decode(old.encode("latin-1", "replace"), encoding=name)
    edges = [source.raw_span(Span(at, at)).start for at in range(len(source.text) + 1)]
    assert edges == sorted(edges) and edges[0] == 0 and edges[-1] <= len(old)
    assert source.text.count("\n") == old.count("\n")


@pytest.mark.parametrize("name", ["TCVN3", "tcvn-3", "VNI", "viscii"])
def test_the_encoding_that_is_given_is_taken(name):
    plain = name.lower().replace("-", "")
    line = {"tcvn3": "Môc ®Ých", "vni": "Muïc ñích", "viscii": "M\xf8c \xf0ích"}[plain]
    assert Source.decode(line.encode("latin-1")).encoding != plain, "too little to be recognised"
    source = Source.decode(line.encode("latin-1"), encoding=name)
    assert (source.text, source.encoding) == ("Mục đích", plain)


def test_another_encoding_that_is_given_is_taken_too():
    data = shown(SMALL, "tcvn3").encode()
    source = Source.decode(data, encoding="utf-8")
    assert (source.text.encode(), source.encoding, source.remarks) == (data, "utf-8", ())


def test_only_the_old_lines_of_a_mixed_text_are_converted():
    others = "Quy hoạch sử dụng đất của huyện.\n" * 9 + "Académie française.\n"
    source = Source.decode((others + shown(SMALL, "tcvn3")).encode())
    assert source.text == others + SMALL
    assert source.encoding == "utf-8+tcvn3"


@pytest.mark.parametrize(
    "text",
    [
        "Général de Gaulle à la Société française, où l'été fût très chaud; il a déjà été élu.\n" * 20,
        "Der Bürgermeister von München grüßt die Bevölkerung; schöne Straße, öffentliche Gebäude.\n" * 20,
        "El señor Muñoz vivió aquí; ¿qué pasó después? ¡Nada! La educación pública también.\n" * 20,
        "Não há opiniões; a coração está à mão. São órgãos públicos já concluídos.\n" * 20,
        "Příliš žluťoučký kůň úpěl ďábelské ódy. Zażółć gęślą jaźń.\n" * 20,
        "§ 1 · 20 °C ± 5 µm ½ ¼ £5 ¥3 ©®™ × ÷ « » ¶ ¿ ¡\n" * 20,
        "áàảãạ âấầẩẫậ êếềểễệ ôốồổỗộ éèẻẽẹ óòỏõọ\n" * 20,
        "m², km², 30°C, nhà N°5; Hà Nội; Uỷ ban nhân dân\n" * 20,
    ],
)
def test_what_has_letters_with_marks_is_not_taken_for_it(text):
    assert detect(text) is None
    data = text.encode("cp1252", "ignore")
    assert Source.decode(data).encoding not in NAMES


def test_undecodable_bytes_do_not_make_a_text_an_old_one():
    for at in range(0, len(PLAN), 7):
        data = PLAN[:at].encode() + b"\xb5\xff" + PLAN[at:].encode()
        source = Source.decode(data)
        assert source.encoding == "utf-8" and source.damage
        assert source.text == PLAN[:at] + "\ufffd\ufffd" + PLAN[at:]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [PLAN, "| a | b |\n|---|---|\n| 1 | 2 |\n" * 3, " \n \n \n- Số 5\n" * 9])
def test_utf_16_needs_no_mark(text, encoding):
    source = Source.decode(text.encode(encoding))
    assert (source.text, source.encoding) == (text, encoding)


def test_windows_1258_is_composed():
    source = Source.decode(in_1258(PLAN))
    assert (source.text, source.encoding) == (PLAN, "cp1258")
    at = source.text.index("kịp")
    raw = source.raw_span(Span(at, at + 3))
    assert in_1258(PLAN).decode("cp1258")[raw.start : raw.end] == "ki\u0323p"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("NHIÖM Vô, QUYÒN H¹N, Tæ CHøC Bé M¸Y", "NHIỆM VỤ, QUYỀN HẠN, TỔ CHỨC BỘ MÁY"),
        ("TM. CHÝNH PHñ", "TM. CHÍNH PHỦ"),
        ("Thñ t\xadíng CHÝNH PHñ", "Thủ tướng CHÍNH PHỦ"),
        ("Bé Tµi chÝnh, UBND x·, BHXH tØnh", "Bộ Tài chính, UBND xã, BHXH tỉnh"),
        ("Së, QL§ §Þa ph\xad¬ng", "Sở, QLĐ Địa phương"),
    ],
)
def test_what_was_typed_in_capitals_is_in_capitals(old, new):
    assert convert(old, "tcvn3")[0] == new


def test_fonts_tell_the_encoding_and_lost_capitals():
    assert encoding_of_font(".VnTimeH") == ("tcvn3", True)
    assert encoding_of_font("ABCDEF+.VnArial NarrowH,Bold") == ("tcvn3", True)
    assert encoding_of_font("VNI-Helve-Condense") == ("vni", False)
    assert encoding_of_font("Times New Roman") is None
    assert convert("quyÕt ®Þnh", "tcvn3", upper=True)[0] == "QUYẾT ĐỊNH"


def test_headings_without_their_capitals_are_headings():
    lines = [
        *("ñy ban nh©n d©n\ttØnh B¾c Giang", "Sè: 12/KH-UBND", "kÕ ho¹ch", "Tuyªn truyÒn vÒ v¨n hãa ®èi ngo¹i"),
        *("I. môc ®Ých, yªu cÇu", "1. N©ng cao nhËn thøc cña nh©n d©n.", "2. Phæ biÕn ph¸p luËt."),
        *("II. nhiÖm vô vµ gi¶i ph¸p", "1. T¨ng c\xadêng qu¶n lý.", "2. Phèi hîp chÆt chÏ."),
    ]
    document = parse(Source.decode("\n\n".join(lines).encode()))
    [plan] = [component for component in document.components if component.kind == "plan"]
    assert [(node.kind, node.marker, len(node.children)) for node in plan.body] == [
        ("section", "I.", 2),
        ("section", "II.", 2),
    ]


def test_what_is_no_syllable_is_told():
    assert all(map(is_syllable, "Nghiêng quyết giặc huỷ hủy uỷ khuya yêu Hoà gì giếng quý".split()))
    assert not any(map(is_syllable, "tầp fa zed chh nghaa Bộộ á́".split()))


def test_long_words_cost_their_length():
    assert detect("µ" * 200_000) is None
    assert detect("aâ" * 100_000) is None
    assert len(convert("Ê·" * 100_000, "tcvn3")[0]) == 200_000


@with_corpus
def test_no_ordinary_text_is_taken_for_an_old_one():
    """Every other document beside the checkout, the background and the samples."""
    assert len(ORDINARY) > 300
    wrong = [path.name for path in ORDINARY if Source.decode(path.read_bytes()).encoding in NAMES]
    assert wrong == []
    assert [path.name for path in ORDINARY if detect(path.read_text("utf-8"))] == []


@with_corpus
def test_ordinary_texts_in_other_encodings_are_recognised():
    """As many as take a second or two; in UTF-16 all of them."""
    texts = {path.name: path.read_text("utf-8") for path in ORDINARY}
    guessed = {name: guess_encoding(text.encode("utf-16-be")) for name, text in texts.items()}
    assert {name: found for name, found in guessed.items() if found != "utf-16-be"} == {}
    for name in NAMES:
        old = {path: shown(text, name) for path, text in list(texts.items())[::10]}
        assert {path: detect(text) for path, text in old.items() if detect(text) != name} == {}


OTHERWISE_LAID_OUT = {
    "qd-12-2001-btc-tcvn3-asread.txt": "tables are drawn with bars, the transcript has each cell on a line",
    "tt-13-2001-btc-tcvn3-asread.txt": "tables are drawn with bars, the transcript has each cell on a line",
    "quy-dinh-05-2006-ca-mau-vni-asread.txt": "numbers that its converter invented, field codes in the transcript",
}
"""Texts whose outline must differ from their transcript's, whatever the encoding."""


def transcript(path: Path) -> Path:
    """The same document in Unicode."""
    return path.with_name(path.name.replace("-asread", "").replace("-tcvn3", "").replace("-vni", ""))


def letters(text: str) -> str:
    """As words without the blanks that a transcript may have inside them: "x ử lý"."""
    return " ".join("".join(text.split()))


@with_corpus
def test_real_documents_agree_with_their_transcripts(capsys):
    """The text as a program without these encodings read it, against a transcript in Unicode."""
    kept, agreed = {}, {}
    for path in AS_READ:
        left, right = parse(read(transcript(path))), parse(read(path))
        assert right.source.encoding in NAMES
        kept[path.name] = words_kept(letters(left.source.text), letters(right.source.text))
        agreed[path.name] = agreement(left, right)
        with capsys.disabled():
            reason = OTHERWISE_LAID_OUT.get(path.name, "")
            print(f"\n{path.name}: outline {agreed[path.name]:.3f}, letters {kept[path.name]:.4f} {reason}", end="")
    plain = [share for name, share in agreed.items() if name not in OTHERWISE_LAID_OUT]
    assert len(plain) == 4 and sum(plain) / len(plain) >= 0.95
    # In a table that is drawn with bars the lines of neighbouring cells take turns.
    least = {name: 0.98 if name in OTHERWISE_LAID_OUT else 0.99 for name in kept}
    assert [name for name, share in kept.items() if share < least[name]] == []


@with_corpus
def test_transcripts_come_back_from_their_encoding(capsys):
    """The transcripts of old documents, set in the encoding that these had, against themselves."""
    for path in AS_READ:
        name = "vni" if "-vni-" in path.name else "tcvn3"
        left = parse(read(transcript(path)))
        right = parse(Source.decode(shown(left.source.text, name).encode()))
        with capsys.disabled():
            print(f"\n{path.name}: outline {agreement(left, right):.3f}", end="")
        assert letters(right.source.text.lower()) == letters(left.source.text.lower())
        assert agreement(left, right) >= 0.95


@pytest.mark.parametrize("name", NAMES)
def test_what_readers_find_is_converted_too(name):
    """Pages of a PDF or paragraphs of a web page, each where it was."""
    pieces = [Piece(shown(line, name), place) for place, line in enumerate(SMALL.splitlines(), 1)]
    source = Source.of_pieces(pieces, b"", "a.pdf", "application/pdf", "page")
    assert (source.text, source.encoding) == (SMALL, name)
    assert [source.place(at) for at in source.line_starts[:-1]] == list(range(1, len(pieces) + 1))
    assert [remark.code for remark in source.remarks] == ["VB004"]


@pytest.mark.parametrize("given", [True, False])
@pytest.mark.parametrize("name", NAMES)
def test_a_stray_byte_stays_in_its_place(name, given):
    old = shown(SMALL, name)
    data = old.encode().replace(b"\n\n", b"\n\xff\n", 1)
    source = Source.decode(data, encoding=name if given else None)
    wanted = SMALL.replace("\n\n", "\n\ufffd\n", 1)
    assert (source.text, source.encoding, source.damage) == (wanted, name, (wanted.index("\ufffd"),))
    assert source.raw_span(Span(wanted.index("\ufffd"), len(wanted)))[0] == old.index("\n\n") + 1
