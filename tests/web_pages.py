"""Web pages for tests: one plan, and web sites of several makes around it. Their words are made up."""

from __future__ import annotations

from html import escape

ORGAN = ("ỦY BAN NHÂN DÂN", "TỈNH BẮC GIANG")
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
NUMBER, DATE = "Số: 05/KH-UBND", "Bắc Giang, ngày 05 tháng 01 năm 2024"
TITLE = ("KẾ HOẠCH", "Tuyên truyền về văn hóa đối ngoại năm 2024")
BODY = (
    "Thực hiện Chỉ thị số 25/CT-TTg ngày 10/9/2021 của Thủ tướng Chính phủ về đẩy mạnh triển khai Chiến lược văn hóa "
    "đối ngoại, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
    "I. MỤC ĐÍCH, YÊU CẦU",
    "1. Nâng cao nhận thức của các cấp, các ngành và Nhân dân về vị trí, vai trò của văn hóa đối ngoại.",
    "2. Các hoạt động được tổ chức có trọng tâm, trọng điểm, hiệu quả, tiết kiệm.",
    "II. NHIỆM VỤ",
    "1. Tuyên truyền trên các phương tiện thông tin đại chúng",
    "a) Mở chuyên mục trên Đài Phát thanh và Truyền hình tỉnh;",
    "b) Đăng tin, bài trên Cổng thông tin điện tử của tỉnh.",
    "2. Tập huấn cho cán bộ làm công tác đối ngoại",
)
HEAD = ("TT", "Nội dung", "Cơ quan chủ trì", "Thời gian")
ROWS = (
    ("1", "Tập huấn nghiệp vụ", "Sở Ngoại vụ", "Quý I/2024"),
    ("2", "Biên soạn tài liệu", "Sở Tư pháp", "Quý II/2024"),
)
CLOSING = (
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Sở Ngoại vụ chủ trì, phối hợp với các cơ quan liên quan triển khai Kế hoạch này.",
    "2. Các sở, ban, ngành báo cáo kết quả về Sở Ngoại vụ trước ngày 15/12/2024./.",
)
RECIPIENTS = ("Nơi nhận:", "- Thường trực Tỉnh ủy;", "- Các sở, ban, ngành;", "- Lưu: VT, ĐN.")
SIGNED = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An")


def text() -> str:
    """The plan as a text, a paragraph a line."""
    above = (*ORGAN, *MOTTO, NUMBER, DATE, *TITLE)
    table = ("\t".join(row) for row in (HEAD, *ROWS))
    return "\n".join((*above, *BODY, *table, *CLOSING, *RECIPIENTS, *SIGNED, ""))


def p(*lines: str) -> str:
    """Paragraphs."""
    return "".join(f"<p>{escape(line)}</p>\n" for line in lines)


def table(*rows: tuple[str, ...], more: str = "") -> str:
    """A table whose cells hold HTML."""
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table {more}>" + "".join(f"<tr>{row}</tr>\n" for row in cells) + "</table>\n"


def letterhead() -> str:
    return table(("<br>".join(ORGAN), "<br>".join(MOTTO)), (NUMBER, DATE))


def signing() -> str:
    return table((p(*RECIPIENTS), p(*SIGNED)))


def tasks() -> str:
    return table(HEAD, *ROWS, more="border=1")


def plan() -> str:
    """The plan as HTML."""
    return letterhead() + p(*TITLE, *BODY) + tasks() + p(*CLOSING) + signing()


def links(*words: str) -> str:
    """A list of links, a menu."""
    return "<ul>" + "".join(f'<li><a href="/{number}">{word}</a></li>' for number, word in enumerate(words)) + "</ul>\n"


MENU = ("Trang nhất", "Văn bản mới", "QUYẾT ĐỊNH", "Chỉ thị", "Hỏi đáp", "Liên hệ")
RELATED = (
    "Kế hoạch 01/KH-UBND năm 2024 về chuyển đổi số", "Quyết định 12/QĐ-UBND năm 2023 về văn hóa",
    "Nghị quyết 7/NQ-HĐND năm 2023 về du lịch", "Công văn 99/UBND-VX năm 2023 về lễ hội",
)  # fmt: skip
OWNER = "Trang tin Văn Bản Mẫu, 12 phố Không Tên, điện thoại 000 000. Mọi quyền được bảo lưu bởi chủ trang tin này."
PROPERTIES = (("Số hiệu:", "05/KH-UBND"), ("Loại văn bản:", "Kế hoạch"), ("Ngày ban hành:", "05/01/2024"))


def semantic() -> str:
    """A site of today: elements that say what they are."""
    return f"""<!DOCTYPE html><html lang=vi><head><meta charset=utf-8><title>Kế hoạch 05/KH-UBND</title></head><body>
<header><a href=/>Trang tin Văn Bản Mẫu</a> <button>Mở trình đơn</button></header>
<nav>{links(*MENU)}</nav>
<main><h1>Kế hoạch 05/KH-UBND năm 2024</h1><article><div>{plan()}</div></article>
<section><h2>Văn bản cùng chủ đề</h2>{links(*RELATED)}</section></main>
<aside><p>Đăng ký nhận bản tin hằng tuần của trang tin</p><input value="Thư điện tử"></aside>
<footer><p>{OWNER}</p></footer><script>document.write("THÔNG BÁO")</script></body></html>"""


def soup() -> str:
    """A site of boxes in boxes, whose names say nothing; letterhead, body and signature stand side by side."""
    parts = "".join(
        f"<div class=x>{part}</div>" for part in (letterhead(), p(*TITLE, *BODY), tasks(), p(*CLOSING), signing())
    )
    return f"""<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"></head><body><div><div>
<div class=a1>{links(*MENU)}<span>Đăng nhập</span></div>
<div class=b2><div class=c3><h1>Kế hoạch 05/KH-UBND</h1>{table(*PROPERTIES)}</div>
<div class=d4><div class=e5>{parts}</div></div>
<div class=f6><b>Văn bản liên quan</b>{links(*RELATED)}</div></div>
<div class=g7><div>{OWNER}</div>{links("Giới thiệu", "Quy ước", "Sơ đồ trang")}</div>
</div></div></body></html>"""


def old() -> str:
    """A site of long ago: one form around everything, tables in tables that set the page, no paragraphs."""
    body = "<br>\n".join(map(escape, (*TITLE, *BODY)))
    content = f"{letterhead()}{body}<br>{tasks()}{'<br>'.join(map(escape, CLOSING))}<br>{signing()}"
    left = table((f'<a href="/1">{MENU[0]}</a>',), (f'<a href="/2">{MENU[1]}</a>',), (f'<a href="/3">{MENU[2]}</a>',))
    inner = table((left, table(("<b>Nội dung văn bản</b> <a href=/in>Bản in</a>",), (content,)), links(*RELATED)))
    return f"""<HTML><BODY bgcolor=#ffffff><FORM action=/ method=post><input type=hidden value=abc>
{table(("<font size=5>Trang tin Văn Bản Mẫu</font>",), (inner,), (OWNER,), more="width=100% border=0")}</FORM></BODY></HTML>"""


def tips() -> str:
    """A site that hangs tools on every paragraph, hides a copy of the plan and asks to accept something."""
    tools = '<span class=t><a href="/theo-doi">Ghi chú đoạn này</a></span>'
    paragraphs = "".join(f"<div>{p(line)}{tools}</div>" for line in (*TITLE, *BODY, *CLOSING))
    return f"""<html><body><div style="display:none"><textarea>{escape(text())}</textarea></div>
<div role=navigation>{" | ".join(f'<a href="/{word}">{word}</a>' for word in MENU)}</div>
<div id=x1>{letterhead()}{paragraphs}{signing()}</div>
<div role=dialog><p>Trang tin này dùng tệp nhỏ để nhớ lựa chọn của người đọc. <button>Đồng ý</button></p></div>
<div>{links(*RELATED)}</div></body></html>"""


def tabs() -> str:
    """A site with tabs: the head of the plan in tables of its own, its files below, its properties in four columns."""
    head = table(("<br>".join((*ORGAN, NUMBER)),)) + table(("<br>".join((*MOTTO, DATE)),))
    below = "<h4>Các tệp</h4><ul><li>Bản chụp:<li>Bản gốc: <ul><li><a href=/1.doc>05-KH.doc</a></ul></ul>"
    properties = table(
        ("Số ký hiệu", "05/KH-UBND", "Ngày ban hành", "05/01/2024"),
        ("Loại", "Kế hoạch", "Lĩnh vực", "Văn hóa"),
        more="border=1",
    )
    return f"""<html><body><div><div>{links(*MENU)}</div><div><ul><li><a href="#a">Toàn văn</a><li><a href="#b">Thuộc tính</a></ul>
<div><div id=a><ul><li>Còn hiệu lực</ul><div><div>{head}</div><div><div>{p(*TITLE, *BODY)}{tasks()}{p(*CLOSING)}{signing()}</div>
<div>{below}</div></div></div></div><div id=b>{properties}</div><div>{links(*RELATED)}</div></div></div><div>{OWNER}</div></body></html>"""


def portal() -> str:
    """A site of the state: the country's name in its head, a menu among the words of the plan."""
    head = "<div><h2>CỔNG THÔNG TIN MẪU</h2><h2>NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</h2></div>"
    return f"""<html><body><div>{head}<div>{links(*MENU)}</div><div>{letterhead()}{p(*TITLE, *BODY)}{links(*RELATED)}{tasks()}
{p(*CLOSING)}{signing()}</div><div><p>{OWNER}</p></div></div></body></html>"""


SITES = {"portal": portal, "tabs": tabs, "semantic": semantic, "soup": soup, "old": old, "tips": tips}
