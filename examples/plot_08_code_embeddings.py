"""
Groups of codes as a second task, and a picture of the codes
============================================================

A note that is about one code is about its relatives too. ``MTRAMCoder`` learns groups of codes
beside the codes; the picture shows where the codes of four groups lie.
"""

# %%
# Any grouping will do: categories read off the codes, a mapping, a function. Here it is the CCSR of
# the codes, which says what a code is treated as; ``"ccs"`` needs ``pip install skmedcode[codes]``.

from skmedcode.datasets import make_clinical_notes

data = make_clinical_notes(n_samples=300, n_codes=60, length=60, n_labels=5, random_state=0)
notes, Y = data.data, data.target
NAMES = {
    "CIR011": "coronary disease",
    "CIR019": "heart failure",
    "END011": "fluids and electrolytes",
    "FAC025": "other status",
    "RSP008": "COPD",
}

# %%
# The second task is made from Y, so ``fit`` takes what it always takes. A convolution as encoder
# keeps the example short; the paper's is a GRU.

from skmedcode import MTRAMCoder

coder = MTRAMCoder(
    code_names=data.target_names, code_groups="ccs", encoder="cnn", max_epochs=6, random_state=0
)
coder.fit(notes[:240], Y[:240])
print(f"{len(coder.classes_)} codes, {len(coder.groups_)} groups")

# %%
# Groups have probabilities of their own: for a worklist by department, say, or where no single code
# is sure.

import numpy as np

from skmedcode.code_systems import group_matrix
from skmedcode.metrics import macro_auc

member, names = group_matrix(coder.classes_, "ccs")
assert list(names) == list(coder.groups_)
has_group = (Y[240:] @ member) > 0  # a note has a group if it has a code of it
of_groups = coder.predict_group_proba(notes[240:])
print(f"codes  {macro_auc(Y[240:], coder.predict_proba(notes[240:])):.2f}")
print(f"groups {macro_auc(has_group.astype(int), of_groups):.2f}")
for place in np.argsort(-of_groups[0])[:5]:
    group = coder.groups_[place]
    print(f"{of_groups[0, place]:.2f} {group} {NAMES.get(group, '')}")

# %%
# The picture needs matplotlib (``pip install skmedcode[plot]``). Each code is joined to the mean of
# its group, and groups differ in shape as well as in colour. Where lines are short and groups
# apart, the network reads the codes of a group alike.

from skmedcode.inspection import CodeEmbeddingDisplay

display = CodeEmbeddingDisplay.from_estimator(coder, groups=list(NAMES)[:4], label_codes=True)
display.ax_.set_title("Codes of four groups of the CCSR")

# %%
# A picture persuades easily; a number beside it keeps it honest. Are two codes of a group nearer to
# each other than two of different groups?

from sklearn.metrics.pairwise import cosine_similarity

alike = cosine_similarity(coder.code_embeddings_)
same = (member @ member.T).toarray() > 0
pairs = ~np.eye(len(same), dtype=bool)
print(f"cosine within a group {alike[pairs & same].mean():+.2f}")
print(f"between two groups    {alike[pairs & ~same].mean():+.2f}")
