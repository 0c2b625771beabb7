"""
Titles make a rare code learnable
=================================

Most codes of a code system have a handful of training notes, too few to learn words from. What
every code has is a title. This example hides all but three training notes of some codes, and asks
what titles are worth for these.
"""

# %%
# Half of the patients are for training, the other half for testing. Four codes become rare: of the
# training notes that have one of them, three are kept for each code. Each seed makes other notes
# and keeps others.

import numpy as np

from skmedcode.datasets import make_clinical_notes

RARE = ["J44.9", "K21.9", "N17.9", "N39.0"]


def draw(seed, n_kept=3):
    """Notes, the places of the rare codes, and rows for training and for testing."""
    data = make_clinical_notes(n_samples=320, n_codes=12, length=40, random_state=seed)
    rng = np.random.RandomState(seed)
    learners = rng.permutation(np.unique(data.groups))[::2]
    is_train = np.isin(data.groups, learners)
    columns = [data.target_names.tolist().index(code) for code in RARE]
    has = data.target[:, columns] == 1
    kept = is_train & ~has.any(axis=1)
    for code in range(len(RARE)):
        alone = np.flatnonzero(is_train & has[:, code] & (has.sum(axis=1) == 1))
        kept[rng.permutation(alone)[:n_kept]] = True
    return data, columns, np.flatnonzero(kept), np.flatnonzero(~is_train)


data, columns, train, test = draw(seed=0)
for code, column in zip(RARE, columns, strict=True):
    few, total = data.target[train, column].sum(), data.target[test, column].sum()
    print(f"{code:6} {few} training notes, {total} test notes  {data.code_descriptions[code]}")

# %%
# The same coder twice, without and with ``code_descriptions``. The titles are read by the network's
# own word vectors, and take part in the attention and in the output of each code. Average precision
# of a code that the coder knows nothing of is the share of the notes that have it.

from sklearn.metrics import average_precision_score

from skmedcode import CAMLCoder

chance, without, titled = np.zeros((3, 3, len(RARE)))  # seeds in rows
for seed in range(3):
    data, columns, train, test = draw(seed)
    truth = data.target[test][:, columns]
    chance[seed] = truth.mean(axis=0)
    for scores, titles in ((without, None), (titled, data.code_descriptions)):
        coder = CAMLCoder(
            code_names=data.target_names,
            code_descriptions=titles,
            max_epochs=8,
            refit=False,
            random_state=seed,
        )
        coder.fit(data.data[train], data.target[train])
        found = coder.predict_proba(data.data[test])[:, columns]
        scores[seed] = average_precision_score(truth, found, average=None)

# %%
# Look at the last column before you believe the means: how often were titles better?

print("code    chance  without  titles  better in")
for place, code in enumerate(RARE):
    means = [scores[:, place].mean() for scores in (chance, without, titled)]
    wins = (titled[:, place] > without[:, place]).sum()
    print(f"{code:6}    {means[0]:.2f}     {means[1]:.2f}    {means[2]:.2f}  {wins} of 3")
print("mean difference by seed:", (titled - without).mean(axis=1).round(2).tolist())

# %%
# A title helps where notes use its words. It helps less where they say it in another way, such as
# GERD for a reflux disease; ``code_synonyms``, or a ranker over titles and synonyms such as
# ``RankingCoder``, is the next thing to try there.
