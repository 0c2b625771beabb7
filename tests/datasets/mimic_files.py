"""Made-up MIMIC releases: files of the true schema, and what should be read from them."""

import csv
import gzip
import random
from dataclasses import dataclass, field

WHO = ["ROW_ID", "SUBJECT_ID", "HADM_ID"]
WHEN = ["CHARTDATE", "CHARTTIME", "STORETIME"]
NOTE_COLUMNS = [*WHO, *WHEN, "CATEGORY", "DESCRIPTION", "CGID", "ISERROR", "TEXT"]
CODE_COLUMNS = [*WHO, "SEQ_NUM", "ICD9_CODE"]
TITLE_COLUMNS = ["ROW_ID", "ICD9_CODE", "SHORT_TITLE", "LONG_TITLE"]
# Without dots 38.93 and 389.3 are one; so are 00.66 and 66 where zeros are lost.
DIAGNOSES = ["401.9", "428.0", "427.31", "038.9", "486", "V58.61", "E879.1", "389.3", "250.00"]
PROCEDURES = ["38.93", "96.04", "00.66", "01.17", "11.7", "40", "99.15"]
PARTS = ("train", "dev", "test")


@dataclass
class Release:
    """What a release holds, in plain terms."""

    patients: dict = field(default_factory=dict)  # admission -> patient
    texts: dict = field(default_factory=dict)  # admission -> [(ROW_ID, text)]
    codes: dict = field(default_factory=dict)  # admission -> [(kind, dotted code)]
    parts: dict = field(default_factory=dict)  # part -> admissions

    def note(self, admission):
        return " ".join(text for _, text in sorted(self.texts[admission]))


def word_of(code):
    """A word that stands for a code in the notes."""
    return "q" + "".join(c if c.isalpha() else "abcdefghij."[int(c)] for c in code.replace(".", ""))


def make_release(n_admissions=60, seed=0, top50=()):
    """Draw admissions: some with addenda, without codes, without summary."""
    draw, release = random.Random(seed), Release()
    diagnoses = DIAGNOSES + [code for code in top50 if _is_diagnosis(code)]
    procedures = PROCEDURES + [code for code in top50 if not _is_diagnosis(code)]
    for index in range(n_admissions):
        admission, patient = 100_000 + 7 * index, 10 + index * 2 // 3
        release.patients[admission] = patient
        own = {("D", code) for code in draw.sample(diagnoses, draw.randint(1, 4))}
        own |= {("P", code) for code in draw.sample(procedures, draw.randint(0, 2))}
        release.codes[admission] = [] if index == 5 else sorted(own)
        words = [word_of(code) for _, code in release.codes[admission]]
        draw.shuffle(words)
        release.texts[admission] = [(10 * index, _summary(index, words[: len(words) // 2 + 1]))]
        for n in range(index % 3 == 0):
            text = f'Addendum:\n"{" ".join(words)}", 12 mg'
            release.texts[admission].append((10 * index + 1 + n, text))
    release.patients[999_999], release.codes[999_999] = 9999, [("D", "486")]  # no summary
    ordered = sorted(release.texts)
    release.parts = {part: [] for part in PARTS}
    for admission in ordered:  # by patient
        number = release.patients[admission] % 5
        release.parts[PARTS[max(0, number - 2)]].append(admission)
    return release


def _is_diagnosis(code):
    return len(code.split(".")[0]) > 2


def _summary(index, words):
    sentence = " and ".join(words)
    return (
        f'Admission Date: [**2151-7-{index % 28 + 1}**]\r\n\nSex: F, said "well".\n\n'
        f"Patient {index} has {sentence}; HCO3-25 on day {index}\n"
    )


def note_rows(release):
    """Rows of NOTEEVENTS, those that nobody wants included."""
    rows = []
    for admission, texts in release.texts.items():
        for row_id, text in texts:
            kind = "Report" if row_id % 10 == 0 else "Addendum"
            rows.append(_note(row_id, release.patients[admission], admission, kind, text))
    rows.append(_note(5, 10, "", "Report", "no admission"))
    rows.append(_note(6, 10, 100_000, "Generic", 'a "nurse",\nwrote', "Nursing"))
    rows.append(_note(7, 10, "", "Generic", "an x-ray", "Radiology"))
    return rows


def _note(row_id, patient, admission, kind, text, category="Discharge summary"):
    when = ["2151-08-04", "", ""]
    return [row_id, patient, admission, *when, category, kind, "", "", text]


def code_rows(release, kind):
    """Rows of a table of codes, one of them twice; an admission without codes has an empty row."""
    rows = []
    for admission, codes in release.codes.items():
        own = [code.replace(".", "") for each, code in codes if each == kind]
        if not codes and kind == "D":
            own = [""]
        for number, code in enumerate(own + own[:1], start=1):
            rows.append([len(rows) + 1, release.patients[admission], admission, number, code])
    return rows


def write_table(path, columns, rows, gz=False):
    """Write a table, with every field quoted that needs it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind, name = (gzip.open, f"{path}.gz") if gz else (open, path)
    with kind(name, "wt", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    return path


def write_mimic3(folder, release, gz=False, lower=False, shuffle=None, titles=True):
    """Write a release as the tables of MIMIC-III v1.4; ``shuffle`` is a seed for the rows."""
    codes = sorted({code for own in release.codes.values() for code in own})
    named = {k: [c for kind, c in codes if kind == k] for k in "DP"}
    tables = {
        "NOTEEVENTS": (NOTE_COLUMNS, note_rows(release)),
        "DIAGNOSES_ICD": (CODE_COLUMNS, code_rows(release, "D")),
        "PROCEDURES_ICD": (CODE_COLUMNS, code_rows(release, "P")),
    }
    if titles:
        for kind, name in (("D", "D_ICD_DIAGNOSES"), ("P", "D_ICD_PROCEDURES")):
            rows = [[1, c.replace(".", ""), "short", f"Title of {word_of(c)}"] for c in named[kind]]
            tables[name] = (TITLE_COLUMNS, rows)
    for name, (columns, rows) in tables.items():
        if shuffle is not None:
            random.Random(shuffle).shuffle(rows)
        if lower:
            name, columns = name.lower(), [column.lower() for column in columns]
        write_table(folder / f"{name}.csv", columns, rows, gz)
    return folder


def write_lists(folder, release, labels=("full", "50")):
    """Write lists of admissions as the authors of CAML do."""
    folder.mkdir(parents=True, exist_ok=True)
    for label in labels:
        for part, admissions in release.parts.items():
            text = "".join(f"{admission}\n" for admission in admissions)
            (folder / f"{part}_{label}_hadm_ids.csv").write_text(text)
    return folder
