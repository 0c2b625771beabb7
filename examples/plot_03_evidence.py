"""
Evidence, and a test of it
==========================

A coder can show the words that it read for a code. This example marks them in a note, and asks
whether they are the words that name the code.
"""

# %%
# Synthetic notes know where their codes are named, which real notes do not.

from skmedcode import CAMLCoder
from skmedcode.datasets import make_clinical_notes

data = make_clinical_notes(n_samples=300, n_codes=5, length=60, random_state=0)
notes, Y = data.data, data.target
coder = CAMLCoder(
    code_names=data.target_names,
    code_descriptions=data.code_descriptions,
    max_epochs=8,
    random_state=0,
)
coder.fit(notes[:220], Y[:220])

# %%
# ``explain`` gives, for each note and each of its codes, the strongest words with their places in
# the text. The places make it easy to mark them.


def marked(note, evidence):
    """The note with its evidence words in brackets."""
    for start, end, _, _ in sorted(evidence, reverse=True):
        note = f"{note[:start]}[{note[start:end]}]{note[end:]}"
    return note


code, chance, evidence = coder.explain(notes[220:], top_k=3)[0][0]
print(f"{code} {data.code_descriptions[code]}: {chance:.2f}")
print(marked(notes[220], evidence))

# %%
# How often is the strongest word part of a mention? Only codes that a note really has are asked
# about, and mentions that are denied or in the family do not count.


def hit_rate(method):
    """Share of gold codes whose strongest word lies inside a mention of the code."""
    hits = total = 0
    for row in range(220, 300):
        gold = coder.classes_[Y[row] == 1]
        for code, _, evidence in coder.explain([notes[row]], gold, method=method, top_k=1)[0]:
            spans = [m[1:3] for m in data.evidence[row] if m[0] == code and m[3] == "present"]
            total += 1
            hits += any(a <= start < b for start, *_ in evidence for a, b in spans)
    return hits / total


for method in ("attention", "input_x_gradient"):
    print(f"{method:18} {hit_rate(method):.2f}")

# %%
# Where the strongest word is no mention, the network has learnt company: a drug, or a word of a
# disease that often comes with this one. That is why evidence is a hint where to look and no proof.
# A direct test is to blank the words and to see how far the probability falls. Where it hardly
# falls, the note says the same elsewhere, or the code rests on something else.


def blanked(note, evidence):
    """The note without its evidence words."""
    for start, end, _, _ in evidence:
        note = note[:start] + " " * (end - start) + note[end:]
    return note


note = notes[220]
for code, before, evidence in coder.explain([note], top_k=5)[0]:
    column = coder.classes_.tolist().index(code)
    after = coder.predict_proba([blanked(note, evidence)])[0, column]
    print(f"{code:8} {before:.2f} with its five words, {after:.2f} without")
