"""The 2007 challenge of the Computational Medicine Center, from made-up reports."""

import pytest
from scipy.sparse import issparse

from skmedcode.datasets import load_cmc2007

REPORT = """  <doc id="{id}" type="RADIOLOGY_REPORT">
    <codes>{codes}</codes>
    <texts>
      <text origin="CCHMC_RADIOLOGY" type="CLINICAL_HISTORY">{history}</text>
      <text origin="CCHMC_RADIOLOGY" type="IMPRESSION"> Normal &amp; clear. </text>
    </texts>
  </doc>
"""
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def code(name, origin="CMC_MAJORITY"):
    return f'<code origin="{origin}" type="ICD-9-CM">{name}</code>'


FIRST = code("786.2") + code("780.6") + code("786.2") + code("486", "COMPANY1")
REPORTS = [
    REPORT.format(id=97634811, codes=FIRST, history="Cough\nand fever."),
    REPORT.format(id=97634812, codes=code("593.70", "COMPANY3"), history="Reflux."),
]


def write(path, reports=REPORTS, head=HEAD):
    path.write_text(f"{head}<docs>\n{''.join(reports)}</docs>\n", encoding="utf-8")
    return path


def test_majority_codes(tmp_path):
    notes = load_cmc2007(write(tmp_path / "train.xml"))
    assert notes.ids.tolist() == ["97634811", "97634812"]
    assert notes.data.tolist() == ["Cough\nand fever.\nNormal & clear.", "Reflux.\nNormal & clear."]
    assert notes.target_names.tolist() == ["780.6", "786.2"]
    assert notes.target.tolist() == [[1, 1], [0, 0]] and notes.n_gold.tolist() == [2, 0]
    assert "train.xml" in notes.DESCR and "45 codes" in notes.DESCR


def test_forms_and_columns(tmp_path):
    path = write(tmp_path / "train.xml")
    _, Y = load_cmc2007(path, code_names=["786.2", "V1"], return_X_y=True, sparse_output=True)
    assert issparse(Y) and Y.toarray().tolist() == [[1, 0], [0, 0]]
    frame = load_cmc2007(path, as_frame=True).target
    assert frame.index.tolist() == ["97634811", "97634812"]


def test_a_file_without_codes(tmp_path):
    notes = load_cmc2007(write(tmp_path / "test.xml", REPORTS[1:]))
    assert notes.target is None and notes.n_gold is None and len(notes.data) == 1


@pytest.mark.parametrize(
    ("reports", "message"),
    [
        ([REPORTS[0].replace(' id="97634811"', "")], "line 3: the report has no id"),
        ([REPORTS[0], REPORTS[0]], r"line 1\d: the report repeats the id"),
        ([REPORTS[0].replace("text", "note")], "line 3: the report has no texts/text"),
        ([REPORTS[0].replace("786.2", " ")], "line 3: the report has an empty codes/code"),
        ([], "must have elements docs/doc"),
        ([REPORTS[0].replace("</texts>", "")], r"line 1\d, column \d+: .*mismatched tag"),
        (["secret & more"], "line 3, column .*not well-formed"),
    ],
)
def test_malformed_files(tmp_path, reports, message):
    with pytest.raises(ValueError, match=message) as caught:
        load_cmc2007(write(tmp_path / "train.xml", reports))
    assert "secret" not in str(caught.value) and "Reflux" not in str(caught.value)


BOMB = '<!DOCTYPE docs [<!ENTITY a "aaaaaaaaaa">\n<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'


@pytest.mark.parametrize(
    "head",
    [
        BOMB,
        '<!DOCTYPE docs [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n',
        '<!DOCTYPE docs [<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;]>\n',
    ],
    ids=["bomb", "external", "parameter"],
)
def test_entities_are_refused(tmp_path, head):
    reports = [REPORTS[0].replace("Cough", "&a;")]
    with pytest.raises(ValueError, match="line 2: declares entities, which are refused"):
        load_cmc2007(write(tmp_path / "train.xml", reports, HEAD + head))


def test_a_document_type_alone_is_fine(tmp_path):
    head = HEAD + '<!DOCTYPE docs SYSTEM "http://127.0.0.1:1/none.dtd">\n'
    assert len(load_cmc2007(write(tmp_path / "train.xml", head=head)).data) == 2


def test_no_file_or_no_xml(tmp_path):
    with pytest.raises(FileNotFoundError, match="path must be a file of the challenge"):
        load_cmc2007(tmp_path)
    path = tmp_path / "train.xml"
    path.write_bytes(b"")
    with pytest.raises(ValueError, match="no element found"):
        load_cmc2007(path)
    path.write_bytes(b'<?xml version="1.0" encoding="none-such"?><docs/>')
    with pytest.raises(ValueError, match="line 1: names an encoding that is unknown"):
        load_cmc2007(path)
