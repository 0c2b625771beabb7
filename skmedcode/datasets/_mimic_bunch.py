"""From the tables of a MIMIC release to notes, codes and what tells one data set from another."""

import warnings
from typing import NamedTuple

import numpy as np

from skmedcode.datasets._bunch import indicator, make_bunch
from skmedcode.datasets._mimic_labels import label_set_hash
from skmedcode.datasets._mimic_notes import read_notes
from skmedcode.datasets._mimic_splits import split_hash

__all__ = ["Benchmark", "load_benchmark"]


class Benchmark(NamedTuple):
    """What makes a benchmark of the tables.

    ``choose`` gives the columns from the codes of each admission, ``write`` what is made of a
    note, ``titles`` the titles of codes if there are tables of them.
    """

    name: str
    subset: str
    descr: str
    notes: object
    table: object
    codes: dict
    choose: object
    write: object
    titles: object = None
    keep_uncoded: bool = False


def load_benchmark(benchmark, parts, part, code_names, **form):
    """Read the notes, choose codes and admissions, and put all into a Bunch.

    Parameters
    ----------
    benchmark : Benchmark
    parts : dict of str to set of int, or None
    part : {"train", "dev", "test"} or None
    code_names : list of str, or None
    **form
        ``return_X_y``, ``as_frame`` and ``sparse_output`` of the loaders; None makes the target
        sparse except for the 50 codes.

    Returns
    -------
    sklearn.utils.Bunch, or (data, target)
    """
    codes = benchmark.codes
    kept = parts[part] if part else (parts and set().union(*parts.values()))
    patients, pieces = read_notes(benchmark.notes, benchmark.table, codes, kept)
    _check_listed(parts, patients, benchmark.notes)
    coded = {a: codes[a] for a in patients if a in codes}
    names = benchmark.choose(coded.values())
    chosen = set(names)
    members = [a for a in coded if benchmark.keep_uncoded or not chosen.isdisjoint(coded[a])]
    members.sort(key=lambda admission: (patients[admission], admission))
    sizes = _members_of(parts, members)
    rows = [a for a in members if kept is None or a in kept]
    _check_any(rows, part, benchmark.notes)
    names = names if code_names is None else code_names
    if form["sparse_output"] is None:
        form["sparse_output"] = benchmark.subset != "top50"
    texts = [benchmark.write(_joined(pieces.pop(admission))) for admission in rows]
    return make_bunch(
        texts,
        indicator([coded[admission] for admission in rows], names),
        names,
        index=rows,
        ids=np.array(rows, dtype=np.int64),
        groups=np.array([patients[admission] for admission in rows], dtype=np.int64),
        n_gold=np.array([len(coded[admission]) for admission in rows], dtype=np.int64),
        code_descriptions=_titles(benchmark, names),
        split_hash=split_hash(sizes),
        label_set_hash=label_set_hash(names),
        part_sizes={each: len(own) for each, own in sizes.items()},
        DESCR=_descr(benchmark, part, sizes, names),
        **form,
    )


def _joined(pieces):
    """A summary and its addenda in their order."""
    return " ".join(pieces[key] for key in sorted(pieces))


def _members_of(parts, members):
    """The admissions of each part that are in the data set."""
    if parts is None:
        return {"all": members}
    members = set(members)
    return {each: parts[each] & members for each in parts}


def _titles(benchmark, names):
    if benchmark.titles is None:
        return None
    return {name: benchmark.titles[name] for name in names if name in benchmark.titles}


def _check_listed(parts, patients, path):
    if parts is None:
        return
    listed = set().union(*parts.values())
    missing = len(listed.difference(patients))
    if listed and missing == len(listed):
        raise ValueError(
            f"splits must list admissions of {path}, got {missing} of which none has a discharge "
            "summary there. Do the lists belong to this release?"
        )
    if missing:
        warnings.warn(
            f"{missing} of the {len(listed)} admissions in splits have no discharge summary in "
            f"{path}, so figures will not compare with published ones. Is the table complete?",
            UserWarning,
            stacklevel=4,
        )


def _check_any(rows, part, path):
    if not rows:
        which = "" if part is None else f" of part={part!r}"
        raise ValueError(
            f"{path} and the tables of codes must share admissions{which}, but no admission has "
            "both a discharge summary and a code of this subset. Are they of one release?"
        )


def _descr(benchmark, part, sizes, names):
    counts = ", ".join(f"{each} {len(own):,}" for each, own in sizes.items())
    which = "all parts" if part is None else f"part {part!r}"
    head = f"{benchmark.name}, subset {benchmark.subset!r}, {which}\n\n"
    return f"{head}Admissions: {counts}. Codes: {len(names):,}.\n{benchmark.descr}"
