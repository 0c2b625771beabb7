"""``skmedcode models``: which coders there are, and what can be set."""

import skmedcode
from skmedcode.cli._options import add_command

CODERS = (
    "AttentionCoder",
    "AttentiveLSTMCoder",
    "CAMLCoder",
    "CMemNNCoder",
    "CNNCoder",
    "ClinicalBERTCoder",
    "DCANCoder",
    "DLACCoder",
    "DRCAMLCoder",
    "EncoderDecoderCoder",
    "GatedCNNCoder",
    "HyperCoreCoder",
    "JointLAATCoder",
    "LAATCoder",
    "MARNCoder",
    "MTRAMCoder",
    "MultiResCNNCoder",
    "PLMCACoder",
    "PLMICDCoder",
    "RNNCoder",
    "HybridCoder",
    "RankingCoder",
    "EnsembleCoder",
)


def add_parser(commands):
    """Add the command to the parser."""
    parser = add_command(commands, "models", run, "list the coders, or the parameters of one")
    parser.add_argument("coder", nargs="?", choices=CODERS, metavar="coder", help="one of them")


def run(options):
    """Run the command."""
    if options.coder is None:
        for name in CODERS:
            print(f"{name:20}{coder_class(name).__doc__.splitlines()[0]}")
        return
    for name, value in coder_class(options.coder)().get_params(deep=False).items():
        print(f"{name}={value!r}")


def coder_class(name):
    """The coder of that name."""
    return getattr(skmedcode, name)
