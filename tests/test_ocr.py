"""OCR: what is made of tesseract's answer, what is said of it, and what is missing without it.

Most tests bring a program of their own by the name of tesseract, which gives an answer that is known; those with the
real one are skipped where it is not installed.
"""

import io
import os
import shutil
import stat
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from agreement import words_kept

from vbparse import InputError, parse
from vbparse.readers import read_bytes
from vbparse.readers.ocr import recognise
from vbparse.readers.options import Limits, ReadOptions
from vbparse.readers.picture import Picture

pytest.importorskip("pypdfium2", reason='PDF need pip install "vbparse[pdf]"')
Image = pytest.importorskip("PIL.Image", reason='images need pip install "vbparse[ocr]"')

OCR = ReadOptions(ocr=True)
posix = pytest.mark.skipif(sys.platform == "win32", reason="a program made of a shell script")


def has_vietnamese():
    if not shutil.which("tesseract"):
        return False
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False)
    return "vie" in done.stdout.split()


real = pytest.mark.skipif(not has_vietnamese(), reason="needs: apt install tesseract-ocr tesseract-ocr-vie")


# --- a program that answers what is known -------------------------------------------------------------------------


def word(text, left, right, bottom, sure=95):
    return f"<span class='ocrx_word' title='bbox {left} {bottom - 40} {right} {bottom}; x_wconf {sure}'>{text}</span>"


def line(left, bottom, *texts, sure=95, slope=0.0, step=20, wide=0):
    """A line whose words are 20 dots wide for every letter, a blank between them."""
    words = []
    here = left
    for text in texts:
        end = here + (wide or 20 * len(text))
        words.append(word(text, here, end, bottom, sure))
        here = end + step
    title = f"bbox {left} {bottom - 40} {here} {bottom}; baseline {slope} 0; x_size 50; x_descenders 10; x_ascenders 10"
    return f'<span class="ocr_line" title="{title}">{"".join(words)}</span>'


def separator(left, top, right, bottom):
    return f'<div class="ocr_separator" title="bbox {left} {top} {right} {bottom}"></div>'


def hocr(*parts):
    return f"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body>{''.join(parts)}</body></html>"


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """Put a program into the place of tesseract: what it answers for a page, and for lone words if that differs."""

    def install(page, lone="", languages="eng vie", code=0):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        (folder / "page").write_text(page, encoding="utf-8")
        (folder / "lone").write_text(lone, encoding="utf-8")
        program = folder / "tesseract"
        program.write_text(
            "#!/bin/sh\n"
            f"if [ \"$1\" = --list-langs ]; then printf '%s\\n' List: {languages}; exit; fi\n"
            "while read -r _; do :; done\n"
            f'case "$*" in *"--psm 11"*) file=lone;; *"--psm 0"*) exit 1;; *) file=page;; esac\n'
            f'while IFS= read -r row || [ -n "$row" ]; do printf "%s\\n" "$row"; done < {folder}/$file\n'
            f"exit {code}\n"
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(folder))

    return install


BLANK = Picture(2480, 3508, b"")


def found():
    """The lines of a page of which tesseract says this, without what only sets them."""
    return [text.strip() for text in recognise(BLANK).lines if text.strip()]


@posix
def test_a_letterhead_whose_columns_stand_close_is_parted(tesseract):
    left, right = ("ỦY", "BAN", "NHÂN", "DÂN"), ("CỘNG", "HÒA", "XÃ", "HỘI")
    tesseract(
        hocr(
            line(200, 300, *left),
            line(600, 300, *right),
            line(220, 360, "TỈNH", "BẮC", "GIANG"),
            line(620, 360, "Độc", "lập", "-", "Tự", "do"),
            line(
                200, 500, "Thực", "hiện", "Nghị", "quyết", "số", "33-NQ/TW", "ngày", "09", "tháng", "6", "năm", "2014"
            ),
        )
    )
    assert found() == [
        "ỦY BAN NHÂN DÂN",
        "TỈNH BẮC GIANG",
        "CỘNG HÒA XÃ HỘI",
        "Độc lập - Tự do",
        "Thực hiện Nghị quyết số 33-NQ/TW ngày 09 tháng 6 năm 2014",
    ]


@posix
def test_numbers_of_items_are_no_column(tesseract):
    tesseract(hocr(*(line(200, 300 + 60 * i, f"{i}.", "Nâng", "cao", "nhận", "thức", step=45) for i in range(1, 4))))
    assert found() == [f"{i}. Nâng cao nhận thức" for i in range(1, 4)]


@posix
def test_words_are_words_even_where_their_boxes_touch(tesseract):
    tesseract(hocr(line(200, 300, "Hà", "Nội,", "ngày", step=-3)))
    assert found() == ["Hà Nội, ngày"]


@posix
def test_a_ruled_table_on_a_page_that_slants_is_a_table(tesseract):
    slope = 0.012
    rows, columns = (400, 500, 600, 700), (200, 400, 1200, 2000)

    def at(x, y):
        return round(x - slope * y), round(y + slope * x)

    across = [separator(*at(columns[0], y), *at(columns[-1], y)) for y in rows]
    down = [separator(at(x, rows[-1])[0], at(x, rows[0])[1], at(x, rows[0])[0], at(x, rows[-1])[1]) for x in columns]
    cells = [("TT", "Nội dung", "Chủ trì"), ("1", "Tập huấn", "Sở Nội vụ"), ("2", "Treo cờ", "Sở Y tế")]
    words = [
        line(*at(columns[j] + 30, rows[i] + 70), *cell.split(), slope=slope)
        for i, row in enumerate(cells)
        for j, cell in enumerate(row)
    ]
    tesseract(hocr(*across, *down, *words))
    assert found() == ["\t".join(row) for row in cells]


@posix
def test_specks_are_no_words_and_small_words_are_no_specks(tesseract):
    noise = [line(200, 300, "°`", sure=12), line(300, 700, "Ị", sure=20), line(300, 800, "—", sure=45)]
    tesseract(hocr(*noise, line(200, 400, "-", "Ở", "đó"), line(200, 500, "QUYẾT", "ĐỊNH", sure=3)))
    assert found() == ["- Ở đó", "QUYẾT ĐỊNH"]


@posix
def test_borders_of_cells_and_lone_accents_are_no_words(tesseract):
    tesseract(hocr(line(200, 300, "|", "Ngân", "hàng", "|", "Nhà|", "ˆ", "nước", "`", "+", "10", "%")))
    assert found() == ["Ngân hàng Nhà nước + 10 %"]


@posix
def test_the_name_below_a_stamp_is_looked_for_again(tesseract):
    photo = '<div class="ocr_photo" title="bbox 1400 2600 2400 3200"></div>'
    lone = hocr(line(1600, 3100, "Lê", "Minh", "Hưng"), line(1600, 2800, "c~x", "Wq", sure=40), line(200, 300, "KẾ"))
    tesseract(hocr(line(200, 300, "KẾ", "HOẠCH"), photo), lone)
    assert found() == ["KẾ HOẠCH", "Lê Minh Hưng"]


@posix
@pytest.mark.parametrize("answer", ["", "<html", hocr()])
def test_a_page_of_which_tesseract_can_say_nothing_is_empty(tesseract, answer):
    tesseract(answer)
    assert recognise(BLANK).lines == ()
    tesseract(hocr(line(200, 300, "KẾ")), code=1)
    assert recognise(BLANK).lines == ()


def test_a_picture_is_turned_with_the_clock():
    picture = Picture(3, 2, b"abcdef")
    assert picture.turned(1) == Picture(2, 3, b"daebfc")
    assert picture.turned(2) == Picture(3, 2, b"fedcba")
    assert picture.turned(1).turned(3) == picture == picture.turned(0)


# --- files --------------------------------------------------------------------------------------------------------


def image(form="PNG", pages=1, size=(620, 877), **more):
    stream = io.BytesIO()
    first, *rest = (Image.new("L", size, 255) for _ in range(pages))
    first.save(stream, form, **({"save_all": True, "append_images": rest} if rest else {}), **more)
    return stream.getvalue()


PAGE = hocr(line(200, 300, "KẾ", "HOẠCH"), line(200, 400, "ngày82tháng", sure=41), line(200, 500, "I.", "MỤC", "ĐÍCH"))


@posix
@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("TIFF", "image/tiff"),
        ("GIF", "image/gif"),
        ("BMP", "image/bmp"),
        ("WEBP", "image/webp"),
    ],
)
def test_images_are_read_when_asked(tesseract, form, media_type):
    tesseract(PAGE)
    source = read_bytes(image(form), "a.img", OCR)
    assert [text.strip() for text in source.text.splitlines() if text.strip()] == [
        "KẾ HOẠCH",
        "ngày82tháng",
        "I. MỤC ĐÍCH",
    ]
    assert (source.media_type, source.unit) == (media_type, "page")
    [remark] = source.remarks
    assert (remark.code, remark.values) == ("VB007", {"page": "1", "confidence": "86", "doubtful": "1"})


@posix
def test_a_file_of_several_pictures_has_as_many_pages(tesseract, capfd):
    tesseract(PAGE)
    source = read_bytes(image("TIFF", pages=3), "a\n.tif", OCR)
    assert len(source.places) == 3 and source.text.count("\f") == 2
    told = capfd.readouterr().err.splitlines()
    assert told == [f"vbparse: a\ufffd.tif: OCR of page {i} of 3" for i in (1, 2, 3)]
    with pytest.raises(InputError, match="its 3 pages are more than 2"):
        read_bytes(image("TIFF", pages=3), "a.tif", ReadOptions(ocr=True, limits=Limits(pages=2)))


@posix
@pytest.mark.parametrize("mode", ["1", "P", "RGB", "RGBA"])
@pytest.mark.parametrize("form", ["BMP", "WEBP"])
def test_bitmaps_and_webp_of_every_mode_are_images(tesseract, form, mode):
    tesseract(PAGE)
    stream = io.BytesIO()
    Image.new(mode, (620, 877)).save(stream, form)
    assert "I. MỤC ĐÍCH" in read_bytes(stream.getvalue(), "a.img", OCR).text


def test_an_image_is_not_read_unless_asked():
    with pytest.raises(InputError) as refused:
        read_bytes(image(), "a.png")
    assert str(refused.value) == "a.png: this is an image, which has no text; --ocr reads it"


@posix
@pytest.mark.parametrize(
    "data",
    [
        image()[:60],
        image("TIFF")[:80],
        image("BMP")[:70],
        image("WEBP")[:30],
        b"\xff\xd8\xff\xe0" + bytes(50),
        b"GIF89a",
    ],
)
def test_a_broken_image_is_one_sentence(tesseract, data):
    tesseract(PAGE)
    with pytest.raises(InputError) as refused:
        read_bytes(data, "a.img", OCR)
    assert str(refused.value).startswith("a.img: this image is broken and cannot be opened (")


@posix
def test_an_image_that_unpacks_to_more_than_the_memory_is_refused(tesseract):
    tesseract(PAGE)
    stream = io.BytesIO()
    Image.new("1", (30000, 30000)).save(stream, "PNG")
    with pytest.raises(InputError, match="unpacked=N"):
        read_bytes(stream.getvalue(), "a.png", ReadOptions(ocr=True, limits=Limits(unpacked=64)))


def scan(*pages):
    """A PDF of pictures alone."""
    stream = io.BytesIO()
    first, *rest = pages or (Image.new("L", (1240, 1754), 255),)
    first.save(stream, "PDF", resolution=150, save_all=True, append_images=rest)
    return stream.getvalue()


@posix
def test_pages_of_a_pdf_are_read_when_asked_and_only_those_without_text(tesseract, capfd):
    from pdf_files import Words, pdf

    tesseract(PAGE)
    source = read_bytes(scan(), "a.pdf", OCR)
    assert "I. MỤC ĐÍCH" in source.text
    assert [remark.code for remark in source.remarks] == ["VB007"]
    assert capfd.readouterr().err == "vbparse: a.pdf: OCR of page 1 of 1\n"
    [said] = [d for d in parse(source).diagnostics if d.code == "VB007"]
    assert said.message == "page 1 was read by OCR, 86 % sure on average, 1 line(s) below 60 %"
    typed = read_bytes(pdf([Words(60, 700, "Kế hoạch tuyên truyền văn hóa")]), "b.pdf", OCR)
    assert typed.text.strip() == "Kế hoạch tuyên truyền văn hóa" and capfd.readouterr().err == ""


@posix
def test_a_page_whose_fonts_tell_nothing_is_read_when_asked(tesseract):
    from pdf_files import Words, pdf

    tesseract(PAGE)
    source = read_bytes(pdf([Words(60, 700, "Kế hoạch tuyên truyền văn hóa")], has_map=False), "a.pdf", OCR)
    assert "I. MỤC ĐÍCH" in source.text and [remark.code for remark in source.remarks] == ["VB007"]


@posix
def test_a_picture_without_words_is_named(tesseract):
    tesseract(hocr())
    for data in (scan(), image()):
        [remark] = read_bytes(data, "a", OCR).remarks
        assert (remark.code, remark.values) == ("VB009", {"what": "1 pictures without words"})


@posix
@pytest.mark.parametrize("data", [scan(), image()], ids=["pdf", "image"])
def test_what_is_missing_is_named_with_its_command(tesseract, tmp_path, monkeypatch, data):
    tesseract(PAGE, languages="eng osd")
    with pytest.raises(InputError) as refused:
        read_bytes(data, "a", OCR)
    assert (
        str(refused.value) == "a: OCR needs tesseract with Vietnamese; to read it, run: apt install tesseract-ocr-vie"
    )
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="apt install tesseract-ocr tesseract-ocr-vie"):
        read_bytes(data, "a", OCR)


def slow(tmp_path, monkeypatch, script):
    """Put a program into the place of tesseract that knows Vietnamese and then does as the script says."""
    program = tmp_path / "tesseract"
    program.write_text(f'#!/bin/sh\nif [ "$1" = --list-langs ]; then echo vie; exit; fi\n{script}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")


@posix
@pytest.mark.parametrize("data", [scan(), image()], ids=["pdf", "image"])
@pytest.mark.parametrize("script", ["exec sleep 600", "while :; do :; done"], ids=["waits", "works"])
def test_a_page_on_which_ocr_never_ends_is_given_up(tmp_path, monkeypatch, data, script):
    slow(tmp_path, monkeypatch, f"echo $$ > {tmp_path}/process; {script}")
    with pytest.raises(InputError) as refused:
        read_bytes(data, "a", ReadOptions(ocr=True, limits=Limits(seconds=1)))
    assert str(refused.value) == (
        "a: the seconds that OCR of a page takes are more than 1; if that is meant, see --limit seconds=N"
    )
    wait_for(lambda: not is_running(int((tmp_path / "process").read_text())))


@posix
def test_the_time_is_that_of_a_page_and_not_of_the_file(tmp_path, monkeypatch):
    slow(tmp_path, monkeypatch, "sleep 0.5; exit 1")
    source = read_bytes(image("TIFF", pages=5), "a.tif", ReadOptions(ocr=True, limits=Limits(seconds=4)))
    assert [remark.code for remark in source.remarks] == ["VB009"] * 5


@posix
def test_a_program_that_never_tells_its_languages_is_given_up(tmp_path, monkeypatch):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexec sleep 600\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(InputError, match="--limit seconds=N"):
        read_bytes(image(), "a.png", ReadOptions(ocr=True, limits=Limits(seconds=1)))


@posix
def test_tesseract_gets_none_of_the_users_variables_but_where_things_are(tmp_path, monkeypatch):
    slow(tmp_path, monkeypatch, f"env > {tmp_path}/variables; exit 1")
    monkeypatch.setenv("SECRET", "of the user")
    monkeypatch.setenv("TESSDATA_PREFIX", "/languages")
    read_bytes(image(), "a.png", OCR)
    given = dict(line.split("=", 1) for line in (tmp_path / "variables").read_text().splitlines())
    assert given.keys() - {"PWD", "OLDPWD", "SHLVL", "_"} == {"PATH", "LANG", "OMP_THREAD_LIMIT", "TESSDATA_PREFIX"}


# --- the real program ---------------------------------------------------------------------------------------------


def typed(*texts):
    """A page set in the font that Pillow brings, which has no marks."""
    from PIL import ImageDraw, ImageFont

    page = Image.new("L", (1240, 1754), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(34)
    for i, text in enumerate(texts):
        pen.text((120, 150 + 70 * i), text, font=font, fill=0)
    return page


def plain(text):
    """A text without marks: where there are none, tesseract guesses some."""
    return "".join(c for c in unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")) if ord(c) < 128)


TEXT = ("Report 2025 of the department", "1. The board has 12 members", "2. Each year it gives 48 reports", "Total 365")


@real
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_a_scan_is_read_whichever_way_it_lies(turns):
    page = typed(*TEXT * 4).rotate(90 * turns, expand=True)
    source = read_bytes(scan(page), "a.pdf", OCR)
    assert words_kept("\n".join(TEXT * 4), plain(source.text)) > 0.9
    assert [remark.code for remark in source.remarks] == ["VB007"]


@posix
def test_no_page_is_begun_for_a_caller_that_is_gone(tmp_path):
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "tesseract"
    program.write_text(
        '#!/bin/sh\nif [ "$1" = --list-langs ]; then echo vie; exit; fi\n'
        f"echo $PPID >> {tmp_path}/pages\nexec sleep 1\n"
    )
    program.chmod(0o755)
    (tmp_path / "a.pdf").write_bytes(scan(*(Image.new("L", (124, 175), 255) for _ in range(60))))
    variables = {
        **os.environ,
        "PATH": f"{folder}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parent.parent),
    }
    command = [sys.executable, "-m", "vbparse", "show", "text", "--ocr", str(tmp_path / "a.pdf")]
    caller = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    told = tmp_path / "pages"
    wait_for(lambda: told.exists() and told.read_text())
    reader = int(told.read_text().split()[0])
    caller.kill()
    caller.wait()
    wait_for(lambda: not is_running(reader))
    assert len(told.read_text().split()) < 60


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "(zombie)" not in state if (state := state_of(process)) else True


def state_of(process):
    """What Linux tells of a process: one that is dead may wait for somebody to ask for its exit code."""
    path = Path(f"/proc/{process}/status")
    return path.read_text() if path.exists() else ""
