"""``skmedcode demo``."""

from skmedcode.cli._demo import demo
from skmedcode.cli._options import UsageError


def add_parser(commands):
    """Add the command to the parser."""
    command = commands.add_parser(
        "demo",
        help="learn from synthetic notes beside a linear baseline, and explain three of them",
    )
    command.add_argument(
        "--n-notes", type=int, default=900, help="training and test notes, from 60"
    )
    command.add_argument("--n-codes", type=int, default=30, help="from 5")
    command.add_argument("--max-epochs", type=int, default=30)
    command.add_argument("--random-state", type=int, default=0)
    command.set_defaults(run=run)


def run(options):
    """Run the command."""
    try:
        demo(options.n_notes, options.n_codes, options.max_epochs, options.random_state)
    except ValueError as error:
        raise UsageError(error) from error
