"""The networks as a textbook writes them: nothing masked, trimmed or rewritten.

As the published programs do: a batch is padded to its longest note and attention reads the padding,
each code's attention is held for every word, and every level computes all of its channels. Notes
without padding give the numbers of our networks.
"""

from textbook import caml, cnn, dcan, gated_cnn, multi_res_cnn, recurrent

TWINS = {
    "caml": caml.TWIN,
    "cnn": cnn.TWIN,
    "dcan": dcan.TWIN,
    "gated_cnn": gated_cnn.TWIN,
    "gru": recurrent.GRU,
    "laat": recurrent.LAAT,
    "multi_res_cnn": multi_res_cnn.TWIN,
}
