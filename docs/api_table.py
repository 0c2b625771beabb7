"""Every public name, in the sections of the API page; ``conf.py`` writes the page from it."""

from pathlib import Path

SECTIONS = [
    (
        "Coders",
        "skmedcode",
        "Estimators: notes in, codes out. See the [table of models](../models.md).",
        [
            "BaseCoder",
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
        ],
    ),
    (
        "Coders of several parts",
        "skmedcode",
        "Deep and linear models together. See [Which coder](../user_guide/choosing.md).",
        ["HybridCoder", "RankingCoder", "EnsembleCoder"],
    ),
    (
        "Their members",
        "skmedcode.ensemble",
        "Estimators that such coders are made of.",
        ["L1LogisticRegression", "FrequentCodes"],
    ),
    (
        "Saving and loading",
        "skmedcode",
        "A fitted coder as a folder. See [Saving](../user_guide/saving.md).",
        ["save", "load"],
    ),
    (
        "Text",
        "skmedcode.text",
        "Notes to token ids. See [Inputs](../user_guide/inputs.md).",
        ["GuidelineAugmenter", "NoteTokenizer", "SubwordTokenizer", "WordVectors"],
    ),
    (
        "Metrics and scorers",
        "skmedcode.metrics",
        "Arrays in, floats out. See [Metrics and splits](../user_guide/metrics_and_splits.md).",
        [
            "best_f1_threshold",
            "brier_score",
            "coding_report",
            "expected_calibration_error",
            "f1_macro",
            "f1_macro_caml",
            "f1_micro",
            "get_scorer",
            "get_scorer_names",
            "hierarchical_f1",
            "hierarchical_precision",
            "hierarchical_recall",
            "macro_auc",
            "mean_average_precision",
            "micro_auc",
            "ndcg_at_k",
            "precision_at_k",
            "r_precision",
            "recall_at_k",
            "reliability_curve",
        ],
    ),
    (
        "Model selection",
        "skmedcode.model_selection",
        "Splits that keep the share of every code, of whole patients too; fair comparisons "
        "and intervals; decisions that are learnt on top of coders; what has changed since. See "
        "[Metrics and splits](../user_guide/metrics_and_splits.md), "
        "[Decisions](../user_guide/decisions.md) and [Shift](../user_guide/shift.md).",
        [
            "MultilabelCalibrator",
            "MultilabelStratifiedGroupKFold",
            "MultilabelStratifiedGroupShuffleSplit",
            "MultilabelStratifiedKFold",
            "MultilabelStratifiedShuffleSplit",
            "ThresholdTuner",
            "TemporalSplit",
            "bootstrap_interval",
            "compare_coders",
            "multilabel_train_test_split",
            "shift_report",
        ],
    ),
    (
        "Data sets",
        "skmedcode.datasets",
        "Notes with codes. See [Data](../user_guide/data.md).",
        [
            "fetch_codiesp",
            "load_cantemist",
            "load_cmc2007",
            "load_codiesp",
            "load_mimic3",
            "load_mimic4",
            "load_table",
            "make_clinical_notes",
            "HARD_NOTES",
        ],
    ),
    (
        "Code systems",
        "skmedcode.code_systems",
        "What codes mean. See [Code systems](../user_guide/code_systems.md).",
        [
            "CodeSystem",
            "ICD9CM",
            "ICD10CM",
            "ICD10PCS",
            "from_mapping",
            "group_matrix",
            "infer",
            "read_ccs",
        ],
    ),
    (
        "Inspection",
        "skmedcode.inspection",
        "The functions behind `explain`, on a network's own tensors, and pictures. See "
        "[Evidence](../user_guide/evidence.md) and [Pictures](../user_guide/displays.md).",
        [
            "CodeEmbeddingDisplay",
            "CodeLossDisplay",
            "attention",
            "evidence_agreement",
            "evidence_of_notes",
            "input_x_gradient",
            "note_evidence",
            "word_evidence",
        ],
    ),
    (
        "Networks",
        "skmedcode.module",
        "Parts for a coder of your own: see the "
        "[design](../developers/design.md) and the [walk-through](../developers/contributing.md).",
        ["EncoderDecoder"],
    ),
    (
        "Networks of spelled words",
        "skmedcode.segment_module",
        "For notes as segments of words that are read character by character.",
        ["SegmentNetwork"],
    ),
    (
        "Encoders",
        "skmedcode.encoders",
        "`(embedded, mask) -> hidden, mask`, with the attribute `out_features`.",
        [
            "Bidirectional",
            "CapsuleEncoder",
            "ConvEncoder",
            "DenseEncoder",
            "DilatedConvEncoder",
            "GatedConvEncoder",
            "GraphEncoder",
            "HierarchicalEncoder",
            "HighwayEncoder",
            "InjectedEncoder",
            "MultiResConvEncoder",
            "RecalibratedEncoder",
            "RecurrentEncoder",
            "ResidualEncoder",
            "SpelledEncoder",
            "StackedEncoder",
            "SmallTransformer",
            "TransformerEncoder",
            "WordEncoder",
            "chunked_transformer",
            "recalibrated",
        ],
    ),
    (
        "Decoders",
        "skmedcode.decoders",
        "`(hidden, mask) -> logits`, and `attend` where there is attention.",
        [
            "AttentionPoolLinear",
            "CondensedMemory",
            "CrossAttention",
            "DescribedAttention",
            "HierarchicalAttention",
            "HyperbolicGraphAttention",
            "JointAttention",
            "LabelAttention",
            "LastStateLinear",
            "MaxPoolLinear",
            "MeanPoolLinear",
            "NoteCodeInteraction",
            "SegmentAttention",
            "PooledLinear",
            "StructuredAttention",
            "TitleAttention",
            "TitleQueryAttention",
            "TwoTasks",
            "hyperbolic_graph",
            "joint_attention",
            "title_queries",
            "two_tasks",
        ],
    ),
    (
        "Layers",
        "skmedcode.layers",
        "Parts that encoders and decoders share.",
        [
            "AttendedWords",
            "CausalConv",
            "CodeGraph",
            "ConvNorm",
            "Dropout",
            "EmbeddingResidual",
            "MaskedBatchNorm",
            "MemorySlots",
            "NodeTree",
            "PatientFeatures",
            "RecalibratedAggregation",
            "ResidualBlock",
            "SpelledTitles",
            "TemporalBlock",
            "TitleVectors",
            "TitleWords",
            "VariationalDropout",
            "WordTable",
            "at_least_float",
            "attend",
            "attention_weights",
            "conv_positions",
            "lines_above",
            "poincare_distance",
            "project_to_ball",
            "queries_at",
            "to_ball",
            "no_autocast",
        ],
    ),
    (
        "Losses",
        "skmedcode.losses",
        "`(outputs, targets) -> one value a note`.",
        [
            "AsymmetricLoss",
            "BinaryCrossEntropy",
            "ClassBalancedLoss",
            "CodePenalty",
            "FocalLoss",
            "GroupLoss",
            "HierarchyLoss",
            "LDAMLoss",
            "LabelSmoothing",
            "TwoTaskLoss",
            "WeightedBinaryCrossEntropy",
            "evidence_loss",
        ],
    ),
    (
        "What fit has learnt",
        "skmedcode.facts",
        "What a coder's `_make_module(facts)` is given.",
        ["FitFacts"],
    ),
    (
        "Checks of a coder",
        "skmedcode.utils.estimator_checks",
        "The contract as a function, for your own coders too.",
        ["check_coder"],
    ),
]


def full_names():
    """Every name of the table with its module."""
    return [f"{module}.{name}" for _, module, _, names in SECTIONS for name in names]


def as_markdown():
    """The API page: one autosummary a section."""
    lines = ["# API reference", "", "Names that are not listed here may change without notice."]
    for title, module, text, names in SECTIONS:
        lines += ["", f"## {title}", "", text, "", "```{eval-rst}"]
        lines += [f".. currentmodule:: {module}", "", ".. autosummary::", "   :toctree: generated"]
        lines += ["   :nosignatures:", "", *(f"   {name}" for name in names), "```"]
    return "\n".join(lines) + "\n"


def write(folder):
    """Write the page, unless it is there already as it should be."""
    page = Path(folder) / "index.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    if not page.exists() or page.read_text(encoding="utf-8") != as_markdown():
        page.write_text(as_markdown(), encoding="utf-8")
