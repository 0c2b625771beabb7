"""The published networks' weights in ours give the published networks' numbers.

Each file of ``tests/reference`` holds one published network with random weights: ids, targets,
logits, loss and gradients. ``SKMEDCODE_PARITY`` names another folder of the same layout.
"""

import json
import os
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from skmedcode.decoders import LabelAttention, MaxPoolLinear, StructuredAttention, TwoTasks
from skmedcode.encoders import (
    ConvEncoder,
    DilatedConvEncoder,
    GatedConvEncoder,
    MultiResConvEncoder,
    RecalibratedEncoder,
    RecurrentEncoder,
)
from skmedcode.losses import BinaryCrossEntropy
from skmedcode.module import EncoderDecoder

FOLDER = Path(os.environ.get("SKMEDCODE_PARITY", Path(__file__).parent / "reference"))
SIZES = json.loads((FOLDER / "sizes.json").read_text())
OUTPUT_LAYER = {
    "decoder.queries": "output_layer.U.weight",
    "decoder.weight": "output_layer.final.weight",
    "decoder.bias": "output_layer.final.bias",
}


def caml(sizes):
    encoder = ConvEncoder(
        sizes["embedding_dim"],
        num_filters=sizes["num_filters"],
        kernel_size=sizes["kernel_size"],
    )
    decoder = LabelAttention(sizes["num_filters"], sizes["n_codes"])
    return EncoderDecoder(embedding(sizes), encoder, decoder), {
        "embedding.weight": "embed.weight",
        "encoder.weight": "conv.weight",
        "encoder.bias": "conv.bias",
        "decoder.queries": "U.weight",
        "decoder.weight": "final.weight",
        "decoder.bias": "final.bias",
    }


def cnn_maxpool(sizes):
    encoder = ConvEncoder(
        sizes["embedding_dim"],
        num_filters=sizes["num_filters"],
        kernel_size=sizes["kernel_size"],
        padding=0,
    )
    decoder = MaxPoolLinear(sizes["num_filters"], sizes["n_codes"])
    return EncoderDecoder(embedding(sizes), encoder, decoder), {
        "embedding.weight": "embed.weight",
        "encoder.weight": "conv.weight",
        "encoder.bias": "conv.bias",
        "decoder.weight": "fc.weight",
        "decoder.bias": "fc.bias",
    }


def multirescnn(sizes):
    kernel_sizes = sizes["kernel_sizes"]
    encoder = MultiResConvEncoder(
        sizes["embedding_dim"], kernel_sizes=kernel_sizes, num_filters=sizes["num_filters"]
    )
    weights = {"embedding.weight": "word_rep.embed.weight"} | OUTPUT_LAYER
    for place, size in enumerate(kernel_sizes):
        channel = f"conv.channel-{size}"
        for part in ("weight", "bias"):
            weights[f"encoder.convolutions.{place}.{part}"] = f"{channel}.baseconv.{part}"
        block, theirs = f"encoder.blocks.{place}", f"{channel}.resconv-0"
        weights |= conv_norm(f"{block}.first", f"{theirs}.left.0", f"{theirs}.left.1")
        weights |= conv_norm(f"{block}.second", f"{theirs}.left.3", f"{theirs}.left.4")
        weights |= conv_norm(f"{block}.shortcut", f"{theirs}.shortcut.0", f"{theirs}.shortcut.1")
    decoder = LabelAttention(encoder.out_features, sizes["n_codes"])
    return EncoderDecoder(embedding(sizes), encoder, decoder), weights


def conv_norm(ours, convolution, norm):
    """Where a convolution with batch normalisation comes from, running statistics too."""
    parts = ("weight", "bias", "running_mean", "running_var")
    own = {f"{ours}.norm.{part}": f"{norm}.{part}" for part in parts}
    return own | {f"{ours}.weight": f"{convolution}.weight"}


def dcan(sizes):
    encoder = DilatedConvEncoder(
        sizes["embedding_dim"],
        hidden_size=sizes["hidden"],
        output_size=sizes["projection"],
        n_levels=sizes["levels"],
        kernel_size=sizes["kernel_size"],
    )
    weights = {"embedding.weight": "word_rep.embed.weight"} | OUTPUT_LAYER
    for part in ("weight", "bias"):
        weights[f"encoder.linear.{part}"] = f"lin.{part}"
        weights[f"encoder.blocks.0.shortcut.{part}"] = f"tcn.network.0.downsample.{part}"
    names = {"direction": "weight_v", "length": "weight_g", "bias": "bias"}
    convolutions = {"first": "conv1", "second": "conv2"}
    for level in range(sizes["levels"]):
        for ours, theirs in convolutions.items():
            block, network = f"encoder.blocks.{level}.{ours}", f"tcn.network.{level}.{theirs}"
            weights |= {f"{block}.{here}": f"{network}.{there}" for here, there in names.items()}
    decoder = LabelAttention(encoder.out_features, sizes["n_codes"])
    return EncoderDecoder(embedding(sizes), encoder, decoder), weights


def laat(sizes):
    encoder = RecurrentEncoder(sizes["embedding_dim"], hidden_size=sizes["rnn_units"])
    decoder = StructuredAttention(
        encoder.out_features, sizes["n_codes"], attention_size=sizes["projection"]
    )
    weights = {
        "embedding.weight": "embed.weight",
        "decoder.projection": "attention.first_linear.weight",
        "decoder.queries": "attention.second_linear.weight",
        "decoder.weight": "attention.third_linear.weight",
        "decoder.bias": "attention.third_linear.bias",
    }
    return EncoderDecoder(embedding(sizes), encoder, decoder), weights | recurrent("rnn")


def mtram_bigru(sizes):
    encoder = RecurrentEncoder(sizes["embedding_dim"], hidden_size=sizes["rnn_units"], cell="gru")
    encoded = {f"encoder.{here}": there for here, there in recurrent("encoder").items()}
    return two_tasks(sizes, encoder, encoded)


def mtram_multirescnn(sizes):
    module, weights = multirescnn(sizes)
    encoded = {
        f"encoder.{here}": there for here, there in weights.items() if here.startswith("encoder.")
    }
    return two_tasks(sizes, module.encoder, encoded)


def two_tasks(sizes, encoder, encoded):
    """MT-RAM on an encoder, and where the weights come from."""
    weights = {"embedding.weight": "word_rep.embed.weight"} | encoded
    for task, own in (("codes", ""), ("upper", "_ccs")):
        weights[f"decoder.{task}.queries"] = f"output_layer.U{own}.weight"
        for part in ("weight", "bias"):
            weights[f"decoder.{task}.{part}"] = f"output_layer.final{own}.{part}"
    blocks = {"down": "down1", "further_down": "down2", "lateral": "lateral"}
    blocks |= {"up": "up1", "further_up": "up2"}
    for ours, theirs in blocks.items():
        block, own = f"encoder.recalibration.{ours}", f"output_layer.msm.{theirs}"
        weights |= conv_norm(f"{block}.first", f"{own}.0", f"{own}.1")
        weights |= conv_norm(f"{block}.second", f"{own}.3", f"{own}.4")
    decoder = TwoTasks(
        LabelAttention(encoder.out_features, sizes["n_codes"]),
        LabelAttention(encoder.out_features, sizes["n_groups"]),
        torch.arange(sizes["n_codes"]) % sizes["n_groups"],
    )
    return EncoderDecoder(embedding(sizes), RecalibratedEncoder(encoder), decoder), weights


def as_convolution(name, weight):
    """What a transposed convolution with a step of one is."""
    transposed = ".msm.up" in name and weight.ndim == 3
    return weight.transpose(1, 0, 2)[:, :, ::-1].copy() if transposed else weight


def recurrent(theirs):
    """Where the weights of both directions come from."""
    parts = [f"{kind}_{side}_l0" for kind in ("weight", "bias") for side in ("ih", "hh")]
    forwards = {f"encoder.forwards.{part}": f"{theirs}.{part}" for part in parts}
    backwards = {f"encoder.backwards.{part}": f"{theirs}.{part}_reverse" for part in parts}
    return forwards | backwards


class PortHead(nn.Module):
    """The code-by-code head of the third-party port, which stands in no coder of ours."""

    def __init__(self, sizes):
        super().__init__()
        width, n_codes = sizes["embedding_dim"], sizes["n_codes"]
        self.titles = nn.Embedding(sizes["n_tokens"], width)
        self.register_buffer("title_ids", torch.tensor(sizes["title_ids"]))
        self.weight = nn.Parameter(torch.empty(n_codes, width))
        self.bias = nn.Parameter(torch.empty(n_codes))
        self.projection = nn.Parameter(torch.empty(1, width))

    def forward(self, hidden, mask):
        codes = self.titles(self.title_ids).mean(dim=1)  # (n_codes, width)
        messages = hidden.transpose(1, 2) @ (hidden @ codes)  # (n, n_codes, width)
        return (messages * self.weight) @ self.projection[0] + self.bias


def gatedcnn_port(sizes):
    encoder = GatedConvEncoder(
        sizes["embedding_dim"],
        hidden_size=sizes["hidden"] + sizes["output"],
        output_size=sizes["output"],
        kernel_size=sizes["kernel_size"],
        dilations=sizes["dilations"],
        causal=True,
    )
    return EncoderDecoder(embedding(sizes), encoder, PortHead(sizes)), {
        "embedding.weight": "word_embedding_layer.embed.weight",
        "encoder.weight_input": "encoder.full_conv.weight_1",
        "encoder.weight_hidden": "encoder.full_conv.weight_2",
        "encoder.bias": "encoder.full_conv.bias_2",
        "decoder.titles.weight": "output_layer.word_embedding_layer.embed.weight",
        "decoder.weight": "output_layer.final.weight",
        "decoder.bias": "output_layer.final.bias",
        "decoder.projection": "output_layer.proj_layer.weight",
    }


# One entry a reference file: the network in our parts, and where its weights come from.
NETWORKS = {
    "caml_even": caml,
    "caml_odd": caml,
    "cnn_maxpool": cnn_maxpool,
    "dcan": dcan,
    "gatedcnn_port": gatedcnn_port,
    "laat": laat,
    "mtram_bigru": mtram_bigru,
    "mtram_multirescnn": mtram_multirescnn,
    "multirescnn": multirescnn,
}


def embedding(sizes):
    # The references have no padding, so row 0 takes part like any other.
    return nn.Embedding(sizes["n_tokens"], sizes["embedding_dim"])


def numbers_learnt(module):
    """Buffers that training moves: the running statistics of batch normalisation."""
    return {name: tensor for name, tensor in module.named_buffers() if "running" in name}


def transplanted(name):
    """Our module with the published weights, and the reference arrays."""
    reference = np.load(FOLDER / f"{name}.npz")
    module, weights = NETWORKS[name](SIZES[name])
    module = module.double().eval()
    ours = dict(module.named_parameters()) | numbers_learnt(module)
    assert set(ours) == set(weights)
    with torch.no_grad():
        for here, there in weights.items():
            published = torch.from_numpy(as_convolution(there, reference[f"param/{there}"]))
            assert ours[here].squeeze().shape == published.squeeze().shape
            ours[here].copy_(published.reshape(ours[here].shape))
    return module, weights, reference


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_parity(name):
    module, weights, reference = transplanted(name)
    ids = torch.from_numpy(reference["ids"])
    mask = torch.ones_like(ids, dtype=torch.bool)
    hidden, _ = module.encode(module.embed(ids), mask)
    outputs = module(ids, mask)
    logits, of_groups = outputs if isinstance(outputs, tuple) else (outputs, None)
    loss = BinaryCrossEntropy("mean")(logits, torch.from_numpy(reference["target"])).mean()
    loss.backward()

    np.testing.assert_allclose(logits.detach(), reference["logits"], rtol=0, atol=1e-9)
    np.testing.assert_allclose(loss.item(), reference["loss"], rtol=0, atol=1e-9)
    if "group_logits" in reference:
        expected = reference["group_logits"]
        np.testing.assert_allclose(of_groups.detach(), expected, rtol=0, atol=1e-9)
    for here, parameter in module.named_parameters():
        there, gradient = weights[here], parameter.grad
        if here.startswith("decoder.upper"):  # the reference's loss is that of the codes
            assert gradient is None
            continue
        np.testing.assert_allclose(
            gradient.squeeze(),
            as_convolution(there, reference[f"grad/{there}"]).squeeze(),
            rtol=0,
            atol=1e-9,
            err_msg=there,
        )
    if "encoder_out" in reference:
        np.testing.assert_allclose(hidden.detach(), reference["encoder_out"], rtol=0, atol=1e-9)


@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_padding_leaves_parity_alone(name):
    """The published networks read padding; ours give their unpadded numbers in any batch."""
    module, _, reference = transplanted(name)
    with torch.no_grad():
        module.embedding.weight[0] = 0
    ids = torch.from_numpy(reference["ids"]).clamp(min=1)
    alone = module(ids, torch.ones_like(ids, dtype=torch.bool))
    padded = nn.functional.pad(ids, (0, 9))
    torch.testing.assert_close(module(padded, padded != 0), alone, rtol=0, atol=1e-12)


def test_every_reference_is_built():
    assert set(SIZES) == set(NETWORKS)
