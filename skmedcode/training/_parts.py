"""A batch in parts, for networks whose memory a whole batch would exceed."""

WIDE = ("ids", "mask", "values", "sentences", "spans")  # whose last axis is the length of the notes
NO_ROWS = ("shared", "documents")
STATES = ("states", "states_mask")  # whose second axis is that of their own mask


def parts(X, y, n_parts):
    """Cut a batch into parts of nearly equal size, each as long as its longest note.

    Parameters
    ----------
    X : dict of Tensor
        What :meth:`NoteDataset.batch` gives.
    y : Tensor of shape (n, n_codes)
    n_parts : int
        At most this many; a part has at least one note.

    Yields
    ------
    share : float
        The part's share of the notes.
    X, y
        As above.
    """
    n_notes = len(y)
    size = -(-n_notes // min(n_parts, n_notes))
    for start in range(0, n_notes, size):
        part = slice(start, start + size)
        own = {name: tensor[part] for name, tensor in X.items() if name not in NO_ROWS}
        if "shared" in X:  # its layout is of the whole batch
            own |= X["shared"].part(part)
        documents = X["documents"].part(part) if "documents" in X else None
        if documents is not None:
            own["documents"] = documents
        length = int(own["mask"].sum(1).max())
        for name in WIDE:
            if name in own:
                own[name] = own[name][..., :length]
        if "states" in own:
            length = int(own["states_mask"].sum(1).max())
            own |= {name: own[name][:, :length] for name in STATES}
        targets = y[part]
        yield len(targets) / n_notes, own, targets
