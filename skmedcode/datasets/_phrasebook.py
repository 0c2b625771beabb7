"""The sentences of synthetic notes: headings, cues, and filler that names no code. Data only.

In a template ``{x}`` (``{X}`` with a capital) holds one or more mentions, ``{3-7}`` a number in
that range; ``{plan}``, ``{rel}``, ``{an}``, ``{age}``, ``{man}``, ``{He}`` and the like are words.
"""

__all__ = [
    "COMPLAINTS",
    "DAY",
    "DURATIONS",
    "FAMILY_HISTORY",
    "FILLER",
    "FIRST",
    "HEADINGS",
    "LAST",
    "MIXES",
    "NEGATED",
    "NEUTRAL_DRUGS",
    "NO_FAMILY_HISTORY",
    "OPENINGS",
    "PRESENT",
    "RELATIVES",
    "SECTIONS",
]

# Latent case mixes: (share of patients, themes whose codes are likelier together).
MIXES = (
    (0.28, ("cardiac", "metabolic")),
    (0.18, ("respiratory", "infection")),
    (0.16, ("renal", "metabolic")),
    (0.13, ("gastro", "infection")),
    (0.11, ("neuro", "psych")),
    (0.08, ("ortho", "psych")),
    (0.06, ("onco", "gastro")),
)

SECTIONS = (
    "complaint", "hpi", "pmh", "social", "family", "drugs", "exam", "course", "daily", "diagnoses",
    "plan",
)  # fmt: skip

# One column per house style; a note keeps to one.
HEADINGS = {
    "complaint": ("Chief Complaint:", "CHIEF COMPLAINT:", "CC:"),
    "hpi": ("History of Present Illness:", "HISTORY OF PRESENT ILLNESS:", "HPI:"),
    "pmh": ("Past Medical History:", "PAST MEDICAL HISTORY:", "PMH:"),
    "social": ("Social History:", "SOCIAL HISTORY:", "SHx:"),
    "family": ("Family History:", "FAMILY HISTORY:", "FHx:"),
    "drugs": ("Medications on Admission:", "HOME MEDICATIONS:", "Home meds:"),
    "exam": ("Physical Exam:", "PHYSICAL EXAM AT DISCHARGE:", "Exam:"),
    "course": ("Brief Hospital Course:", "HOSPITAL COURSE:", "Hospital course:"),
    "daily": ("Progress by Day:", "PROGRESS BY DAY:", "Daily notes:"),
    "diagnoses": ("Discharge Diagnoses:", "DISCHARGE DIAGNOSES:", "D/c dx:"),
    "negatives": ("Pertinent Negatives:", "PERTINENT NEGATIVES:", "Neg:"),
    "excluded": ("Diagnoses Excluded:", "CONSIDERED AND EXCLUDED:", "Ruled out:"),
    "relatives": ("Family History:", "FAMILY HISTORY:", "FHx:"),
    "plan": ("Discharge Instructions:", "DISPOSITION AND FOLLOW-UP:", "Dispo:"),
}

COMPLAINTS = {
    "cardiac": ("leg swelling and fatigue", "palpitations", "reduced exercise tolerance"),
    "respiratory": (
        "worsening cough and wheeze",
        "productive cough",
        "increased work of breathing",
    ),
    "renal": ("poor oral intake and malaise", "nausea and low urine output", "flank discomfort"),
    "metabolic": ("generalized weakness", "thirst and frequent urination", "fatigue"),
    "infection": ("fevers and rigors", "fever and malaise", "chills and poor appetite"),
    "gastro": ("abdominal pain", "nausea and vomiting", "abdominal discomfort and poor intake"),
    "neuro": ("confusion", "unsteady gait", "headache and slurred speech"),
    "psych": ("poor sleep and agitation", "feeling overwhelmed", "poor concentration"),
    "ortho": ("leg pain after a fall", "difficulty bearing weight", "worsening joint pain"),
    "onco": ("weight loss and fatigue", "poor appetite and weight loss", "night sweats"),
}

DURATIONS = (
    "for {2-6} days", "over the past {2-5} days", "for {2-4} weeks", "since last night",
    "starting {2-4} days prior to admission", "since the morning of admission",
)  # fmt: skip

OPENINGS = {
    True: (  # some known conditions are named
        "{age} year old {man} with a history of {x} who presented with {complaint} {duration}.",
        "This is {an} {age}-year-old {man} with {x}, admitted with {complaint} {duration}.",
        "{age}{sex} with PMH of {x} p/w {complaint} {duration}.",
        "The patient is {an} {age} year old {man} with {x} who came to the ED with {complaint}.",
    ),
    False: (
        "{age} year old {man} who presented with {complaint} {duration}.",
        "This is {an} {age}-year-old {man} admitted with {complaint} {duration}.",
        "{age}{sex} p/w {complaint} {duration}.",
    ),
}

# (kind of code, section) -> templates that say the patient has it.
PRESENT = {
    ("acute", "hpi"): (
        "In the ED {he} was found to have {x}.", "Workup was consistent with {x}.",
        "{He} was admitted for {x}.", "Evaluation was concerning for {x}, later confirmed.",
    ),
    ("acute", "course"): (
        "{X}: {plan}.", "{X}: {plan}.", "For {x}, the patient was {plan}.",
        "{He} was treated for {x} and was {plan}.",
    ),
    ("lab", "hpi"): (
        "Labs were notable for {x}.", "Initial bloodwork showed {x}.", "Labs in the ED c/w {x}.",
    ),
    ("lab", "course"): (
        "{X}: {plan}.", "{X}: {plan}.", "Course was complicated by {x}; {he} was {plan}.",
        "{He} developed {x} and was {plan}.",
    ),
    ("symptom", "complaint"): ("{X}",),
    ("symptom", "hpi"): (
        "{He} reported {x} {duration}.", "{He} also complained of {x}.",
        "The family noted {x} {duration}.", "{He} endorsed {x}.",
    ),
    ("symptom", "course"): ("{X}: {plan}.", "{X}: {plan}, and resolved before discharge."),
    ("chronic", "pmh"): ("{x}", "{x}", "{x}", "{x} since {1998-2019}", "known {x}"),
    ("chronic", "course"): (
        "{X}: {plan}.", "{X}: {plan}.", "For {his} {x}, the patient was {plan}.",
    ),
    ("past", "pmh"): ("{x}", "{x}", "{x} in {2002-2018}"),
    ("procedure", "pmh"): ("s/p {x}", "{x} in {2004-2019}", "status post {x}", "{x} ({2004-2019})"),
    ("treatment", "pmh"): ("on {x}", "maintained on {x}", "{x} since {2012-2019}"),
    ("treatment", "hpi"): (
        "{He} is on {x}.", "{He} is maintained on {x}.", "{He} remains on {x}.",
    ),
    ("treatment", "course"): ("{X}: {plan}.",),
    ("habit", "social"): ("{X}.", "Notable for {x}.", "Reports {x}."),
    ("habit", "course"): ("{X}: {plan}.",),
    ("any", "diagnoses"): ("{x}",),
}  # fmt: skip

# (kind of code, section) -> templates that say the patient does not have it.
NEGATED = {
    ("acute", "hpi"): (
        "There was initial concern for {x}, which was not confirmed.",
        "Workup was negative for {x}.",
        "No evidence of {x} on arrival.", "Imaging and labs were not suggestive of {x}.",
    ),
    ("acute", "course"): (
        "{X} was ruled out.", "No evidence of {x}.", "There were no signs of {x}.",
        "{X} was considered but felt to be unlikely, and was excluded.",
    ),
    ("lab", "hpi"): ("Labs without {x}.", "Bloodwork did not show {x}."),
    ("lab", "course"): ("No {x} on repeat labs.", "{He} did not develop {x}."),
    ("symptom", "hpi"): (
        "{He} denies {x}.", "Denies {x}.", "Denied fevers, rash or {x}.", "{He} reports no {x}.",
        "Negative for {x}.",
    ),
    ("chronic", "hpi"): (
        "{He} has no history of {x}.", "{He} denies any history of {x}.", "There is no known {x}.",
    ),
    ("chronic", "pmh"): ("no history of {x}", "no prior diagnosis of {x}", "denies {x}"),
    ("past", "pmh"): ("no {x}", "denies any {x}"),
    ("past", "hpi"): ("{He} has no {x}.",),
    ("procedure", "pmh"): ("no prior {x}", "never had {x}"),
    ("procedure", "hpi"): ("{He} has not had {x}.",),
    ("treatment", "hpi"): ("{He} is not on {x}.", "{He} has never been on {x}."),
    ("treatment", "pmh"): ("not on {x}", "has never required {x}"),
    ("habit", "social"): ("Denies {x}.", "No {x}.", "Negative for {x}."),
}  # fmt: skip

FAMILY_HISTORY = (
    "{Rel} with {x}.", "{Rel} had {x}.", "{Rel} died at {58-89} and had {x}.", "{X} ({rel}).",
    "{X} in {his} {rel}.", "Notable for {x} in {his} {rel}.",
)  # fmt: skip

NO_FAMILY_HISTORY = ("Non-contributory.", "Noncontributory.", "Unremarkable.")

RELATIVES = {
    "F": ("mother", "sister", "maternal grandmother", "paternal aunt"),
    "M": ("father", "brother", "maternal uncle", "paternal grandfather"),
}

NEUTRAL_DRUGS = (
    "multivitamin daily", "docusate 100 mg BID", "senna 8.6 mg nightly", "vitamin D3 1000 IU daily",
    "acetaminophen 650 mg q6h prn", "melatonin 3 mg nightly", "ondansetron 4 mg prn",
    "calcium carbonate 500 mg daily", "saline nasal spray prn", "artificial tears prn",
)  # fmt: skip

FILLER = {
    "hpi": (
        "{He} was in {his} usual state of health until then.",
        "There were no sick contacts and no recent travel.",
        "{He} manages {his} own medications at home.",
        "{His} family noticed that {he} was eating less than usual.",
        "Symptoms did not improve with rest.",
        "{He} called {his} primary care doctor, who advised evaluation in the ED.",
        "In the ED, initial vitals were T {97-99}.{1-9}, HR {76-104}, BP {112-148}/{62-88}.",
        "{He} received acetaminophen and was transferred to the floor.",
        "ECG was unchanged from the prior tracing.",
        "{He} was last admitted {4-11} months ago at an outside hospital.",
        "{His} medications had not been changed recently.",
        "On arrival to the floor, {he} was comfortable and in no distress.",
    ),
    "social": (
        "Lives with {his} family.",
        "No illicit drug use.",
        "Walks with a cane.",
        "Independent in daily activities.",
        "Has {2-3} children who live nearby.",
    ),
    "exam": (
        "T {97-98}.{1-9}, HR {64-88}, BP {112-138}/{60-82}, RR {14-18}, O2 sat {93-98}%.",
        "General: alert, in no acute distress.",
        "HEENT: sclerae anicteric, mucous membranes moist.",
        "Neck: supple, no lymphadenopathy.",
        "CV: normal S1 and S2, no rubs or gallops.",
        "Lungs: good air movement, no accessory muscle use.",
        "Abdomen: soft, nontender, bowel sounds present.",
        "Extremities: warm and well perfused.",
        "Neuro: oriented, moving all extremities.",
        "Skin: no rashes.",
    ),
    "course": (
        "The patient was admitted to the {medicine} service.",
        "{He} remained afebrile after hospital day {2-3}.",
        "Home medications were reviewed by pharmacy and continued where possible.",
        "{He} was seen by physical therapy, who recommended {rehab}.",
        "Diet was advanced as tolerated.",
        "{His} pain was well controlled with acetaminophen.",
        "Electrolytes were checked daily.",
        "The family was updated at the bedside on day {2-5}.",
        "Goals of care were reviewed with the patient, who wishes full treatment.",
        "Case management helped with discharge planning.",
        "{He} slept well and was up to the chair on day {2-4}.",
        "Fall precautions were kept in place.",
        "Blood and urine cultures were drawn in the ED.",
        "A chest film on day {2-3} was unchanged from prior.",
        "The remainder of the stay was uneventful.",
        "{He} was discharged in stable condition on hospital day {4-9}.",
    ),
    "plan": (
        "Follow up with your primary care doctor in {2-3} weeks.",
        "Please take all medications as prescribed.",
        "Return to the ED for fever, worsening pain or trouble breathing.",
        "Weigh yourself every morning and call if you gain more than 3 lbs.",
        "You may resume your usual activities as tolerated.",
        "Repeat labs in one week, to be followed by your primary care doctor.",
        "Discharged to {home} in stable condition.",
        "Please bring this letter to your next appointment.",
        "It was a pleasure taking care of you.",
    ),
}

# Filler that opens or closes its section.
FIRST = (FILLER["hpi"][0], FILLER["course"][0])
LAST = (FILLER["course"][-2], FILLER["course"][-1], FILLER["plan"][-2], FILLER["plan"][-1])

# A day of a long stay: how many sentences of each kind.
DAY = (
    (1, (
        "slept {4-8} hours and was comfortable.", "a quiet night.", "tired, but in good spirits.",
        "up twice in the night to the bathroom.", "slept poorly because of noise on the ward.",
        "no events overnight.", "awake early and asking about going home.",
    )),
    (1, (
        "T {97-98}.{1-9}, HR {64-92}, BP {108-142}/{58-86}, RR {14-20}, O2 sat {93-98}%.",
        "Vital signs stable, with a BP of {108-142}/{58-86} and a heart rate of {64-92}.",
        "T max {98-99}.{1-9}, other vital signs unchanged.",
    )),
    (2, (
        "Ate {30-100}% of breakfast and most of lunch.", "Took {800-1900} mL by mouth.",
        "Walked {20-240} feet with physical therapy.", "Sat in the chair for {2-5} hours.",
        "Needed one person to help with transfers.", "Weight {61-98}.{1-9} kg.",
        "Urine output {900-2400} mL.", "Skin intact over the heels and sacrum.",
        "Washed and dressed with little help.", "Spoke with the chaplain in the afternoon.",
        "Used the incentive spirometer {4-10} times.", "Read the paper and watched the news.",
    )),
    (1, (
        "Abdomen soft, lungs with good air movement.", "Exam unchanged from the day before.",
        "Alert, oriented and moving all extremities.", "Warm extremities with brisk refill.",
        "Heart sounds regular, with no new murmur.", "Line sites clean and dry.",
    )),
    (1, (
        "WBC {5-10}.{1-9}, Hgb {10-14}.{1-9}, Plt {160-320}.",
        "Na {135-142}, K {3-4}.{5-9}, BUN {9-24}, glucose {88-150}.",
        "Calcium {8-9}.{1-9}, phosphate {2-3}.{5-9}, albumin {3-4}.{1-5}.",
        "Morning labs were unchanged.", "Labs were not drawn.",
    )),
    (2, (
        "Home medications were continued.", "The peripheral line was changed.",
        "The family was updated by phone.", "Diet was advanced to regular.",
        "Case management called {2-4} facilities.", "Pharmacy reviewed the doses.",
        "Telemetry was unremarkable.", "IV fluids were stopped.",
        "A film of the chest was unchanged.", "The dressing was changed by nursing.",
        "A second opinion was not needed.", "Seen by the dietitian.",
        "Occupational therapy fitted a walker.", "The consultants had no new advice.",
    )),
    (1, (
        "Plan to repeat labs in the morning.", "Plan unchanged.", "Continue the present care.",
        "Plan to discuss discharge with the family.", "Physical therapy to see again tomorrow.",
        "Recheck vital signs every {4-8} hours.",
    )),
)  # fmt: skip
