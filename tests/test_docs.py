"""The documentation is true: its code runs, its tables list what there is."""

import doctest
import importlib
import re
import runpy
import subprocess
import sys
import warnings
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest
from test_architecture import ALLOWED

import skmedcode
from skmedcode import coders
from skmedcode.coders._table import ROWS
from skmedcode.utils.estimator_checks import CHECKS

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md"), *(DOCS / "user_guide").glob("*.md")])
BLOCK = re.compile(r"^```(\w+) ?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

ROOMS = ("metrics", "model_selection", "datasets", "code_systems", "inspection", "encoders")
ROOMS += ("decoders", "layers", "losses")
# Names in an __all__ that need no page: a dict of functions that have one each.
NO_PAGE = {"skmedcode.inspection.METHODS"}


def blocks(page):
    """(language, marker, code, line) of each fenced block of a page."""
    text = page.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        yield match[1], match[2], match[3], text[: match.start()].count("\n") + 2


def page_id(page):
    return page.relative_to(ROOT).as_posix()


def python_blocks(page):
    return [block for block in blocks(page) if block[0] == "python"]


@pytest.mark.parametrize("page", [p for p in PAGES if python_blocks(p)], ids=page_id)
def test_code_runs_and_prints_what_the_page_shows(page):
    """Blocks of a page share a namespace; a text block shows what the block before it prints.

    Those marked "optional" need packages of an extra; tests/search runs them where there are some.
    """
    namespace, printed = {"__name__": "docs"}, None
    for language, marker, code, line in blocks(page):
        if language == "python" and marker == "":
            source = compile("\n" * (line - 1) + code, str(page), "exec")
            with redirect_stdout(StringIO()) as output, warnings.catch_warnings():
                warnings.simplefilter("error", UserWarning)
                exec(source, namespace)
            printed = output.getvalue()
        elif language == "text" and printed is not None:
            flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            same = doctest.OutputChecker().check_output(code, printed, flags)
            assert same, f"{page_id(page)}:{line} shows another output than:\n{printed}"
            printed = None


def test_few_blocks_are_not_run():
    markers = [marker for page in PAGES for _, marker, *_ in python_blocks(page)]
    assert set(markers) <= {"", "no-run", "optional"}
    assert markers.count("optional") == 3
    assert markers.count("no-run") <= 4
    assert markers.count("") >= 40


def test_api_table_lists_what_there_is():
    names = runpy.run_path(str(DOCS / "api_table.py"))["full_names"]()
    assert len(set(names)) == len(names)
    for name in names:
        module, _, attribute = name.rpartition(".")
        assert hasattr(importlib.import_module(module), attribute), name
    public = {f"skmedcode.{name}" for name in skmedcode.__all__} - {"skmedcode.NoteTokenizer"}
    for room in ROOMS:
        listed = importlib.import_module(f"skmedcode.{room}").__all__
        public |= {f"skmedcode.{room}.{name}" for name in listed}
    others = {
        "skmedcode.text.GuidelineAugmenter",
        "skmedcode.text.NoteTokenizer",
        "skmedcode.text.SubwordTokenizer",
        "skmedcode.text.WordVectors",
        "skmedcode.ensemble.L1LogisticRegression",
        "skmedcode.ensemble.FrequentCodes",
        "skmedcode.module.EncoderDecoder",
        "skmedcode.segment_module.SegmentNetwork",
        "skmedcode.facts.FitFacts",
        "skmedcode.utils.estimator_checks.check_coder",
    }
    wanted = (public | others) - NO_PAGE
    assert not wanted - set(names), "add these to docs/api_table.py"
    assert not set(names) - wanted, "these are not public"


def test_coder_table_has_a_row_for_each_coder():
    assert [row.name for row in ROWS] == sorted(coders.__all__)
    for row in ROWS:
        doc = getattr(coders, row.name).__doc__
        assert row.paper.split(",")[0].split()[0] in doc, "the paper's first author"
        assert all(row[:-1]) and row.link.startswith("https://")


def test_citation_names_every_paper_of_the_coders():
    yaml = pytest.importorskip("yaml")
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "version", "license"} <= set(citation)
    for row in ROWS:
        cited = [paper for paper in citation["references"] if row.name in paper.get("notes", "")]
        assert cited, row.name
        assert any(str(paper["year"]) in row.paper for paper in cited)
        assert all({"type", "title", "authors", "doi"} <= set(paper) for paper in cited)


def test_design_names_every_room_and_every_check():
    design = (DOCS / "developers" / "design.md").read_text(encoding="utf-8")
    for check in CHECKS:
        assert f"`{check.__name__}`" in design
    for room in set(ALLOWED) - {"__init__", "__main__"}:
        assert f"`{room}/`" in design or f"`{room}.py`" in design, room


def test_links_between_pages_lead_somewhere():
    for page in [*PAGES, *(DOCS / "developers").glob("*.md"), ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+\.md)", page.read_text(encoding="utf-8")):
            generated = "/api/" in f"/{target}"
            assert generated or (page.parent / target).exists(), f"{page_id(page)}: {target}"


def test_shared_parameters_are_shown_with_each_coder(monkeypatch):
    monkeypatch.syspath_prepend(str(DOCS))
    shared = importlib.import_module("shared_parameters")
    lines = coders.CAMLCoder.__doc__.splitlines()
    lines = [line.removeprefix("    ") for line in lines]
    shared.add_shared_parameters(None, "class", "", coders.CAMLCoder, None, lines)
    other = lines[slice(*shared.section(lines, "Other Parameters"))]
    assert "validation_fraction : float, default=0.15" in other
    assert "threshold_ : float" in lines[slice(*shared.section(lines, "Attributes"))]
    assert "kernel_size : int, default=5" in lines[slice(*shared.section(lines, "Parameters"))]
    lines = [line.removeprefix("    ") for line in coders.PLMCACoder.__doc__.splitlines()]
    shared.add_shared_parameters(None, "class", "", coders.PLMCACoder, None, lines)
    own = lines[slice(*shared.section(lines, "Parameters"))]
    assert {"own_weights : bool, default=True", "chunk_size : int, default=128"} <= set(own)
    assert "loss :" in " ".join(lines[slice(*shared.section(lines, "Other Parameters"))])
    assert lines.index("See Also") > lines.index("Attributes") > lines.index("Other Parameters")


def test_walk_through_of_contributing_works(tmp_path):
    """The new files, put into the package beside the others, make a coder that passes all checks.

    Each block of a new file starts with its path; what ``__init__`` gains is a diff.
    """
    copy = tmp_path / "skmedcode"
    copy.mkdir()
    for path in Path(skmedcode.__file__).parent.rglob("*.py"):
        place = copy / path.relative_to(Path(skmedcode.__file__).parent)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    written = []
    for language, _, code, _ in blocks(ROOT / "CONTRIBUTING.md"):
        head, _, body = code.partition("\n")
        path = tmp_path / head.removeprefix("# ").removeprefix("+++ ")
        if language == "python" and head.startswith("# ") and head.endswith(".py"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body.lstrip(), encoding="utf-8")
            written.append(path)
        elif language == "diff" and path.name == "__init__.py":
            added = [line[1:] for line in body.splitlines() if line.startswith("+from")]
            path.write_text(path.read_text(encoding="utf-8") + "\n".join(added) + "\n")
            written.append(path)
    assert len(written) == 6
    test = next(path for path in written if path.name.startswith("test_"))
    code = (
        f"import runpy, skmedcode; assert skmedcode.__file__.startswith({str(tmp_path)!r})\n"
        "from skmedcode import MinPoolCoder\n"
        "from skmedcode.utils.estimator_checks import check_coder\n"
        "check_coder(MinPoolCoder(num_filters=16))\n"
        f"tests = runpy.run_path({str(test)!r})\n"
        "[tests[name]() for name in tests if name.startswith('test_')]\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
