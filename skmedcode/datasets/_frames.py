"""The sentences of notes with ``max_gap``: what a patient has and has not, in one frame. Data only.

A frame is the same for every status but for its cue, and ``{gap}`` keeps the cue away from the
mention. What stands next to a mention therefore tells nothing about it. Slots are those of
``_phrasebook``; ``{was}`` is "was" or "were".
"""

__all__ = ["ANY", "CONDITIONS", "GAP_PARTS", "LEADS", "LIST_SECTIONS", "ORDER"]

# (frame, status -> cues), for conditions: what can be suspected and ruled out.
CONDITIONS = (
    ("{cue}{gap} for {x}.", {
        "present": ("Workup was positive", "The evaluation was positive"),
        "negated": ("Workup was negative", "The evaluation was negative"),
    }),
    ("{cue}{gap} of {x}.", {
        "present": ("There was evidence", "There were signs"),
        "negated": ("There was no evidence", "There were no signs"),
    }),
    ("{cue}{gap} with {x}.", {
        "present": ("{He} was diagnosed", "{He} has been diagnosed"),
        "negated": ("{He} was never diagnosed", "{He} has not been diagnosed"),
        "family": ("{His} {rel} was diagnosed", "{His} {rel} has been diagnosed"),
    }),
    ("{cue}{gap} with {x}.", {
        "present": ("The picture was consistent", "Findings were consistent"),
        "negated": ("The picture was not consistent", "Findings were not consistent"),
    }),
    ("{cue}{gap} {x}.", {
        "present": ("The team confirmed", "Further studies established"),
        "ruled out": ("The team excluded", "Further studies ruled out"),
    }),
    ("{cue}{gap} the diagnosis of {x}.", {
        "present": ("The consultants accepted", "The team kept"),
        "ruled out": ("The consultants rejected", "The team dropped"),
    }),
    ("{X}{gap} {was} {cue}.", {
        "present": ("confirmed", "found", "present"),
        "negated": ("not found", "absent", "not seen"),
        "ruled out": ("ruled out", "excluded"),
    }),
    ("Concern for {x}{gap} was {cue}.", {
        "present": ("borne out", "justified"),
        "ruled out": ("dispelled", "unjustified"),
    }),
    ("{X} {was} suspected{gap} and then {cue}.", {
        "present": ("confirmed", "proven"),
        "ruled out": ("ruled out", "excluded"),
    }),
    ("{X}{gap} {was} diagnosed in {cue}.", {
        "present": ("the patient", "this patient"),
        "family": ("{his} {rel}", "the patient's {rel}"),
    }),
)  # fmt: skip

# The same for whatever a patient can have, take or have had done.
ANY = (
    ("{cue}{gap} {x}.", {
        "present": ("{He} reports", "{He} acknowledges", "The records show"),
        "negated": ("{He} denies", "{He} does not report", "The records do not show"),
    }),
    ("{cue}{gap} for {x}.", {
        "present": ("The history was positive", "{His} record was notable"),
        "negated": ("The history was negative", "{His} record was not notable"),
    }),
    ("{cue}{gap} of {x}.", {
        "present": ("{He} has a history", "There is a history"),
        "negated": ("{He} has no history", "There is no history"),
        "family": ("{His} {rel} has a history", "{His} {rel} had a history"),
    }),
    ("{X}{gap} {was} {cue}.", {
        "present": ("documented", "part of the history"),
        "negated": ("not documented", "not part of the history"),
    }),
    ("{X}{gap} {was} reported for {cue}.", {
        "present": ("the patient", "the patient {himself}"),
        "family": ("{his} {rel}", "the patient's {rel}"),
    }),
)  # fmt: skip

# What stands between cue and mention: at most one of each row, in this order.
GAP_PARTS = (
    ("again", "once more", "per the team", "per the covering resident", "per the night team",
     "in the view of the consultants", "according to the primary team", "in the words of the ED"),
    ("on exam", "on screening", "on repeat testing", "after review of the films", "by history",
     "by the usual criteria", "with the outside records at hand",
     "after a second look at the results"),
    ("in the ED", "on the floor", "at the outside hospital", "at the referring clinic",
     "in the observation unit", "on the stepdown unit", "at triage"),
    ("overnight", "today", "on day {2-6}", "on the second hospital day", "on the day of transfer",
     "at the start of the stay", "on arrival", "that morning"),
    ("with the family present", "in line with the earlier plan", "as discussed on rounds",
     "for the second time", "on rounds", "as before"),
)  # fmt: skip

# The first words under a heading that is the only cue of the mentions below it.
LEADS = ("Reviewed{gap}:", "Updated{gap}:", "As gathered{gap}:")

# status -> sections whose heading says it.
LIST_SECTIONS = {
    "present": ("pmh", "diagnoses"),
    "negated": ("negatives",),
    "ruled out": ("excluded",),
    "family": ("relatives",),
}

# The sections between the story and the farewell come in any order, so that the next heading
# does not tell what the last list was.
ORDER = (
    ("complaint", "hpi"),
    ("pmh", "social", "relatives", "drugs", "exam", "course", "negatives", "excluded", "diagnoses"),
    ("plan",),
)  # fmt: skip
