"""The table of coders: one row a published architecture."""

from typing import NamedTuple


class Row(NamedTuple):
    """A coder, its paper, and what it is made of."""

    name: str
    paper: str
    link: str
    encoder: str
    decoder: str
    side_data: str


CODERS = [
    Row(
        name="AttentionCoder",
        paper="Mullenbach et al., NAACL 2018, its decoder alone",
        link="https://aclanthology.org/N18-1100/",
        encoder="none: the word vectors themselves",
        decoder="label attention: one attention and one classifier a code",
        side_data="titles of the codes (optional)",
    ),
    Row(
        name="CAMLCoder",
        paper="Mullenbach et al., NAACL 2018",
        link="https://aclanthology.org/N18-1100/",
        encoder="one convolution over the words",
        decoder="label attention: one attention and one classifier a code",
        side_data="titles of the codes (optional)",
    ),
    Row(
        name="CNNCoder",
        paper="Kim, EMNLP 2014, as in Mullenbach et al., NAACL 2018",
        link="https://aclanthology.org/D14-1181/",
        encoder="one convolution over the words",
        decoder="maximum of each filter, one linear layer",
        side_data="none",
    ),
    Row(
        name="DCANCoder",
        paper="Ji, Cambria and Marttinen, Clinical NLP 2020",
        link="https://aclanthology.org/2020.clinicalnlp-1.8/",
        encoder="dilated causal convolutions, weight-normed, with residuals",
        decoder="label attention: one attention and one classifier a code",
        side_data="titles of the codes (optional)",
    ),
    Row(
        name="DRCAMLCoder",
        paper="Mullenbach et al., NAACL 2018",
        link="https://aclanthology.org/N18-1100/",
        encoder="one convolution over the words",
        decoder="label attention; classifiers are held near what is read from the titles",
        side_data="titles of the codes",
    ),
    Row(
        name="GatedCNNCoder",
        paper="Ji, Pan and Marttinen, Findings of ACL 2021",
        link="https://aclanthology.org/2021.findings-acl.89/",
        encoder="gated dilated convolutions with shared weights and embedding injection",
        decoder="note-code interaction, by softmax or un-normalised as published",
        side_data="titles of the codes (optional)",
    ),
    Row(
        name="JointLAATCoder",
        paper="Vu, Nguyen and Nguyen, IJCAI 2020",
        link="https://doi.org/10.24963/ijcai.2020/461",
        encoder="bidirectional LSTM",
        decoder="structured attention of categories, then of codes",
        side_data="categories, from the codes' names; titles of the codes (optional)",
    ),
    Row(
        name="LAATCoder",
        paper="Vu, Nguyen and Nguyen, IJCAI 2020",
        link="https://doi.org/10.24963/ijcai.2020/461",
        encoder="bidirectional LSTM",
        decoder="structured attention: one attention a code over a projection of the states",
        side_data="titles of the codes (optional)",
    ),
    Row(
        name="MultiResCNNCoder",
        paper="Li and Yu, AAAI 2020",
        link="https://doi.org/10.1609/aaai.v34i05.6331",
        encoder="convolutions of several widths, each with a residual block",
        decoder="label attention: one attention and one classifier a code",
        side_data="titles of the codes (optional)",
    ),
    Row(
        name="RNNCoder",
        paper="Mullenbach et al., NAACL 2018, its Bi-GRU baseline",
        link="https://aclanthology.org/N18-1100/",
        encoder="GRU or LSTM, in one or both directions",
        decoder="label attention; or the last state or the maximum, and one linear layer",
        side_data="titles of the codes (optional, with label attention)",
    ),
]


def as_markdown():
    """The table in Markdown."""
    lines = ["| Coder | Paper | Encoder | Decoder | Side data |", "|---|---|---|---|---|"]
    for row in CODERS:
        name = f"[`{row.name}`](../api/generated/skmedcode.{row.name}.rst)"
        paper = f"[{row.paper}]({row.link})"
        lines.append(f"| {name} | {paper} | {row.encoder} | {row.decoder} | {row.side_data} |")
    return "\n".join(lines) + "\n"
