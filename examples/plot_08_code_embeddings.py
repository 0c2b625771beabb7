"""
Groups of codes as a second task, and a picture of the codes
============================================================

A note that is about one code is about its relatives too. ``MTRAMCoder`` learns groups of codes
beside the codes; the picture shows where the codes of four groups lie.
"""

# %%
# Any grouping will do: categories read off the codes, the CCS, or a function. Here it is the
# chapter, by the first letter of the code.

from skmedcode.datasets import make_clinical_notes

data = make_clinical_notes(n_samples=240, n_codes=30, length=40, random_state=0)
notes, Y = data.data, data.target
CHAPTERS = {"E": "metabolic", "I": "circulatory", "J": "respiratory", "N": "genitourinary"}


def chapter(code):
    """The group of a code."""
    return CHAPTERS.get(code[0], "other")


# %%
# The second task is made from Y, so ``fit`` takes what it always takes. A convolution as encoder
# keeps the example short; the paper's is a GRU.

from skmedcode import MTRAMCoder

coder = MTRAMCoder(
    code_names=data.target_names, code_groups=chapter, encoder="cnn", max_epochs=6, random_state=0
)
coder.fit(notes[:180], Y[:180])

# %%
# Groups have probabilities of their own: for a worklist by department, say, or where no single code
# is sure.

import numpy as np

from skmedcode.metrics import macro_auc

member = np.array([[chapter(code) == group for group in coder.groups_] for code in coder.classes_])
has_group = (Y[180:] @ member) > 0  # a note has a group if it has a code of it
of_groups = coder.predict_group_proba(notes[180:])
print(f"codes  {macro_auc(Y[180:], coder.predict_proba(notes[180:])):.2f}")
print(f"groups {macro_auc(has_group.astype(int), of_groups):.2f}")
for group, chance in sorted(zip(coder.groups_, of_groups[0], strict=True), key=lambda g: -g[1]):
    print(f"{chance:.2f} {group}")

# %%
# The picture needs matplotlib (``pip install skmedcode[plot]``). Each code is joined to the mean of
# its group, and groups differ in shape as well as in colour. Where lines are short and groups
# apart, the network reads the codes of a group alike.

from skmedcode.inspection import CodeEmbeddingDisplay

display = CodeEmbeddingDisplay.from_estimator(
    coder, groups=list(CHAPTERS.values()), label_codes=True
)
display.ax_.set_title("Codes of four chapters")

# %%
# A picture persuades easily; a number beside it keeps it honest. Are two codes of a chapter nearer
# to each other than two of different chapters?

from sklearn.metrics.pairwise import cosine_similarity

alike = cosine_similarity(coder.code_embeddings_)
group = np.array([chapter(code) for code in coder.classes_])
pairs = ~np.eye(len(group), dtype=bool) & (group[:, None] != "other") & (group != "other")
same = group[:, None] == group
print(f"cosine within a chapter {alike[pairs & same].mean():+.2f}")
print(f"between two chapters    {alike[pairs & ~same].mean():+.2f}")
