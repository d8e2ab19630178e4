"""Texts for the laws: anything at all, plans put together from real words, and sample plans with accidents."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from vbparse.grammar import default_grammar

SAMPLES = {path.stem: path.read_text(encoding="utf-8") for path in Path(__file__).parent.parent.glob("samples/*.txt")}
"""The sample plans by name, as text."""

MARKERS = (
    "I. ", "II. ", "III. ", "IV. ", "V- ", "1. ", "2. ", "3. ", "5. ", "10. ", "1.1. ", "2.1 ", "2.2. ", "1.1.1. ", "a) ", "b) ",
    "đ) ", "a. ", "- ", "-", "+ ", "• ", "* ", "– ", "1) ", "(1) ", "A. ", "i) ", "[1] ", "1/ ", "Điều 1. ", "Điều 2. ", "Chương I",
    "Chương II ", "Mục 1. ", "Phần thứ nhất", "Bước 1: ", "**1. ", "# ", "“Điều 3. ", "“2. ", "“a) ", "",
)  # fmt: skip

HEADINGS = (
    "MỤC ĐÍCH, YÊU CẦU", "Mục đích", "Yêu cầu", "MỤC TIÊU", "Mục tiêu chung", "NỘI DUNG", "Nhiệm vụ trọng tâm",
    "NHIỆM VỤ VÀ GIẢI PHÁP", "KINH PHÍ THỰC HIỆN", "TỔ CHỨC THỰC HIỆN", "Chế độ báo cáo", "Thời gian thực hiện", "Căn cứ",
)  # fmt: skip

ORGANS = (
    "Sở Tài chính", "Sở Văn hóa, Thể thao và Du lịch", "Sở Ngoại vụ", "Các sở, ban, ngành", "UBND các xã, phường",
    "Công an tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Các Sở: Công Thương, Xây dựng", "Thanh tra tỉnh",
    "Đề nghị Ban Tuyên giáo Tỉnh ủy", "Chánh Văn phòng UBND thành phố", "Trung tâm Xúc tiến đầu tư",
)  # fmt: skip

PHRASES = (
    "Nâng cao nhận thức của cán bộ, công chức và Nhân dân về văn hóa đối ngoại",
    "chủ trì, phối hợp với các sở, ban, ngành xây dựng kế hoạch chi tiết, hoàn thành trước ngày 30/6/2025",
    "tổng hợp, báo cáo Ủy ban nhân dân tỉnh (qua Sở Ngoại vụ) trước ngày 15/11 hằng năm",
    "Thực hiện Chỉ thị số 25/CT-TTg ngày 10/9/2021 của Thủ tướng Chính phủ về văn hóa đối ngoại",
    "Quyết định số 2013/QĐ-TTg ngày 30 tháng 11 năm 2021", "Nghị quyết số 36/NQ-TW của Bộ Chính trị",
    "thay thế Kế hoạch số 141/KH-UBND ngày 04/5/2023", "Kinh phí dự kiến: 1.500.000.000 đồng (1,5 tỷ đồng)",
    "giai đoạn 2021-2025, định hướng đến năm 2030", "tỷ lệ hài lòng đạt 95,5% trở lên", "Hằng năm, trong quý IV",
    "Cơ quan chủ trì: Sở Ngoại vụ.", "Đơn vị phối hợp: các cơ quan liên quan;", "Thời gian thực hiện: Năm 2025",
    "**in đậm** và *in nghiêng*", "(*qua Sở Nội vụ*)", "(*)", "hoàn thành 100%;", "và các nhiệm vụ khác", "đúng quy định./.",
)  # fmt: skip

FRAME = (
    "ỦY BAN NHÂN DÂN", "TỈNH BẮC GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "-------",
    "Số: 12/KH-UBND", "Số:      /KH-UBND", "Bắc Giang, ngày 05 tháng 12 năm 2022", "Bắc Giang, ngày    tháng 9 năm 2021",
    "KẾ HOẠCH", "QUYẾT ĐỊNH", "QUYẾT ĐỊNH:", "THÔNG BÁO", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", "Kính gửi: Sở Tài chính",
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19/02/2025;", "Theo đề nghị của Giám đốc Sở Nội vụ.",
    "Nơi nhận:", "- Như trên;", "- Lưu: VT, TH.", "Lưu VT.", "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Tùng",
    "PHỤ LỤC", "Phụ lục I", "(Kèm theo Kế hoạch số 12/KH-UBND ngày 05/12/2022 của Ủy ban nhân dân tỉnh)", "**KẾ HOẠCH**",
    "TT\tNội dung\tĐơn vị chủ trì\tThời gian", "1\tTập huấn nghiệp vụ\tSở Ngoại vụ\tHằng năm", "I\tTuyên truyền\t\t",
    "  TT    Nội dung nhiệm vụ      Cơ quan chủ trì     Thời gian", "  1     Tập huấn nghiệp vụ     Sở Ngoại vụ         Quý I/2025",
    "Nơi nhận:                      TM. ỦY BAN NHÂN DÂN", "- Như trên;                    CHỦ TỊCH", "- Lưu: VT.     Nguyễn Văn An",
    "1. Mục đích - Nâng cao nhận thức. 2. Yêu cầu - Thiết thực. 3. Khác", "II. NỘI DUNG 1. Tập huấn. 2. Hội nghị.",
    "Nghị định của Chính phủ số 29/1998/NĐ-CP ngày 11 tháng 5 năm 1998", '"Điều 3. Sửa đổi', "| TT | Nội dung |", "|---|---|", "| 1 | Tập huấn |", "|", "1", "2", "3", "Trang 2/5", "CÔNG BÁO/Số 123+124/Ngày 01-02-2024",
    "Print Thứ Tư, 31/05/2023 18:30 Gốc", "Tin khác", "• Số hiệu: 12/KH-UBND", "HIỆU LỰC VĂN BẢN", "", " ", "\t", "\f", "***", "_____",
)  # fmt: skip

AMENDED = "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam đã được sửa đổi, bổ sung một số điều theo Nghị quyết số 203/2025/QH15;"
"""A legal basis that another document has amended."""

FRAME += (AMENDED,)

HITS = tuple(
    dict.fromkeys(
        hit for name in default_grammar().files() for rule in default_grammar().rules(name) for hit in rule.hits
    )
)
"""What the rules of the grammar must hit, so that each of them is at work in some text."""

ODD = "\ufeff\u200b\u2060\u00a0\u2003\u2028\x85\x0c\x0b\x1b\x00\u202e\u0301\u0323\ufffd\U0001f600Ð"
"""Characters that break what was written for clean text: blanks of many kinds, codes, loose marks."""

BREAKS = ("\n", "\n\n", "\r\n", " \n", "\n \n", "\n\t")

letters = st.text(st.sampled_from(f"aăâđêôơưẮỹABCĐXIV0123456789.,;:-+/()[]*|#_ \t\n\r{ODD}"), max_size=200)
anything = st.text(max_size=200) | letters


@st.composite
def lines(draw: st.DrawFn) -> str:
    """One line of a plan: of its frame, or a marker with words, of plans or of the grammar's own examples."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(FRAME))
    known = st.sampled_from(HEADINGS + ORGANS + PHRASES)
    words = draw(st.lists(known | st.sampled_from(HITS), min_size=1, max_size=3))
    end = draw(st.sampled_from(("", ".", ";", ":", "./.", " **")))
    return draw(st.sampled_from(MARKERS)) + draw(st.sampled_from((" ", ": ", "; ", ". "))).join(words) + end


@st.composite
def heaps(draw: st.DrawFn) -> str:
    """Lines of plans in any order, with any breaks between."""
    pieces = draw(st.lists(st.tuples(lines(), st.sampled_from(BREAKS)), max_size=24))
    return "".join(line + end for line, end in pieces)


@st.composite
def plans(draw: st.DrawFn) -> str:
    """A plan that a clerk could have written: letterhead, title, purpose, tasks with fields, assignments, signature."""
    blank = draw(st.sampled_from(("\n", "\n\n")))
    phrase = st.sampled_from(PHRASES)
    place = draw(st.sampled_from(("tỉnh Bắc Giang", "thành phố Hải Phòng", "tỉnh Đắk Lắk")))
    text = [
        *FRAME[:4],
        draw(st.sampled_from(FRAME[5:7])),
        "KẾ HOẠCH",
        f"Triển khai văn hóa đối ngoại trên địa bàn {place}",
    ]
    text += [
        f"Thực hiện Chỉ thị số 25/CT-TTg, Ủy ban nhân dân {place} ban hành Kế hoạch như sau:",
        "I. MỤC ĐÍCH, YÊU CẦU",
    ]
    bullet = draw(st.sampled_from(("- ", "", "+ ", "a) ")))
    text += [bullet + words for words in draw(st.lists(phrase, max_size=3))]
    text.append("II. NỘI DUNG")
    for number, title in enumerate(draw(st.lists(st.sampled_from(HEADINGS + PHRASES), max_size=3)), 1):
        text.append(f"{number}. {title}")
        text += [bullet + words for words in draw(st.lists(phrase, max_size=3))]
        text.append(f"Cơ quan chủ trì: {draw(st.sampled_from(ORGANS))}.")
    text.append("III. TỔ CHỨC THỰC HIỆN")
    for number, organ in enumerate(draw(st.lists(st.sampled_from(ORGANS), max_size=3)), 1):
        text.append(f"{number}. {organ}" + draw(st.sampled_from((": Triển khai Kế hoạch này.", "", " chủ trì:"))))
        text += [bullet + words for words in draw(st.lists(phrase, max_size=2))]
    text += [
        f"Trên đây là Kế hoạch của {place}./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "CHỦ TỊCH",
        "Nguyễn Văn Tùng",
    ]
    return blank.join(text)


@st.composite
def accidents(draw: st.DrawFn, size: int = 40) -> str:
    """A stretch of a sample plan in which lines were lost, doubled, swapped, joined or littered."""
    text = SAMPLES[draw(st.sampled_from(sorted(SAMPLES)))].split("\n")
    start = draw(st.integers(0, max(0, len(text) - size)))
    text = text[start : start + size]
    for _ in range(draw(st.integers(0, 5))):
        here, there = (draw(st.integers(0, len(text) - 1)) for _ in range(2))
        happens(draw(st.sampled_from(("drop", "double", "swap", "join", "cut", "litter"))), text, here, there, draw)
    return "\n".join(text)


def happens(what: str, text: list[str], here: int, there: int, draw: st.DrawFn) -> None:
    """One accident to the lines of a text, which keeps at least one."""
    at = draw(st.integers(0, len(text[here])))
    if what == "drop" and len(text) > 1:
        del text[here]
    elif what == "double":
        text.insert(here, text[there])
    elif what == "swap":
        text[here], text[there] = text[there], text[here]
    elif what == "join" and here + 1 < len(text):
        text[here : here + 2] = [f"{text[here]} {text[here + 1]}"]
    elif what == "cut":
        text[here : here + 1] = [text[here][:at], text[here][at:]]
    elif what == "litter":
        text[here] = text[here][:at] + draw(st.sampled_from(ODD)) + text[here][at:]


plan_like = heaps() | plans() | accidents()
texts = anything | plan_like


@st.composite
def damaged_bytes(draw: st.DrawFn) -> bytes:
    """A text in some encoding, with a byte lost, and another put in."""
    data = draw(texts).encode(
        draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"))), "replace"
    )
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.binary(max_size=3)) + data[at + draw(st.integers(0, 1)) :]
