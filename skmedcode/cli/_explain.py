"""``skmedcode explain``: where in the notes the evidence for their codes stands."""

from pathlib import Path

import skmedcode
from skmedcode.cli._options import add_command, add_model, add_table, columns, positive
from skmedcode.cli._output import check_target, json_writer, number, writing
from skmedcode.cli._progress import Counter, tell, warnings_told
from skmedcode.datasets._table_rows import iter_table


def add_parser(commands):
    """Add the command to the parser."""
    parser = add_command(commands, "explain", run, "show where the evidence for codes stands")
    add_table(parser, codes=False)
    add_model(parser)
    parser.add_argument("--out", type=Path, required=True, help="a .jsonl file")
    parser.add_argument(
        "--top-k", type=positive, default=10, metavar="K", help="places a code (default: 10)"
    )
    parser.add_argument(
        "--words",
        action="store_true",
        help="also write the words that stand there; the file is then as confidential as the notes",
    )


def run(options):
    """Run the command."""
    target = check_target(options.out, (".jsonl",), options.table)
    coder = skmedcode.load(options.model, device=options.device)
    with warnings_told(), writing(target) as file:
        write, counter = json_writer(file), Counter()
        for block in iter_table(options.table, **columns(options)):
            found = coder.explain(block.notes, top_k=options.top_k)
            names = block.ids or [str(counter.n_notes + n) for n in range(1, len(found) + 1)]
            for name, codes in zip(names, found, strict=True):
                for code, chance, evidence in codes:
                    content = {"id": name, "code": str(code), "probability": number(chance)}
                    write(content | {"evidence": described(evidence, options.words)})
            counter.add(len(block.notes))
    tell(f"{counter.n_notes} notes: {options.out}")


def described(evidence, words):
    """The evidence for a code as plain values.

    Parameters
    ----------
    evidence : list of (start, end, words, score), or dict of source to such a list
        A coder of several parts has several sources.
    words : bool
        Whether the words themselves are told.

    Returns
    -------
    list of dict
    """
    if isinstance(evidence, dict):
        return [
            {"source": source} | place
            for source, places in evidence.items()
            for place in described(places, words)
        ]
    places = []
    for start, end, text, score in evidence:
        place = {"start": int(start), "end": int(end), "score": number(score)}
        places.append(place | {"words": str(text)} if words else place)
    return places
