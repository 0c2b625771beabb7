"""What ``fit`` learns because the decoder of a coder of parts asks for it."""

import numbers
from inspect import signature

from skmedcode.code_systems._groups import named_groups
from skmedcode.coders._code_tree import told_apart
from skmedcode.coders._hierarchy import tree_of_codes, with_points
from skmedcode.coders._parts import DECODERS, find, wants
from skmedcode.decoders import CrossAttention
from skmedcode.text import slot_texts


class AskedMixin:
    """Answers to the hooks of ``BaseCoder``, read off the parameters that a decoder names."""

    @property
    def _make_decoder(self):
        return find(self.decoder, "decoder", DECODERS)

    def _asks(self, *names):
        """Whether the decoder names one of these among its parameters."""
        return any(wants(self._make_decoder, name) for name in names)

    @property
    def _starts_at_states(self):
        return self._is_pretrained and self._make_decoder is CrossAttention

    @property
    def _takes_titles(self):
        return self._asks("titles", "title_ids", "title_words", "slots") or self._starts_at_states

    @property
    def _weighs_words(self):
        return self._asks("title_words")

    @property
    def _learns_evidence(self):
        make = self._make_decoder
        if isinstance(make, type):
            return getattr(make, "is_distribution", False)
        return self._asks("start", "word_start")

    @property
    def _has_memory(self):
        return self._asks("slots")

    def _code_groups(self, code_names):
        if not self._asks("groups"):
            return None, None
        return named_groups(code_names, self.code_groups)

    def _slot_texts(self, code_names):
        if not self._has_memory:
            return None
        return slot_texts(code_names, self.knowledge, self.code_descriptions, self.code_synonyms)

    def _learn_codes(self, facts, seed):
        if self._asks("tree"):
            tree = tree_of_codes(facts.code_names.tolist(), self.hierarchy)
            facts = facts.with_tree(*told_apart(tree, facts.n_codes))
        if not self._asks("points"):
            return facts
        own = signature(self._make_decoder).parameters.get("hyperbolic_dim")
        dim = (self.decoder_params or {}).get("hyperbolic_dim", getattr(own, "default", None))
        if not isinstance(dim, numbers.Integral) or dim < 1:
            raise ValueError(
                "decoder must have a parameter hyperbolic_dim of at least 1 to be given points, "
                f"got {dim!r}. Set it in decoder_params, or give it a default."
            )
        return with_points(facts, self.hierarchy, dim, seed)
