"""Reads documents back by the standard library alone: DOCX and XLSX as XML, and the text of PDF pages that `pdftotext` found.

    read.py FOLDER

Every DOCX has the page of the decree, tables no wider than the text with as many cells as columns and a repeated header, and
says where it comes from. No page is empty, and none lacks its number. No list has a formula.
"""

import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
import zipfile

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WIDTH = 11906 - 1701 - 851
MARGINS = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
mistakes = 0


def expect(name, holds, what):
    global mistakes
    if not holds:
        mistakes += 1
        print(f"WRONG: {name}: {what}")


def text_of(element):
    return "".join(it.text or "" for it in element.iter(W + "t"))


def read_docx(path):
    with zipfile.ZipFile(path) as archive:
        expect(path.name, archive.testzip() is None, "a member is damaged")
        members = {name: tree.fromstring(archive.read(name)) for name in archive.namelist()}
    body = members["word/document.xml"]
    margins = body.find(f".//{W}pgMar").attrib
    for side, (least, most) in MARGINS.items():
        millimetres = int(margins[W + side]) * 25.4 / 1440
        expect(path.name, least - 0.1 <= millimetres <= most + 0.1, f"margin {side}: {millimetres} mm")
    fonts = {value for it in members["word/styles.xml"].iter(W + "rFonts") for value in it.attrib.values()}
    expect(path.name, fonts == {"Times New Roman"}, f"typefaces {fonts}")
    words = text_of(body)
    for wanted in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Nơi nhận:"):
        expect(path.name, wanted in words, f"lacks {wanted}")
    foot = text_of(members["word/footer1.xml"])
    expect(path.name, re.search(r"Nhật ký số \d+, SHA-256 [0-9a-f]{64}", foot), f"foot {foot}")
    if not re.search("urging|live|points", path.name):
        expect(path.name, re.search(r"Bảng xếp hạng.* số \d+, SHA-256 [0-9a-f]{64}", foot), f"foot {foot}")
    for table in body.iter(W + "tbl"):
        grid = [int(it.get(W + "w")) for it in table.find(W + "tblGrid")]
        expect(path.name, sum(grid) <= WIDTH, f"a table {sum(grid)} wide")
        rows = table.findall(W + "tr")
        if table.find(f"{W}tblPr/{W}tblBorders") is None:
            continue
        headers = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        expect(path.name, headers[0] and not any(headers[1:]), "the first row alone is a header")
        numbers = 0
        for row in rows:
            cells = row.findall(W + "tc")
            span = sum(int(getattr(it.find(f"{W}tcPr/{W}gridSpan"), "attrib", {}).get(W + "val", 1)) for it in cells)
            expect(path.name, span == len(grid), f"{span} cells of {len(grid)}")
            first = text_of(cells[0])
            # Rows are counted in one, or anew in each group.
            if len(cells) > 1 and re.fullmatch(r"[\d.]+", first) and text_of(rows[0][-1]) != "Tỷ lệ đạt":
                number = int(first.replace(".", ""))
                is_next = number in (numbers + 1, 1)
                expect(path.name, is_next or "explanation" in path.name, f"row {number} after {numbers}")
                numbers = number


def read_pages(path):
    """What stands on each page, without its number above and its foot below."""
    pages = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    for at, page in enumerate(pages.split("\f")[:-1], 1):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        inside = [line for line in lines if not re.search(r"^\d+$|SHA-256|lập lúc", line)]
        expect(f"{path.name} page {at}", inside, "nothing stands on it")
        # Who issues it stands on the left, beside the national title.
        expect(f"{path.name} page {at}", not inside or not inside[0].startswith("CỘNG HÒA"), "the heading is turned round")
        if at > 1:
            expect(f"{path.name} page {at}", lines and lines[0] == str(at), f"its number isn't above: {lines[:1]}")


def read_xlsx(path):
    with zipfile.ZipFile(path) as archive:
        expect(path.name, archive.testzip() is None, "a member is damaged")
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                expect(path.name, b"<f" not in archive.read(name).replace(b"<fo", b""), f"{name} has a formula")


folder = pathlib.Path(sys.argv[1])
for path in sorted(folder.iterdir()):
    if path.suffix == ".docx":
        read_docx(path)
        read_pages(path.with_suffix(".pdf"))
    elif path.suffix == ".xlsx":
        read_xlsx(path)
    elif path.name.startswith("print-") and path.suffix == ".pdf":
        read_pages(path)
sys.exit(1 if mistakes else 0)
