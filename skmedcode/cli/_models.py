"""``skmedcode models``: which coders there are, and what can be set."""

import skmedcode
from skmedcode.cli._options import add_command
from skmedcode.coders._table import ROWS

MIXTURES = ("HybridCoder", "RankingCoder", "EnsembleCoder")
CODERS = (*(row.name for row in ROWS), *MIXTURES)
HEADS = ("coder", "encoder", "connection", "decoder", "auxiliary data")


def add_parser(commands):
    """Add the command to the parser."""
    parser = add_command(commands, "models", run, "list the coders, or the parameters of one")
    parser.add_argument("coder", nargs="?", choices=CODERS, metavar="coder", help="one of them")


def run(options):
    """Run the command."""
    if options.coder is None:
        print_table()
        return
    print(f"# {coder_class(options.coder).__doc__.splitlines()[0]}")
    for name, value in coder_class(options.coder)().get_params(deep=False).items():
        print(f"{name}={value!r}")


def print_table():
    """What each coder is made of, in the names of EncoderDecoderCoder's parts."""
    lines = [HEADS]
    for row in ROWS:
        parts = row.parts or ("any" if row.name == "EncoderDecoderCoder" else "its own",) * 3
        lines.append((row.name, *(part or "-" for part in parts), row.side_data))
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADS) - 1)]
    for line in lines:
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=False)]
        print("  ".join([*cells, line[-1]]))
    print()
    for name in MIXTURES:
        print(f"{name.ljust(widths[0])}  {coder_class(name).__doc__.splitlines()[0]}")


def coder_class(name):
    """The coder of that name."""
    return getattr(skmedcode, name)
