"""The private skorch net that every coder drives."""

import torch
from skorch import NeuralNet
from torch.nn import functional as F

from skmedcode.losses import evidence_loss
from skmedcode.training._batches import NoteBatches
from skmedcode.training._documents import statistics_of_notes
from skmedcode.training._parts import parts

FOR_THE_LOSS = ("weight", "spans", "documents")


class CoderNet(NeuralNet):
    """A skorch net for modules that give logits of many codes.

    Parameters
    ----------
    module : nn.Module
        ``(ids, mask) -> logits``, or a tuple of the logits and what else the criterion reads; with
        ``codes``, a pair of that and their attention.
    criterion : nn.Module
        ``(outputs, targets) -> one value a note``.
    evidence_weight : float, default=1
        Weight of the attention that misses gold evidence, where a batch has some.
    r_drop : float, default=0
        Weight of the disagreement between two dropout passes (R-Drop, Liang et al., NeurIPS 2021).
    amp : bool, default=False
        Run the module in bfloat16 where torch's autocast does.
    accumulate : int, default=1
        Parts of a batch that go through the module one after another; their gradients add up to
        that of the batch.
    rates : tuple of (pattern, lr), default=()
        Learning rates of parameters whose names match; the others learn at ``lr``.
    **kwargs
        As skorch's.
    """

    def __init__(
        self,
        module,
        *,
        criterion,
        evidence_weight=1.0,
        r_drop=0.0,
        amp=False,
        accumulate=1,
        rates=(),
        **kwargs,
    ):
        kwargs.setdefault("iterator_train", NoteBatches)
        kwargs.setdefault("iterator_valid", NoteBatches)
        kwargs.setdefault("predict_nonlinearity", torch.sigmoid)
        super().__init__(module, criterion=criterion, **kwargs)
        self.evidence_weight = evidence_weight
        self.r_drop = r_drop
        self.amp = amp
        self.accumulate = accumulate
        self.rates = rates

    def initialize_module(self):
        """Take the module over; only its class stays behind, so a pickle holds it once."""
        super().initialize_module()
        self.module = type(self.module_)
        return self

    def infer(self, x, **fit_params):
        """Outputs in float32 or better."""
        if isinstance(x, dict):
            x = {name: tensor for name, tensor in x.items() if name not in FOR_THE_LOSS}
            if "shared" in x:
                x |= x.pop("shared").tensors
        with torch.autocast(torch.device(self.device).type, torch.bfloat16, enabled=self.amp):
            outputs = super().infer(x, **fit_params)
        return _full_precision(outputs)

    def get_loss(self, y_pred, y_true, X=None, *args, **kwargs):
        """Mean over the notes of weight times loss."""
        targets, weight = y_true.to(self.device), X["weight"].to(self.device)
        attention = None
        if "codes" in X:
            y_pred, attention = y_pred
        loss = self.criterion_(y_pred, targets)
        if loss.shape != weight.shape:
            raise ValueError(
                "loss must give one value a note, shape (n_notes,); got shape "
                f"{tuple(loss.shape)} for {len(weight)} notes. Use reduction='none' and average "
                "over the codes: loss.mean(-1)."
            )
        if attention is not None:
            missed = evidence_loss(attention, X["spans"].to(self.device))
            loss = loss + self.evidence_weight * missed
        return (loss * weight).mean()

    def predict(self, X):
        """Codes at a probability of 0.5, for callbacks that score with ``predict``."""
        return (self.predict_proba(X) >= 0.5).astype(int)

    def train_step_single(self, batch, **fit_params):
        """The gradient of one batch, which is read in ``accumulate`` parts."""
        self._set_training(True)
        if self.accumulate == 1:
            outputs, loss = self._outputs_and_loss(*batch, **fit_params)
            loss.backward()
            return {"loss": loss, "y_pred": outputs}
        losses, read = [], []
        for share, X, y in parts(*batch, self.accumulate):
            outputs, loss = self._outputs_and_loss(X, y, **fit_params)
            (share * loss).backward()
            losses.append(share * loss.detach())
            read.append(logits(outputs).detach())
        return {"loss": sum(losses), "y_pred": torch.cat(read)}

    def _outputs_and_loss(self, X, y, **fit_params):
        """One forward pass; two with R-Drop, of which the first gives the outputs."""
        first = self.infer(X, **fit_params)
        besides = self._loss_of_documents(X, **fit_params)
        if not self.r_drop:
            return first, self.get_loss(first, y, X) + besides
        second = self.infer(X, **fit_params)
        loss = (self.get_loss(first, y, X) + self.get_loss(second, y, X)) / 2
        weight = X["weight"].to(self.device)
        apart = disagreement(logits(first), logits(second))
        return first, loss + self.r_drop * (apart * weight).mean() + besides

    def _loss_of_documents(self, X, **fit_params):
        """The loss of the documents of a batch, divided by the number of its notes."""
        if "documents" not in X:
            return 0.0
        own, targets = X["documents"].batch()
        with statistics_of_notes(self.module_):
            outputs = self.infer(own, **fit_params)
        return X["documents"].share * self.get_loss(outputs, targets, own)


def logits(outputs):
    """The logits among a module's outputs: they come first, whatever else there is."""
    while isinstance(outputs, tuple):
        outputs = outputs[0]
    return outputs


def disagreement(first, second):
    """Symmetric Kullback-Leibler divergence of two sets of logits, mean over codes, shape (n,).

    For two Bernoulli variables the two divergences add up to ``(p - q) (logit p - logit q)``.
    """
    return (0.5 * (F.sigmoid(first) - F.sigmoid(second)) * (first - second)).mean(-1)


def _full_precision(outputs):
    if isinstance(outputs, tuple):
        return tuple(_full_precision(output) for output in outputs)
    return outputs.float() if outputs.dtype in (torch.bfloat16, torch.float16) else outputs
