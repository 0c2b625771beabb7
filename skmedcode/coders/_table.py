"""The table of coders: one row a published architecture, and the parts that make it."""

from typing import NamedTuple


class Row(NamedTuple):
    """A coder, its paper, and what it is made of.

    ``parts`` are the names that :class:`EncoderDecoderCoder` has for encoder, connection and
    decoder; None where no single row of its tables makes the coder.
    """

    name: str
    paper: str
    link: str
    encoder: str
    connection: str
    decoder: str
    side_data: str
    parts: tuple | None


ROWS = [
    Row(
        name="AttentionCoder",
        paper="Mullenbach et al., NAACL 2018, its decoder alone",
        link="https://aclanthology.org/N18-1100/",
        encoder="none: the word vectors themselves",
        connection="none",
        decoder="label attention: one attention and one classifier a code",
        side_data="titles of the codes (optional)",
        parts=("words", None, "label_attention"),
    ),
    Row(
        name="AttentiveLSTMCoder",
        paper="Shi, Xie, Hu, Zhang and Xing, arXiv 1711.04075, 2017",
        link="https://arxiv.org/abs/1711.04075",
        encoder="an LSTM over the characters of a word, one over the words of a segment",
        connection="none",
        decoder="soft or hard attention of each code over segments, or their maximum or mean",
        side_data="titles of the codes (optional), read by LSTMs of their own",
        parts=None,
    ),
    Row(
        name="CAMLCoder",
        paper="Mullenbach et al., NAACL 2018",
        link="https://aclanthology.org/N18-1100/",
        encoder="one convolution over the words",
        connection="none; by default a residual round the encoder",
        decoder="label attention: one attention and one classifier a code",
        side_data="titles of the codes (optional)",
        parts=("conv", None, "label_attention"),
    ),
    Row(
        name="CMemNNCoder",
        paper="Prakash et al., AAAI 2017",
        link="https://arxiv.org/abs/1612.01848",
        encoder="none: a weighted mean of the word vectors",
        connection="none",
        decoder="hops through a memory of texts, one linear layer on the condensed states",
        side_data="texts about the codes, or their titles and synonyms (optional)",
        parts=("words", None, "memory"),
    ),
    Row(
        name="CNNCoder",
        paper="Kim, EMNLP 2014, as in Mullenbach et al., NAACL 2018",
        link="https://aclanthology.org/D14-1181/",
        encoder="one convolution over the words",
        connection="none",
        decoder="maximum of each filter, one linear layer",
        side_data="none",
        parts=("conv", None, "max_pool"),
    ),
    Row(
        name="ClinicalBERTCoder",
        paper="Alsentzer et al., Clinical NLP 2019; over chunks as in Ji et al., 2021",
        link="https://aclanthology.org/W19-1909/",
        encoder="a pretrained transformer: [CLS] of one chunk, or of each",
        connection="none",
        decoder="one chunk, or mean, maximum or attention over chunks; one linear layer",
        side_data="none",
        parts=("pretrained", None, "chunk_pool"),
    ),
    Row(
        name="DCANCoder",
        paper="Ji, Cambria and Marttinen, Clinical NLP 2020",
        link="https://aclanthology.org/2020.clinicalnlp-1.8/",
        encoder="dilated causal convolutions, weight-normed",
        connection="residuals round each level",
        decoder="label attention: one attention and one classifier a code",
        side_data="titles of the codes (optional)",
        parts=("dilated_conv", None, "label_attention"),
    ),
    Row(
        name="DLACCoder",
        paper="Feucht et al., W-NUT 2021",
        link="https://arxiv.org/abs/2109.12026",
        encoder="a pretrained transformer over chunks of the note",
        connection="none",
        decoder="label attention over a projection; the queries are mean word vectors of titles",
        side_data="titles of the codes",
        parts=("pretrained", None, "title_queries"),
    ),
    Row(
        name="DRCAMLCoder",
        paper="Mullenbach et al., NAACL 2018",
        link="https://aclanthology.org/N18-1100/",
        encoder="one convolution over the words",
        connection="none; by default a residual round the encoder",
        decoder="label attention; classifiers are held near what is read from the titles",
        side_data="titles of the codes",
        parts=("conv", None, "described_attention"),
    ),
    Row(
        name="EncoderDecoderCoder",
        paper="Ji et al., ACM Computing Surveys 2024",
        link="https://arxiv.org/abs/2201.02797",
        encoder="any of these, or your own",
        connection="stacking, injection, residual, highway, dense, recalibration, or your own",
        decoder="any of these, or your own",
        side_data="what the decoder reads",
        parts=None,
    ),
    Row(
        name="GatedCNNCoder",
        paper="Ji, Pan and Marttinen, Findings of ACL 2021",
        link="https://aclanthology.org/2021.findings-acl.89/",
        encoder="gated dilated convolutions with shared weights",
        connection="embedding injection, gates from level to level",
        decoder="note-code interaction, by softmax or un-normalised as published",
        side_data="titles of the codes (optional)",
        parts=("gated_conv", None, "label_attention"),
    ),
    Row(
        name="HyperCoreCoder",
        paper="Cao et al., ACL 2020",
        link="https://aclanthology.org/2020.acl-main.282/",
        encoder="one convolution over the words",
        connection="none; by default a residual round the encoder",
        decoder="attention of codes, then their points in hyperbolic space and a graph of codes "
        "that occur together",
        side_data="hierarchy, from the codes' names or your own; titles of the codes (optional)",
        parts=("conv", None, "hyperbolic_graph"),
    ),
    Row(
        name="JointLAATCoder",
        paper="Vu, Nguyen and Nguyen, IJCAI 2020",
        link="https://doi.org/10.24963/ijcai.2020/461",
        encoder="bidirectional LSTM",
        connection="none; by default a residual round the encoder",
        decoder="structured attention of categories, then of codes",
        side_data="categories, from the codes' names; titles of the codes (optional)",
        parts=("recurrent", None, "joint_attention"),
    ),
    Row(
        name="LAATCoder",
        paper="Vu, Nguyen and Nguyen, IJCAI 2020",
        link="https://doi.org/10.24963/ijcai.2020/461",
        encoder="bidirectional LSTM",
        connection="none; by default a residual round the encoder",
        decoder="structured attention: one attention a code over a projection of the states",
        side_data="titles of the codes (optional)",
        parts=("recurrent", None, "structured_attention"),
    ),
    Row(
        name="MARNCoder",
        paper="Sun, Ji, Cambria and Marttinen, ACM TIST 2022",
        link="https://doi.org/10.1145/3563041",
        encoder="bidirectional GRU (or LSTM, CAML's or MultiResCNN's convolutions)",
        connection="recalibrated aggregation: states weighed by a detour through fewer features",
        decoder="the same as MTRAMCoder; learnt by focal loss",
        side_data="groups of codes, by name, CCS or your own; titles of the codes (optional)",
        parts=("recurrent", "recalibration", "two_tasks"),
    ),
    Row(
        name="MTRAMCoder",
        paper="Sun, Ji, Cambria and Marttinen, ECML PKDD 2021",
        link="https://arxiv.org/abs/2104.00952",
        encoder="bidirectional GRU (or LSTM, CAML's or MultiResCNN's convolutions)",
        connection="recalibrated aggregation: states weighed by a detour through fewer features",
        decoder="label attention of codes, and one of groups of codes",
        side_data="groups of codes, by name, CCS or your own; titles of the codes (optional)",
        parts=("recurrent", "recalibration", "two_tasks"),
    ),
    Row(
        name="MultiResCNNCoder",
        paper="Li and Yu, AAAI 2020",
        link="https://doi.org/10.1609/aaai.v34i05.6331",
        encoder="convolutions of several widths",
        connection="a residual block in each branch",
        decoder="label attention: one attention and one classifier a code",
        side_data="titles of the codes (optional)",
        parts=("multi_res_conv", None, "label_attention"),
    ),
    Row(
        name="PLMCACoder",
        paper="Edin et al., EMNLP 2024",
        link="https://aclanthology.org/2024.emnlp-main.280",
        encoder="a pretrained transformer over chunks of the note; without one a small transformer",
        connection="none",
        decoder="cross attention: one query a code; keys, values and, as published, the output "
        "are shared",
        side_data="titles of the codes (optional, where queries start)",
        parts=("pretrained", None, "cross_attention"),
    ),
    Row(
        name="PLMICDCoder",
        paper="Huang, Tsai and Chen, Clinical NLP 2022",
        link="https://aclanthology.org/2022.clinicalnlp-1.2/",
        encoder="a pretrained transformer over chunks of the note",
        connection="none",
        decoder="LAAT's: one attention a code over a projection, one classifier a code",
        side_data="titles of the codes (optional, where queries start)",
        parts=("pretrained", None, "structured_attention"),
    ),
    Row(
        name="RNNCoder",
        paper="Mullenbach et al., NAACL 2018, its Bi-GRU baseline",
        link="https://aclanthology.org/N18-1100/",
        encoder="GRU or LSTM, in one or both directions",
        connection="none; by default a residual round the encoder",
        decoder="label attention; or the last state or the maximum, and one linear layer",
        side_data="titles of the codes (optional, with label attention)",
        parts=("recurrent", None, "label_attention"),
    ),
]
