"""
A first coder
=============

Fit a coder on notes, see how good it is, and name the codes of new notes. The notes are synthetic;
put your own texts and codes in their place.
"""

# %%
# The notes come with an indicator of their codes: one row a note, one column a code.

from skmedcode.datasets import make_clinical_notes

data = make_clinical_notes(n_samples=240, n_codes=6, random_state=0)
notes, Y = data.data, data.target
print(notes[0][:200], "...")

# %%
# Some patients have several notes. Test notes of a patient who was seen in training would make the
# figures too good, so whole patients are held out.

from sklearn.model_selection import GroupShuffleSplit

splitter = GroupShuffleSplit(test_size=0.25, random_state=0)
train, test = next(splitter.split(notes, groups=data.groups))

# %%
# A coder takes the notes as they are: it tokenizes them, starts word vectors from them, and holds
# out a part of them to choose the epoch and the threshold. Titles help where a code is rare. Eight
# epochs keep the example short; the default lets training stop by itself.

from skmedcode import CAMLCoder

coder = CAMLCoder(
    code_names=data.target_names,
    code_descriptions=data.code_descriptions,
    max_epochs=8,
    random_state=0,
)
coder.fit(notes[train], Y[train])
print(f"kept epoch {coder.n_iter_} of {len(coder.history_)}, threshold {coder.threshold_:.2f}")

# %%
# The report has the usual figures of the field. Pass the threshold that ``fit`` has chosen, not
# 0.5: codes are rare, and 0.5 would miss many.

from skmedcode.metrics import coding_report

chances = coder.predict_proba(notes[test])
print(coding_report(Y[test], chances, threshold=coder.threshold_, k=(1, 3)))

# %%
# A person who checks the codes wants names in order, not an indicator.

for codes in coder.predict_codes(notes[test][:3], top_k=3):
    print(", ".join(f"{code} ({data.code_descriptions[code]})" for code in codes))
