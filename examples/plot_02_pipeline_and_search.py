"""
A pipeline, and a search over its parameters
============================================

A coder is a scikit-learn classifier, so pipelines and searches work as they do elsewhere. Two
things are the field's own: the score, and splits that keep rare codes on both sides.
"""

# %%
# Some codes are commoner than others, though less so than in real notes.

from skmedcode.datasets import make_clinical_notes

data = make_clinical_notes(n_samples=120, n_codes=6, length=80, random_state=0)
print(dict(zip(data.target_names, data.target.sum(axis=0).tolist(), strict=True)))

# %%
# As a step of its own, the tokenizer turns notes into padded ids, and the coder takes the ids. That
# is the same as passing notes to the coder; as a step it can be looked at and searched over.

from sklearn.pipeline import Pipeline

from skmedcode import CAMLCoder, NoteTokenizer

pipeline = Pipeline(
    [
        ("tokenizer", NoteTokenizer()),
        ("coder", CAMLCoder(num_filters=16, max_epochs=4, random_state=0)),
    ]
)

# %%
# Searching by accuracy over all codes at once would reward a coder that gives none. Mean average
# precision asks whether the right codes stand at the top of each note's ranking. A plain split may
# leave a fold without a rare code; this one keeps each code's share.

from sklearn.model_selection import GridSearchCV

from skmedcode.metrics import get_scorer
from skmedcode.model_selection import MultilabelStratifiedKFold

search = GridSearchCV(
    pipeline,
    {"tokenizer__min_df": [1, 3], "coder__kernel_size": [3, 5]},
    scoring=get_scorer("mean_average_precision"),
    cv=MultilabelStratifiedKFold(n_splits=2),
)
search.fit(data.data, data.target)

# %%
# The best pipeline has been fitted on all notes and predicts like any other.

for parameters, score in zip(
    search.cv_results_["params"], search.cv_results_["mean_test_score"], strict=True
):
    print(f"{score:.3f}  {parameters}")
print(search.predict(data.data[:3]))

# %%
# Several figures at once cost one prediction, not one each. Say which of them decides.

search.set_params(
    scoring=get_scorer(["mean_average_precision", "f1_micro", "f1_macro"]),
    refit="mean_average_precision",
    param_grid={"coder__lr": [0.003, 0.01]},
)
search.fit(data.data, data.target)
print(search.best_params_, search.cv_results_["mean_test_f1_macro"].round(3))
