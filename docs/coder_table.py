"""The tables of coders: what each is made of, and what others report."""

from skmedcode.coders._parts import CONNECTIONS, DECODERS, ENCODERS
from skmedcode.coders._table import ROWS

JI = "Ji, 2022"
ANEMIC = "AnEMIC"
YAN = "Yan et al., 2022"
MT_RAM = "READMEs of MT-RAM and MARN"
# MIMIC-III, 50 codes: AUC macro / micro, F1 macro / micro, P@5, per cent.
REPORTED = {
    "AttentiveLSTMCoder": {YAN: "- / 90.0 / - / 53.2 / -"},
    "CAMLCoder": {
        JI: "87.5 / 90.9 / 53.2 / 61.4 / 60.9",
        ANEMIC: "86.5 / 89.9 / 49.5 / 59.3 / 59.7",
    },
    "CMemNNCoder": {JI: "83.3 / - / - / - / 42.0"},
    "CNNCoder": {
        YAN: "87.6 / 90.7 / 57.6 / 62.5 / 62.0",
        ANEMIC: "89.2 / 92.0 / 58.3 / 65.2 / 62.7",
    },
    "DCANCoder": {
        YAN: "90.2 / 93.1 / 61.5 / 67.1 / 64.2",
        ANEMIC: "91.5 / 93.8 / 61.4 / 69.0 / 65.3",
    },
    "DRCAMLCoder": {YAN: "88.4 / 91.6 / 57.6 / 63.3 / 61.8"},
    "GatedCNNCoder": {JI: "91.5 / 93.8 / 62.9 / 68.6 / 65.3"},
    "HyperCoreCoder": {YAN: "89.5 / 92.9 / 60.9 / 66.3 / 63.2"},
    "JointLAATCoder": {YAN: "92.5 / 94.6 / 66.1 / 71.6 / 67.1"},
    "LAATCoder": {YAN: "92.5 / 94.6 / 66.6 / 71.5 / 67.5"},
    "MARNCoder": {MT_RAM: "92.7 / 94.7 / 68.2 / 71.8 / 67.3"},
    "MTRAMCoder": {MT_RAM: "92.1 / 94.3 / 65.1 / 70.6 / 66.4"},
    "MultiResCNNCoder": {
        JI: "89.9 / 92.8 / 60.6 / 67.0 / 64.1",
        ANEMIC: "89.8 / 92.8 / 59.0 / 66.6 / 63.8",
    },
    "RNNCoder": {YAN: "82.8 / 86.8 / 48.4 / 54.9 / 59.1"},
}


def as_markdown():
    """What each coder is made of, in Markdown."""
    heads = ["Coder and paper", "Encoder", "Connection", "Decoder", "Auxiliary data"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for row in ROWS:
        name = f"[`{row.name}`](api/generated/skmedcode.{row.name}.rst)"
        texts = [row.encoder, row.connection, row.decoder]
        cells = [told(*cell) for cell in zip(texts, row.parts or [None] * 3, strict=True)]
        cells = [f"{name}: [{row.paper}]({row.link})", *cells, row.side_data]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def told(text, part):
    """What a part does, and its name in ``EncoderDecoderCoder`` with a link to its page."""
    if part is None:
        return text
    made = {**ENCODERS, **CONNECTIONS, **DECODERS}[part]
    room = made.__module__.rpartition(".")[0]
    return f"{text} ([`{part}`](api/generated/{room}.{made.__name__}.rst))"


def reported_as_markdown():
    """What others report of the same networks, in Markdown."""
    sources = [JI, YAN, ANEMIC, MT_RAM]
    lines = [f"| Coder | {' | '.join(sources)} |", "|---" * (len(sources) + 1) + "|"]
    for name, reported in REPORTED.items():
        cells = [reported.get(source, "") for source in sources]
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"
