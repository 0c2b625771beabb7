"""The one composed network: embedding, encoder, connection, decoder."""

import torch
from torch import nn

from skmedcode.layers import AttendedWords, Dropout, WordTable
from skmedcode.layers._beside import chosen

MOST_ANSWERS = 2**26  # numbers in a table of words, 256 MiB


class EncoderDecoder(nn.Module):
    """Words to logits.

    Parameters
    ----------
    embedding : nn.Embedding
        Row 0 is padding and zero.
    encoder : nn.Module
        ``(embedded, mask) -> hidden, mask``. One that names ``ids`` or ``sentences`` among the
        parameters of ``forward`` is given these by their names.
    decoder : nn.Module
        ``(hidden, mask) -> logits``, or a tuple of the logits and what else the loss reads.
    connection : nn.Module, default=None
        ``(embedded, hidden) -> hidden``, between encoder and decoder.
    dropout : float, default=0.2
        Element-wise dropout of the word embedding.
    patient : nn.Module, default=None
        ``(hidden, mask, patient) -> hidden``, before the decoder: what is known besides the words.

    Examples
    --------
    >>> import torch
    >>> from skmedcode.decoders import LabelAttention
    >>> from skmedcode.encoders import ConvEncoder
    >>> module = EncoderDecoder(
    ...     nn.Embedding(20, 8, padding_idx=0),
    ...     ConvEncoder(8, num_filters=6, kernel_size=3),
    ...     LabelAttention(6, n_codes=4),
    ... )
    >>> ids = torch.tensor([[5, 7, 9], [3, 0, 0]])
    >>> module(ids, ids != 0).shape
    torch.Size([2, 4])
    """

    def __init__(self, embedding, encoder, decoder, *, connection=None, dropout=0.2, patient=None):
        super().__init__()
        self.embedding = embedding
        self.dropout = Dropout(dropout)
        self.encoder = encoder
        self.connection = connection
        self.decoder = decoder
        self.patient = patient

    def forward(
        self,
        ids,
        mask,
        values=None,
        codes=None,
        table=None,
        states=None,
        states_mask=None,
        sentences=None,
        patient=None,
    ):
        """Logits, and attention where it is asked for.

        Parameters
        ----------
        ids : integer Tensor of shape (n, length)
            0 at padding.
        mask : bool Tensor of shape (n, length)
            True at tokens.
        values : Tensor of shape (n, length), default=None
            Weights by which the word embeddings are multiplied.
        codes : integer Tensor of shape (n_asked,) or (n, n_asked), default=None
            Codes whose attention is returned too, the same for all notes or each note's own.
        table : WordTable or AttendedWords, default=None
            What :meth:`tabulate` gave for words that include these; for prediction.
        states, states_mask : Tensors of shape (n, positions, features), (n, positions)
            What :meth:`read` gave for these notes, which are then not read again, as long as the
            encoder is frozen.
        sentences : integer Tensor of shape (n, length), default=None
            The number of each word's sentence within its note, for an encoder that names it.
        patient : Tensor of shape (n, n_features), default=None
            What is known of each note's patient, for a network with a part ``patient``.

        Returns
        -------
        logits : Tensor of shape (n, n_codes)
            Or what the decoder gives: a tuple, the logits first, the rest for the loss alone.
        attention : Tensor of shape (n, n_asked, length)
            With ``codes``.
        """
        if isinstance(table, AttendedWords) and codes is None:
            logits = table.logits(ids)
            if logits is not None:
                return logits
        if isinstance(table, WordTable):
            hidden, hidden_mask = self._encode_by_table(ids, mask, table, sentences)
            hidden = self._add_patient(hidden, hidden_mask, patient)
        elif states is not None and self.encoder.is_frozen:
            hidden, hidden_mask = self.encoder.dropout(states), states_mask
            hidden = self._add_patient(hidden, hidden_mask, patient)
        else:
            beside = {"ids": ids, "sentences": sentences, "patient": patient}
            hidden, hidden_mask = self.encode(self.embed(ids, values), mask, **beside)
        logits = self.decoder(hidden, hidden_mask)
        if codes is None:
            return logits
        return logits, self.attend(hidden, hidden_mask, mask, codes)

    def embed(self, ids, values=None):
        """Word embeddings, shape (n, length, embedding_dim), zero at padding."""
        embedded = self.dropout(self.embedding(ids))
        return embedded if values is None else embedded * values.unsqueeze(-1)

    def encode(self, embedded, mask, patient=None, **beside):
        """Hidden states for the decoder, (n, positions, features), and their mask.

        ``patient``, and ``beside`` it ``ids`` and ``sentences``, as of :meth:`forward`; the encoder
        is given what it names.
        """
        hidden, hidden_mask = self.encoder(embedded, mask, **chosen(self.encoder, beside))
        if self.connection is not None:
            hidden = self.connection(embedded, hidden)
        return self._add_patient(hidden, hidden_mask, patient), hidden_mask

    def _add_patient(self, hidden, hidden_mask, patient):
        if self.patient is None or patient is None:  # of a document nothing is known
            return hidden
        return self.patient(hidden, hidden_mask, patient)

    def read(self, ids, mask, **beside):
        """What a frozen encoder makes of notes before any dropout, and the states' mask."""
        known = chosen(self.encoder, {"ids": ids} | beside)
        return self.encoder.read(self.embedding(ids), mask, **known)

    def tabulate(self, words):
        """What the network makes of single words, where they suffice for some part of it.

        Parameters
        ----------
        words : integer Tensor of shape (n_words,)
            Ids, each once, 0 first.

        Returns
        -------
        WordTable, AttendedWords or None
            The convolution of an encoder that starts with one, or the attention of a decoder on
            plain words. None where there is neither, or the table would be too large.
        """
        own = type(self)
        for name in ("forward", "embed", "encode"):  # a subclass may do other things there
            if getattr(own, name) is not getattr(EncoderDecoder, name):
                return None
        if type(self.embedding) is not nn.Embedding:
            return None
        most_columns = MOST_ANSWERS // len(words)
        if _promises(self.encoder, "word_weight"):
            weight = self.encoder.word_weight
            fits = weight[:, 0].numel() <= most_columns
            return WordTable(self.embedding.weight, weight, words) if fits else None
        alone = _promises(self.encoder, "reads_words_alone") and self.connection is None
        alone = alone and self.patient is None  # what a word tells then depends on the patient
        if not alone or not hasattr(self.decoder, "tabulate"):
            return None
        if 4 * len(self.decoder.bias) > most_columns:  # while it is made
            return None
        return self.decoder.tabulate(self.embedding.weight, words)

    def _encode_by_table(self, ids, mask, table, sentences=None):
        def convolve(**where):
            return table.convolve(ids, **where)

        embedded = None if self.connection is None else self.embed(ids)
        beside = chosen(self.encoder, {"ids": ids, "sentences": sentences})
        hidden, hidden_mask = self.encoder(embedded, mask, convolve, **beside)
        if self.connection is not None:
            hidden = self.connection(embedded, hidden)
        return hidden, hidden_mask

    def attend(self, hidden, hidden_mask, mask, codes):
        """Attention of some codes over the words, shape (n, n_asked, length).

        An even convolution has one position more than there are words; the last word takes it.
        """
        weights = self.decoder.attend(hidden, hidden_mask, codes)  # (n, n_asked, positions)
        positions = torch.arange(weights.shape[-1], device=mask.device)
        place = torch.minimum(positions, mask.sum(1, keepdim=True) - 1)
        words = weights.new_zeros(*weights.shape[:2], mask.shape[1])
        return words.scatter_add(2, place.unsqueeze(1).expand_as(weights), weights)


def _promises(encoder, name):
    """Whether the class that defines ``forward`` says so; a subclass may do other things there."""
    for cls in type(encoder).__mro__:
        if "forward" in vars(cls):
            return name in vars(cls)
    return False
