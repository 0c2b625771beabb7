"""
Comparing two coders honestly
=============================

A network against a linear model, or a new network against an old one: on the same patients, more
than one seed, and with an interval beside the difference.
"""

# %%
# The linear model is no straw man: TF-IDF and a logistic regression a code are hard to beat with
# few notes.

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from skmedcode import AttentionCoder
from skmedcode.datasets import make_clinical_notes
from skmedcode.ensemble import L1LogisticRegression

data = make_clinical_notes(n_samples=160, n_codes=5, length=40, random_state=0)
linear = make_pipeline(TfidfVectorizer(sublinear_tf=True), L1LogisticRegression())
network = AttentionCoder(max_epochs=4, refit=False)

# %%
# Each note is scored once by a model that has not seen its patient. The folds are the same for
# both. Logits of different folds differ in scale, which a metric that ranks the codes of each note
# does not see. The network is trained from three seeds, because one seed may be lucky.

from sklearn.model_selection import cross_val_predict

from skmedcode.model_selection import MultilabelStratifiedGroupKFold

folds = MultilabelStratifiedGroupKFold(n_splits=2, random_state=0)


def out_of_fold(coder):
    """Logits of all notes, each by a model without its patient."""
    options = {"cv": folds, "groups": data.groups, "method": "decision_function"}
    return cross_val_predict(coder, data.data, data.target, **options)


scores = {
    "linear": out_of_fold(linear),
    "network": [out_of_fold(network.set_params(random_state=seed)) for seed in range(3)],
}

# %%
# Patients are drawn again and again, whole, and both coders are scored on the same draws. An
# interval that holds 0 says that these notes cannot tell the coders apart. Name the metric before
# you look: the best of ten metrics is a choice too.

from skmedcode.model_selection import compare_coders

comparison = compare_coders(
    data.target,
    scores,
    metric="mean_average_precision",
    groups=data.groups,
    n_resamples=500,
    random_state=0,
)
print(comparison)

# %%
# If parameters of one of the two were tuned, tune the other's by the same number of candidates, and
# inside each training part: see the search before this one. A default against the best of forty is
# no comparison.

row = comparison["network"]
verdict = "cannot be told apart" if row.low <= 0 <= row.high else "differ"
print(f"The coders {verdict} on these notes.")
