"""What the published MIMIC-III runs have in common."""

from skmedcode.text import NoteTokenizer
from skmedcode.utils._validation import check_option

CLINICAL_BERT = "emilyalsentzer/Bio_ClinicalBERT"  # a name on the Hugging Face hub
BIO_LM = (
    "RoBERTa-base-PM-M3-Voc-distill-align-hf"  # a folder, see github.com/facebookresearch/bio-lm
)


def mimic_recipe(split, **own):
    """Training parameters of the CAML line of papers, and a model's own on top.

    Words in at least 3 training notes, others unknown, 2,500 words a note, word vectors of width
    100 (the authors' are word2vec's; here ``embeddings`` stays at "corpus", and takes a file of
    theirs), mean binary cross-entropy, Adam without weight decay, batches of 16, patience 10,
    threshold 0.5. The validation score is P@8, and P@5 for the 50 codes, where the authors' code
    never computes P@8 and so never stops early.

    Parameters
    ----------
    split : {"top50", "full"}
    **own : dict

    Returns
    -------
    dict
    """
    check_option(split, "split", ["top50", "full"])
    return {
        "tokenizer": NoteTokenizer(min_df=3, max_length=2500, handle_unknown="unknown"),
        "embedding_dim": 100,
        "dropout": 0.2,
        "code_start": "random",
        "prior_bias": False,
        "loss": "bce_mean",
        "optimizer": "adam",
        "weight_decay": 0.0,
        "clip_norm": None,
        "max_epochs": 200,
        "batch_size": 16,
        "monitor": "precision_at_5" if split == "top50" else "precision_at_8",
        "n_iter_no_change": 10,
        "refit": False,
        "threshold": 0.5,
    } | own


def laat_recipe(split, **own):
    """Training parameters and sizes of LAAT's code, and a model's own on top.

    Its word vectors stay as they start, and its patience of 5 stops at the sixth epoch without a
    gain.

    Parameters
    ----------
    split : {"top50", "full"}
    **own : dict

    Returns
    -------
    dict
    """
    return (
        mimic_recipe(split)
        | {
            "tokenizer": NoteTokenizer(min_df=3, max_length=4000, handle_unknown="unknown"),
            "freeze_embeddings": True,
            "dropout": 0.3,
            "optimizer": "adamw",
            "lr": 1e-3,
            "max_epochs": 50,
            "batch_size": 8,
            "monitor": "f1_micro",
            "n_iter_no_change": 6,
            "hidden_size": 512,
            "attention_size": 512,
            "encoder_residual": False,
        }
        | own
    )


def plm_recipe(split, **own):
    """Training parameters that published runs of pretrained transformers share.

    AdamW at 5e-5 for all weights, without weight decay, gradients of at most norm 1, 20 epochs,
    the best of which is chosen by mean average precision, a tuned threshold (Edin et al., EMNLP
    2024). The learning rate rises over a tenth of the steps, and then falls. A checkpoint's name as
    ``encoder`` brings the tokenizer, with 6,000 sub-words a note.

    Parameters
    ----------
    split : {"top50", "full"}
    **own : dict

    Returns
    -------
    dict
    """
    return (
        mimic_recipe(split)
        | {
            "tokenizer": None,
            "dropout": 0.0,
            "optimizer": "adamw",
            "lr": 5e-5,
            "encoder_lr": 5e-5,
            "warmup": 0.1,
            "clip_norm": 1.0,
            "max_epochs": 20,
            "monitor": "mean_average_precision",
            "n_iter_no_change": 20,
            "threshold": "auto",
            "chunk_size": 128,
        }
        | own
    )
