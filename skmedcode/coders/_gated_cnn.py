"""GatedCNN-NCI."""

import numbers

from skmedcode.base import BaseCoder, coder
from skmedcode.coders._joining import join
from skmedcode.coders._recipes import mimic_recipe
from skmedcode.decoders import LabelAttention, NoteCodeInteraction
from skmedcode.encoders import Bidirectional, GatedConvEncoder
from skmedcode.module import EncoderDecoder
from skmedcode.utils._validation import check_number, check_option, check_switch


@coder
class GatedCNNCoder(BaseCoder):
    """GatedCNN-NCI: gated convolutions with embedding injection, note-code interaction.

    Ji, Pan and Marttinen, "Medical Code Assignment with Gated Convolution and Note-Code
    Interaction", Findings of ACL 2021. The encoder stacks levels that share their weights; each
    level reads the raw word embedding again (embedding injection) and passes an LSTM-like cell
    upwards through its forget gate (the skip path). The decoder lets codes, embedded by the words
    of their titles, interact with the words of the note, and passes messages from words to codes.

    Parameters
    ----------
    hidden_size : int, default=64
        State channels of the encoder.
    output_size : int, default=None
        How many of the state channels leave the encoder; None means all.
    kernel_size : int, default=3
        Words that one level sees, odd unless ``causal``.
    dilations : sequence of int, default=(1, 2, 4, 8)
        Spacing of those words, one level each.
    causal : bool, default=False
        True reads leftwards only, as published; False reads both sides of a word.
    bidirectional : bool, default=False
        Run the encoder over the reversed note too, with the same weights.
    interaction : {"softmax", "sum", "mean"}, default="softmax"
        How a code weighs the words: a softmax over the note, the plain products as published, or
        those divided by the number of words.
    encoder_residual : bool, default=True
        Add the encoder's output to the word embedding by a projection that starts at zero, so that
        a few hundred notes suffice. False as published.
    init_std : float, default=0.05
        Standard deviation of the encoder's weights at the start; 0.01 as published.

    See Also
    --------
    skmedcode.BaseCoder : The parameters, attributes and methods that all coders share.
    CAMLCoder : One plain convolution, a good deal faster.

    Notes
    -----
    Differs from the authors' code:

    - "as published" means here: as in the authors' code so far as it is public, and in a third
      party's port of it; the sizes of ``published_params()`` are our inference from the number of
      parameters that the authors have shown (7.6 million), and its recipe is the port's but for the
      validation score (P@5 on 50 codes, the port's is P@8);
    - the default reads both sides of a word, normalises the interaction by a softmax, keeps the
      word embedding reachable, and drops out the encoder's output once more on its way there;
    - titles are the mean of their known words, not of the padded list, with the notes' own
      tokenizer, embedding table and no dropout; without titles code vectors are learnt;
    - padding is masked, and no state is carried from one batch to the next, nor from the forward
      to the backward reading.

    Examples
    --------
    >>> from skmedcode import GatedCNNCoder
    >>> from skmedcode.datasets import make_clinical_notes
    >>> notes = make_clinical_notes(n_samples=60, n_codes=4, random_state=0)
    >>> coder = GatedCNNCoder(
    ...     code_names=notes.target_names,
    ...     code_descriptions=notes.code_descriptions,
    ...     max_epochs=2,
    ...     random_state=0,
    ... )
    >>> coder.fit(notes.data, notes.target).predict_proba(notes.data[:2]).shape
    (2, 4)
    """

    hidden_size: int = 64
    output_size: int | None = None
    kernel_size: int = 3
    dilations: tuple = (1, 2, 4, 8)
    causal: bool = False
    bidirectional: bool = False
    interaction: str = "softmax"
    encoder_residual: bool = True
    init_std: float = 0.05

    @classmethod
    def published_params(cls, split="top50"):
        """The authors' network at a size we infer, with the recipe of its third-party port.

        Parameters
        ----------
        split : {"top50", "full"}, default="top50"

        Returns
        -------
        dict
        """
        return mimic_recipe(
            split,
            lr=1e-4,
            hidden_size=400,
            output_size=100,
            kernel_size=3,
            dilations=(1, 2, 3),
            causal=True,
            bidirectional=False,
            interaction="sum",
            encoder_residual=False,
            init_std=0.01,
        )

    def _check_parameters(self):
        super()._check_parameters()
        for name in ("hidden_size", "kernel_size"):
            check_number(getattr(self, name), name, numbers.Integral, low=1)
        check_number(
            self.output_size, "output_size", numbers.Integral, 1, self.hidden_size, none=True
        )
        check_number(self.init_std, "init_std", low=0, open_low=True)
        for name in ("causal", "bidirectional", "encoder_residual"):
            check_switch(getattr(self, name), name)
        check_option(self.interaction, "interaction", ["softmax", "sum", "mean"])
        if not isinstance(self.dilations, (list, tuple)) or not self.dilations:
            raise ValueError(f"dilations must be a non-empty sequence, got {self.dilations!r}.")
        for dilation in self.dilations:
            check_number(dilation, "dilations", numbers.Integral, low=1)
        if not self.causal and self.kernel_size % 2 == 0:
            raise ValueError(
                f"kernel_size must be odd with causal=False, got {self.kernel_size}: both sides of "
                "a word are read alike. Use an odd size, or causal=True."
            )

    @property
    def _learns_evidence(self):
        return self.interaction == "softmax"  # the others have no attention that sums to 1

    def _make_module(self, facts):
        embedding = facts.embedding()
        encoder = GatedConvEncoder(
            facts.embedding_dim,
            hidden_size=self.hidden_size,
            output_size=self.output_size,
            kernel_size=self.kernel_size,
            dilations=self.dilations,
            causal=self.causal,
            dropout=self.dropout,
            init_std=self.init_std,
        )
        if self.bidirectional:
            encoder = Bidirectional(encoder)
        connection, width, start = join(
            facts, encoder, residual=self.encoder_residual, dropout=self.dropout
        )
        titles = facts.titles(embedding, width)
        if self.interaction == "softmax":
            decoder = LabelAttention(width, facts.n_codes, titles=titles, start=start)
        else:
            decoder = NoteCodeInteraction(
                width, facts.n_codes, titles=titles, mean=self.interaction == "mean"
            )
        return EncoderDecoder(
            embedding, encoder, decoder, connection=connection, dropout=self.dropout
        )
