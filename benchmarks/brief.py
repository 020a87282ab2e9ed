"""The full brief of `minsk` in each form, beside LibreOffice Writer.

Each brief is made by ``detente brief minsk`` in a process of its own, as a user would: start,
planning, draws, pictures and file together. The peer turns the Word file of the same brief into
a PDF (LibreOffice Writer, headless, a fresh profile warmed up once), which is what people do today
once the text is written. The bound of three seconds is for the PDF.

    python benchmarks/brief.py --repeat 5
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

RESULTS = Path(__file__).parent / "results" / "brief.json"
FORMS = ("html", "md", "docx", "pdf")
BOUND = 3.0


def timed(words: list[str], repeat: int) -> list[float]:
    """Run a command so many times, and give its wall times in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return times


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--no-write", action="store_true", help="Keep no results.")
    options = parser.parse_args()
    detente = [sys.executable, "-m", "detente"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        times = {
            form: timed(
                [*detente, "brief", "minsk", "-o", str(folder / f"b.{form}")], options.repeat
            )
            for form in FORMS
        }
        office = shutil.which("soffice")
        if office:
            home = f"-env:UserInstallation={(folder / 'user').as_uri()}"
            words = [office, "--headless", home, "--convert-to", "pdf", "--outdir", name]
            words.append(str(folder / "b.docx"))
            timed(words, 1)
            times["office"] = timed(words, options.repeat)
    middle = {form: median(all_of) for form, all_of in times.items()}
    for form in FORMS:
        print(f"detente brief minsk, {form}: {middle[form]:.2f} s (median of {options.repeat})")
    if office:
        ratio = middle["pdf"] / middle["office"]
        print(f"LibreOffice, the same DOCX to PDF: {middle['office']:.2f} s; ratio {ratio:.2f}")
    verdict = "within" if middle["pdf"] <= BOUND else "ABOVE"
    print(f"PDF: {verdict} the bound of {BOUND:.0f} s")
    if not options.no_write:
        RESULTS.parent.mkdir(exist_ok=True)
        machine = {"cores": os.cpu_count(), "python": platform.python_version(),
                   "load": os.getloadavg()[0]}  # fmt: skip
        record = {"machine": machine, "bound": BOUND, "median": middle, "all": times}
        RESULTS.write_text(json.dumps(record, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
