"""What coders have that read tables: notes, and what is known of the patients beside them."""

from skmedcode.layers import PatientFeatures
from skmedcode.text import TableReader


class PatientsMixin:
    """For a coder with the parameters ``note_column`` and ``column_transformer``."""

    @property
    def feature_names_in_(self):
        """Columns of the training table, where there was one."""
        names = getattr(getattr(self, "_reader", None), "feature_names_in_", None)
        if names is None:
            raise AttributeError(f"{type(self).__name__} has no feature_names_in_ (yet).")
        return names

    def _make_reader(self):
        if self.note_column is None:
            return super()._make_reader()
        return TableReader(
            self._note_tokenizer(),
            self.vocabulary,
            sentences=self._reads_sentences,
            note_column=self.note_column,
            column_transformer=self.column_transformer,
        )

    def _patient_part(self, facts, width):
        """What moves the states that a decoder reads, or None without a table."""
        if not facts.n_patient_features:
            return None
        return PatientFeatures(facts.n_patient_features, width, dropout=self.dropout)

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        if self.note_column is not None:
            inputs = tags.input_tags
            inputs.one_d_array, inputs.two_d_array = False, True
            inputs.categorical = inputs.allow_nan = True
        return tags
