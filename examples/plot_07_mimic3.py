"""
From a MIMIC folder to a table
==============================

Score coders on MIMIC-III as the literature does, from your own copy of the release. Pass the folder
of the tables, and that of CAML's lists of admissions: ``python plot_07_mimic3.py FOLDER LISTS``.
"""

# %%
# The tables are read once for each part; nothing is written. ``compat="caml"`` repeats the slips of
# the data that most papers share, so that figures compare; leave it out for clean codes.

import sys

from skmedcode.datasets import load_mimic3

folder, lists = sys.argv[1:3]
train, test = (
    load_mimic3(folder, subset="top50", splits=lists, part=part, compat="caml")
    for part in ("train", "test")
)
print(train.DESCR.splitlines()[2])

# %%
# Two people who have the same fingerprints have the same notes and codes. Quote them with figures.

print("split", train.split_hash[:12], "codes", train.label_set_hash[:12])
print("the same columns in both parts:", train.label_set_hash == test.label_set_hash)

# %%
# Each coder with the parameters of its paper. Two epochs keep the example short; without
# ``max_epochs`` training stops by itself, and wants a GPU.

from skmedcode import CAMLCoder, CNNCoder

coders = {}
for cls in (CNNCoder, CAMLCoder):
    params = cls.published_params(split="top50") | {"max_epochs": 2}
    coder = cls(**params, code_names=train.target_names, random_state=0)
    coders[cls.__name__] = coder.fit(train.data, train.target)

# %%
# The field's figures. ``f1_macro_caml`` is the macro F1 of the papers.

from skmedcode.metrics import coding_report

figures = ["macro_auc", "micro_auc", "f1_macro_caml", "f1_micro", "precision_at_5"]
print("coder     ", *(f"{name:>14}" for name in figures))
for name, coder in coders.items():
    chances = coder.predict_proba(test.data)
    report = coding_report(test.target, chances, threshold=coder.threshold_)
    print(f"{name:10}", *(f"{report[figure]:14.3f}" for figure in figures))

# %%
# ``benchmarks/bench_mimic3.py`` prints this table for all coders and several seeds.
