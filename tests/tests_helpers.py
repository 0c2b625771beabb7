"""Coders in a size for tests."""

from skmedcode import (
    AttentionCoder,
    AttentiveLSTMCoder,
    CAMLCoder,
    ClinicalBERTCoder,
    CMemNNCoder,
    CNNCoder,
    DCANCoder,
    DLACCoder,
    DRCAMLCoder,
    EncoderDecoderCoder,
    GatedCNNCoder,
    HyperCoreCoder,
    JointLAATCoder,
    LAATCoder,
    MARNCoder,
    MTRAMCoder,
    MultiResCNNCoder,
    PLMCACoder,
    PLMICDCoder,
    RNNCoder,
)
from skmedcode.text import NoteTokenizer

SMALL = {"embedding_dim": 12, "lr": 0.01}
GATED = {"hidden_size": 10, "dilations": (1, 2), **SMALL}
ATTENTIVE = {"embedding_dim": 10, "word_size": 12, "hidden_size": 16, "lr": 0.01}
DCAN = {"hidden_size": 8, "output_size": 10, "n_levels": 2, **SMALL}
TRANSFORMER = {
    "hidden_size": 16,
    "n_heads": 2,
    "n_layers": 1,
    "chunk_size": 16,
    "stride": 4,
} | SMALL
MULTI_RES = {"kernel_sizes": (1, 3), "num_filters": 6, **SMALL}
TITLES = {0: "kab kad", 1: "kaf kag", 2: "kak kam"}  # words of estimator_checks.toy_notes


def small_coders():
    """Every coder, in the variants that run different code."""
    return [
        AttentionCoder(**SMALL),
        AttentionCoder(code_descriptions=TITLES, code_start="random", **SMALL),
        AttentiveLSTMCoder(code_descriptions=TITLES, **ATTENTIVE),
        AttentiveLSTMCoder(attention="hard", scorer="dot", max_words=7, **ATTENTIVE),
        AttentiveLSTMCoder(attention="max", segmenter="line", r_drop=0.5, **ATTENTIVE),
        CAMLCoder(num_filters=8, **SMALL),
        CAMLCoder(num_filters=8, kernel_size=4, encoder_residual=False, prior_bias=False, **SMALL),
        CMemNNCoder(**SMALL),
        CMemNNCoder(
            memory="end_to_end",
            condensation="average",
            query="mean",
            hops=2,
            code_descriptions=TITLES,
            **SMALL,
        ),
        ClinicalBERTCoder(**TRANSFORMER),
        ClinicalBERTCoder(pooling="last", warmup=0.2, **TRANSFORMER | {"chunk_size": 48}),
        ClinicalBERTCoder(pooling="attention", accumulate=3, layer_decay=0.8, **TRANSFORMER),
        CNNCoder(num_filters=10, **SMALL),
        DCANCoder(**DCAN),
        DCANCoder(encoder_residual=False, code_descriptions=TITLES, label_smoothing=0.1, **DCAN),
        EncoderDecoderCoder(encoder_params={"num_filters": 6, "kernel_size": 3}, **SMALL),
        EncoderDecoderCoder(
            encoder_params={"num_filters": 6, "kernel_size": 3},
            decoder="hierarchical",
            code_names=["I10", "E11.9", "E11.2"],
            **SMALL,
        ),
        EncoderDecoderCoder(
            encoder="recurrent",
            encoder_params={"hidden_size": 6},
            connection="injection",
            decoder="title_attention",
            code_descriptions=TITLES,
            **SMALL,
        ),
        EncoderDecoderCoder(
            encoder="hierarchical", encoder_params={"hidden_size": 4, "segment_length": 9}, **SMALL
        ),
        GatedCNNCoder(**GATED),
        GatedCNNCoder(code_descriptions=TITLES, bidirectional=True, **GATED),
        GatedCNNCoder(
            causal=True,
            interaction="sum",
            output_size=5,
            encoder_residual=False,
            init_std=0.2,
            **GATED,
        ),
        GatedCNNCoder(
            causal=True, interaction="mean", code_descriptions=TITLES, kernel_size=2, **GATED
        ),
        GatedCNNCoder(tokenizer=NoteTokenizer(min_df=2), refit=False, r_drop=0.5, **GATED),
        DLACCoder(**TRANSFORMER),
        DLACCoder(
            code_descriptions={0: "kab kad", 2: "kak"},
            freeze_titles=True,
            warmup=0.1,
            **TRANSFORMER,
        ),
        LAATCoder(hidden_size=8, **SMALL),
        LAATCoder(hidden_size=8, code_descriptions=TITLES, attention_size=5, **SMALL),
        LAATCoder(hidden_size=8, encoder_residual=False, attention_size=30, **SMALL),
        DRCAMLCoder(num_filters=8, code_descriptions=TITLES, **SMALL),
        DRCAMLCoder(
            num_filters=8,
            kernel_size=4,
            encoder_residual=False,
            code_descriptions={0: "kab kad", 2: "kak"},
            **SMALL,
        ),
        HyperCoreCoder(num_filters=8, hyperbolic_dim=4, **SMALL),
        HyperCoreCoder(
            num_filters=8,
            kernel_size=4,
            encoder_residual=False,
            hierarchy={0: "a", 1: "a", 2: "b"},
            hyperbolic_dim=2,
            graph_layers=2,
            code_descriptions=TITLES,
            **SMALL,
        ),
        JointLAATCoder(hidden_size=8, level_size=6, **SMALL),
        JointLAATCoder(hidden_size=8, code_names=["I10", "E11.9", "E11.2"], r_drop=0.5, **SMALL),
        MARNCoder(hidden_size=8, encoder="lstm", **SMALL),
        MTRAMCoder(hidden_size=8, **SMALL),
        MTRAMCoder(
            hidden_size=8,
            encoder="multi_res_cnn",
            encoder_residual=False,
            code_groups={0: "a", 1: "b", 2: "a"},
            code_descriptions=TITLES,
            r_drop=0.5,
            **SMALL,
        ),
        PLMCACoder(**TRANSFORMER),
        PLMCACoder(code_descriptions=TITLES, own_weights=False, r_drop=0.5, **TRANSFORMER),
        PLMICDCoder(**TRANSFORMER),
        PLMICDCoder(code_descriptions=TITLES, **TRANSFORMER),
        RNNCoder(hidden_size=8, **SMALL),
        RNNCoder(hidden_size=8, cell="lstm", pooling="last", bidirectional=False, **SMALL),
        RNNCoder(hidden_size=8, pooling="last", **SMALL),
        RNNCoder(hidden_size=8, pooling="max", **SMALL),
        MultiResCNNCoder(**MULTI_RES),
        MultiResCNNCoder(encoder_residual=False, code_descriptions=TITLES, **MULTI_RES),
    ]
