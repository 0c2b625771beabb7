"""Parts of a network that autocast leaves in full precision."""

import torch


def no_autocast(tensor):
    """Autocast switched off on the tensor's device, where there is such a thing."""
    device = "cpu" if tensor.is_meta else tensor.device.type
    return torch.autocast(device, enabled=False)


def at_least_float(tensor):
    """The tensor in float32, or as it is where that is more."""
    return tensor.float() if tensor.dtype in (torch.bfloat16, torch.float16) else tensor
