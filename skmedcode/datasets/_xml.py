"""XML that may come from anywhere: no entity of its own, nothing fetched."""

from dataclasses import dataclass, field
from xml.parsers import expat

__all__ = ["Node", "read_xml"]

BLOCK = 1 << 16


@dataclass
class Node:
    """An element: its name, attributes, children, text of its own, and the line it starts in."""

    name: str
    attributes: dict
    line: int
    children: list = field(default_factory=list)
    pieces: list = field(default_factory=list)

    @property
    def text(self):
        """The text directly inside."""
        return "".join(self.pieces)

    def all(self, name):
        """Children with a name."""
        return [child for child in self.children if child.name == name]


def read_xml(path, cure):
    """Read an XML file.

    Parameters
    ----------
    path : Path
    cure : str
        What to do about a file that is no XML, for messages.

    Returns
    -------
    Node
        The root.

    Raises
    ------
    ValueError
        For a file that is no XML, with line and column, and for one that declares entities, which
        could blow up memory or name files of this machine. No message holds text of the file.
    """
    parser, top = expat.ParserCreate(), Node("", {}, 0)
    open_nodes = [top]

    def start(name, attributes):
        node = Node(name, attributes, parser.CurrentLineNumber)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def refuse(*_):
        raise ValueError(
            f"{path}, line {parser.CurrentLineNumber}: declares entities, which are refused, since "
            f"they can blow up memory or read other files. {cure}"
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: open_nodes.pop()
    parser.CharacterDataHandler = lambda text: open_nodes[-1].pieces.append(text)
    parser.EntityDeclHandler = refuse
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                parser.Parse(block)
            parser.Parse(b"", True)
    except LookupError:
        raise ValueError(f"{path}, line 1: names an encoding that is unknown. {cure}") from None
    except expat.ExpatError as error:
        what = expat.ErrorString(error.code)
        place = f"line {error.lineno}, column {error.offset + 1}"
        raise ValueError(f"{path}, {place}: cannot be read as XML ({what}). {cure}") from None
    return top.children[0]
