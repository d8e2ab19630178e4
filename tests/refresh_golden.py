"""Write the golden outlines anew: `python tests/refresh_golden.py`, in an environment that has vbparse.

Then read the difference (`git diff tests/golden`) against the plans: what is committed is what a reader found right.
"""

from pathlib import Path

from outline import outline

from vbparse import parse, read

HERE = Path(__file__).parent

if __name__ == "__main__":
    for path in sorted(HERE.parent.glob("samples/*.txt")):
        golden = HERE / "golden" / f"{path.stem}.outline.txt"
        golden.write_text(outline(parse(read(path))), encoding="utf-8")
        print(golden.relative_to(HERE.parent))
