"""The report of a coder as a page of text."""

from skmedcode.metrics._frequency_bins import bin_table


def report_text(report):
    """Lay out a report.

    Parameters
    ----------
    report : CodingReport

    Returns
    -------
    str
    """
    return "\n\n".join(_sections(report))


def _sections(figures):
    """Yield the paragraphs of the text; a new table is one more paragraph."""
    ks = [name.removeprefix("recall_at_") for name in figures if name.startswith("recall_at_")]
    rows = {"AUC": ["micro_auc", "macro_auc"], "F1": ["f1_micro", "f1_macro", "f1_macro_caml"]}
    yield _table(["micro", "macro", "macro (CAML)"], rows, figures)
    if ks:
        names = {"precision": "precision", "recall": "recall", "nDCG": "ndcg"}
        rows = {name: [f"{stem}_at_{each}" for each in ks] for name, stem in names.items()}
        yield _table([f"@{each}" for each in ks], rows, figures)
    threshold = figures["threshold"]
    cut = "per code" if isinstance(threshold, list) else f"{threshold:g}"
    yield (
        f"mean average precision {figures['mean_average_precision']:.3f}, "
        f"R-precision {figures['r_precision']:.3f}\n"
        f"{figures['n_notes']} notes, {figures['n_codes']} codes: {figures['n_codes_present']} "
        f"with a positive, {figures['n_codes_auc']} in macro-AUC; threshold {cut}"
    )
    if "bins" in figures:
        bins = figures["bins"]
        yield bin_table(bins if isinstance(bins, dict) else bins.to_dict("index"))


def _table(columns, rows, figures):
    """Lay out figures, given by key, under right-aligned columns."""
    widths = [max(len(column) + 2, 8) for column in columns]
    lines = [" " * 10 + "".join(c.rjust(w) for c, w in zip(columns, widths, strict=True))]
    for name, keys in rows.items():
        cells = (f"{figures[key]:.3f}".rjust(w) for key, w in zip(keys, widths, strict=False))
        lines.append(name.ljust(10) + "".join(cells))
    return "\n".join(lines)
