"""An object inside an ensemble that is no estimator, and is saved by its attributes."""


class SavedPart:
    """Base of such objects; ``_saved_attributes`` lists all that the object needs.

    The values may be arrays, sparse matrices, plain values, estimators, other parts, and lists,
    tuples and dicts of them. The object is made again without a call of its constructor.
    """

    _saved_attributes = ()

    def _after_load(self):
        """Put right what a description cannot tell; nothing here."""
