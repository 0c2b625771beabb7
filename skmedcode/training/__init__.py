"""The private training machinery: data set, batches, skorch net, validation, fitting.

Only this room imports skorch.
"""

from skmedcode.training._batches import NoteBatches, NoteDataset
from skmedcode.training._devices import resolve_device, seeded
from skmedcode.training._documents import CodeDocuments
from skmedcode.training._fit import (
    Trained,
    continue_network,
    fit_network,
    fit_one_epoch,
    one_epoch,
)
from skmedcode.training._make_net import loaded_net
from skmedcode.training._net import CoderNet
from skmedcode.training._parameters import check_training_parameters
from skmedcode.training._predict import group_logits, iter_logits, predict_logits
from skmedcode.training._slots import slot_attention

__all__ = [
    "CodeDocuments",
    "CoderNet",
    "NoteBatches",
    "NoteDataset",
    "Trained",
    "check_training_parameters",
    "continue_network",
    "fit_network",
    "fit_one_epoch",
    "group_logits",
    "iter_logits",
    "loaded_net",
    "one_epoch",
    "predict_logits",
    "resolve_device",
    "seeded",
    "slot_attention",
]
