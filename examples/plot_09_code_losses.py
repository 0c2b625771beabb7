"""
Losses, and the codes that they serve
=====================================

Frequent codes have most of the loss, and so of what a network learns. Other losses listen more to
rare codes. This example trains one coder by two losses and looks at each code.
"""

# %%
# Codes are as unequal as in a hospital: the commonest is in many notes, the rarest in a few.

import numpy as np

from skmedcode.datasets import make_clinical_notes

data = make_clinical_notes(n_samples=240, n_codes=30, length=40, random_state=0)
half = np.random.RandomState(0).permutation(np.unique(data.groups))[::2]
train, test = (
    np.flatnonzero(np.isin(data.groups, half)),
    np.flatnonzero(~np.isin(data.groups, half)),
)
counts = data.target[train].sum(axis=0)
print("training notes of the codes:", sorted(counts.tolist(), reverse=True))

# %%
# ``loss="focal"`` forgets the cells that the network has right already, which are nearly all of a
# frequent code's (the loss of MARN). ``"asymmetric"`` does so for absent codes, and
# ``"weighted_bce"``, ``"class_balanced"`` and ``"ldam"`` go by how many training notes a code has.
# They count in the part of the notes that the network trains on, and nowhere else.
#
# Losses lead to different probabilities; those of focal loss are timid. Before cross-entropies are
# compared, probabilities are put right by one temperature, learnt on held-out training notes. The
# order of a note's codes stays the same.

from skmedcode import CAMLCoder
from skmedcode.model_selection import MultilabelCalibrator

coders = {}
for name in ("bce", "focal"):
    coder = CAMLCoder(loss=name, max_epochs=8, refit=False, random_state=0)
    coder = MultilabelCalibrator(coder, method="temperature", random_state=0)
    coders[name] = coder.fit(data.data[train], data.target[train])

# %%
# Codes from left to right, the most frequent first. Each loss is divided by that of one who knows
# only how often a code comes: below the grey line a coder has learnt something of the code. The
# lines are running means; a single rare code is a matter of luck.

from skmedcode.inspection import CodeLossDisplay

display = CodeLossDisplay.from_estimators(
    coders, data.data[test], data.target[test], train_counts=counts
)
display.ax_.set_title("Loss of each code, the most frequent first")

# %%
# The same as numbers: codes with many and with few training notes.

from skmedcode.metrics import coding_report

for name, coder in coders.items():
    chances = coder.predict_proba(data.data[test])
    report = coding_report(data.target[test], chances, train_counts=counts, bins=(1, 10, 30))
    rows = [f"{bin_}: {own['macro_auc']:.2f}" for bin_, own in report.bins.items()]
    print(f"{name:6} macro AUC by training notes  {',  '.join(rows)}")

# %%
# Which loss is better depends on the notes and on what is asked. Choose it as any parameter, on
# notes that it is not judged by: ``GridSearchCV(coder, {"loss": ["bce", "focal", "ldam"]})``.
