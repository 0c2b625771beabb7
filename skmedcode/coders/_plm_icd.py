"""PLM-ICD."""

import torch

from skmedcode.base import coder
from skmedcode.coders._code_states import code_states
from skmedcode.coders._pretrained import PretrainedCoder
from skmedcode.coders._recipes import BIO_LM, plm_recipe
from skmedcode.decoders import StructuredAttention
from skmedcode.layers import queries_at
from skmedcode.text import SubwordTokenizer


@coder
class PLMICDCoder(PretrainedCoder):
    """PLM-ICD: a pretrained transformer over chunks of the note, under LAAT's attention.

    Huang, Tsai and Chen, "PLM-ICD: Automatic ICD Coding with Pretrained Language Models", Clinical
    NLP 2022.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    PLMCACoder : Attention whose keys, values and output all codes share.

    Notes
    -----
    Differs from the authors' code:

    - padding is masked in the codes' attention, where theirs reads it;
    - each chunk carries the checkpoint's [CLS] and [SEP], where theirs splits one marked sequence;
    - attention is computed in float32 under ``amp`` too, and gradients are clipped, since such
      networks were seen to diverge (Edin et al., SIGIR 2023), from whose re-run the start of the
      attention, a normal distribution of width 0.03, is;
    - queries start at the states of ``code_descriptions``, where given, and without a checkpoint
      at the words that mark a code; ``code_start="random"`` without titles is as published;
    - ``published_params()`` has the rate rise over a tenth of the steps (2,000 of 20,160 on the 50
      codes; of 119,300 on all), and keeps the best epoch where theirs keeps the last;
    - defaults suit a few hundred notes.

    Examples
    --------
    >>> import warnings
    >>> from skmedcode import PLMICDCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = PLMICDCoder(hidden_size=32, max_epochs=2, random_state=0)
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")  # encoder=None: no pretrained model
    ...     coder = coder.fit(notes.data, notes.target)
    >>> coder.predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    @classmethod
    def published_params(cls, split="top50"):
        """The recipe of the authors' code, on their checkpoint.

        The checkpoint, RoBERTa on PubMed and MIMIC-III (Lewis et al., Clinical NLP 2020), comes as
        an archive from https://github.com/facebookresearch/bio-lm; unpack it, and pass its folder
        as ``encoder`` and to the tokenizer.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        tokenizer = SubwordTokenizer(checkpoint=BIO_LM, max_length=3072)
        return plm_recipe(
            split, encoder=BIO_LM, tokenizer=tokenizer, batch_size=8, accumulate=8, threshold=0.5
        )

    def _make_module(self, facts):
        embedding, encoder = self._make_encoder(facts)
        start = code_states(facts, embedding, encoder)
        decoder = StructuredAttention(encoder.out_features, facts.n_codes, full_precision=True)
        if start is not None:
            _start_at(decoder, start)
        return self._compose(facts, embedding, encoder, decoder)


@torch.no_grad()
def _start_at(decoder, states):
    """Start queries at the keys of states, which have much in common in transformers."""
    given = states.abs().sum(-1) > 0
    if given.sum() > 1:
        keys = torch.tanh(states[given] @ decoder.projection.T)  # (n_given, attention_size)
        decoder.queries[given] += queries_at(keys)
