"""Which words speak for a code, measured in the network."""

import torch


def attention(module, ids, mask, codes, values=None, **beside):
    """Attention of some codes over the words.

    Parameters
    ----------
    module : EncoderDecoder
        Its decoder has ``attend``.
    ids, mask : Tensors of shape (n, length)
    codes : integer Tensor of shape (n_asked,)
    values : Tensor of shape (n, length), default=None
        Weights of the words, where there are any.
    **beside : Tensors of n rows
        What the network reads beside ids, where there is any: ``sentences``, ``patient``.

    Returns
    -------
    Tensor of shape (n, n_asked, length)
    """
    with torch.no_grad():
        embedded = module.embed(ids, values)
        hidden, hidden_mask = module.encode(embedded, mask, ids=ids, **beside)
        return module.attend(hidden, hidden_mask, mask, codes)


def input_x_gradient(module, ids, mask, codes, values=None, **beside):
    """Input times gradient of a code's logit, summed over the embedding.

    The first-order effect of each word on the logit (Shrikumar, Greenside and Kundaje, ICML 2017).

    Parameters
    ----------
    module : EncoderDecoder
    ids, mask : Tensors of shape (n, length)
    codes : integer Tensor of shape (n_asked,)
    values : Tensor of shape (n, length), default=None
        Weights of the words, where there are any.
    **beside : Tensors of n rows
        What the network reads beside ids, where there is any: ``sentences``, ``patient``.

    Returns
    -------
    Tensor of shape (n, n_asked, length)
    """
    # cuDNN's recurrent kernels have no backward pass in evaluation; torch's own have one
    with torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
        embedded = module.embed(ids, values).detach().requires_grad_()
        outputs = module.decoder(*module.encode(embedded, mask, ids=ids, **beside))
        logits = outputs[0] if isinstance(outputs, tuple) else outputs
        scores = []
        for code in codes:
            (gradient,) = torch.autograd.grad(logits[:, code].sum(), embedded, retain_graph=True)
            scores.append((gradient * embedded).sum(-1).detach())
    return torch.stack(scores, dim=1) * mask.unsqueeze(1)  # (n, n_asked, length)


METHODS = {"attention": attention, "input_x_gradient": input_x_gradient}


def choose_method(module, method):
    """The function behind a method's name; without attention, input times gradient."""
    if method not in METHODS:
        names = ", ".join(repr(name) for name in METHODS)
        raise ValueError(f"method must be one of {names}; got {method!r}.")
    if method == "attention" and not hasattr(module.decoder, "attend"):
        return input_x_gradient
    return METHODS[method]
