"""
A threshold for 90 % precision
==============================

Codes that go into a record without a second look must be right. A coder's own threshold balances
precision and recall; this one is chosen for the precision that is wanted, on notes that the coder
has not seen, and tells how many codes are then found.
"""

# %%
# Synthetic notes; those kept apart are for looking at the result.

from skmedcode.datasets import make_clinical_notes
from skmedcode.model_selection import multilabel_train_test_split

data = make_clinical_notes(n_samples=400, n_codes=8, length=80, random_state=0)
X, X_new, Y, Y_new = multilabel_train_test_split(data.data, data.target, random_state=0)

# %%
# Any multilabel estimator will do. It is fitted once for each fold, without that fold's notes, and
# once on all notes.

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from skmedcode.ensemble import L1LogisticRegression
from skmedcode.model_selection import ThresholdTuner

coder = make_pipeline(TfidfVectorizer(), L1LogisticRegression())
careful = ThresholdTuner(coder, strategy="min_precision", target=0.9, random_state=0).fit(X, Y)
print(f"threshold {careful.threshold_:.2f}, recall on held-out notes {careful.best_score_:.2f}")

# %%
# The usual one for comparison: the best micro F1.

usual = ThresholdTuner(coder, random_state=0).fit(X, Y)

for name, tuner in [("usual", usual), ("careful", careful)]:
    given = tuner.predict(X_new)
    hits = (given * Y_new).sum()
    precision, recall = hits / given.sum(), hits / Y_new.sum()
    print(f"{name:8} threshold {tuner.threshold_:.2f}, precision {precision:.2f}, {recall=:.2f}")

# %%
# What is left out of the careful list is not lost: the codes between the two thresholds are those
# worth a look.

for sure, likely in zip(
    careful.predict_codes(X_new[:3]), usual.predict_codes(X_new[:3]), strict=True
):
    print("give", sure, "look at", [code for code in likely if code not in sure])
