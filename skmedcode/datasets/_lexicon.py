"""The codes that ``make_clinical_notes`` can give, and how doctors write them.

Titles are those of ICD-10-CM, which the US government (CDC, NCHS) publishes in the public domain.
The phrases, the families and the care that goes with them are ours. Data only.
"""

from typing import NamedTuple

__all__ = ["ENTRIES", "FAMILIES", "LASTING", "Entry", "Family"]


class Entry(NamedTuple):
    """One code: what it is called, and which sentences and neighbours suit it.

    ``kind`` picks the sentences: acute, lab, symptom, chronic, past, procedure, treatment or
    habit. Codes of one ``family`` are siblings: a note has one of them at most, since one note
    does not hold both "stage 3" and "stage 4". ``sex`` is "F", "M" or "". ``heritable`` codes may
    stand in a family history. ``related`` families are likelier in a note with this code, and are
    never negated there; ``never_with`` codes are kept out of it.
    """

    code: str
    title: str
    family: str
    theme: str
    kind: str
    phrases: tuple[str, ...]  # the commonest first
    sex: str = ""
    heritable: bool = False
    related: tuple[str, ...] = ()
    never_with: tuple[str, ...] = ()


class Family(NamedTuple):
    """The care of a family: what was done ("the patient was ..."), and drugs taken at home.

    ``steady`` replaces ``plans`` for the lasting codes of a family that has acute ones too.
    """

    plans: tuple[str, ...]
    drugs: tuple[str, ...] = ()
    steady: tuple[str, ...] = ()


# Kinds that a patient still has at the next admission.
LASTING = ("chronic", "past", "procedure", "treatment", "habit")


def _entry(code, title, family, theme, kind, phrases, flags="", related=(), never_with=()):
    sex = flags.replace("H", "")
    names = tuple(phrases.split("; "))
    return Entry(code, title, family, theme, kind, names, sex, "H" in flags, related, never_with)


# From the commonest code to the rarest: ``n_codes`` takes the head of this list, and the rank
# gives the frequency.
ENTRIES = (
    _entry("I10", "Essential (primary) hypertension", "hypertension", "cardiac", "chronic",
        "hypertension; HTN; high blood pressure; essential hypertension; primary HTN",
        flags="H"),
    _entry("E78.5", "Hyperlipidemia, unspecified", "lipids", "metabolic", "chronic",
        "hyperlipidemia; HLD; dyslipidemia; elevated lipids; hyperlipemia", flags="H"),
    _entry("E11.9", "Type 2 diabetes mellitus without complications", "diabetes", "metabolic",
        "chronic",
        "type 2 diabetes; T2DM; DM2; diabetes mellitus type 2; NIDDM; adult-onset diabetes",
        flags="H"),
    _entry("I50.9", "Heart failure, unspecified", "heart failure", "cardiac", "chronic",
        "heart failure; CHF; congestive heart failure; HF; cardiac failure", flags="H"),
    _entry("I48.91", "Unspecified atrial fibrillation", "atrial fibrillation", "cardiac",
        "chronic",
        "atrial fibrillation; afib; AF; a-fib; auricular fibrillation", flags="H"),
    _entry("J44.9", "Chronic obstructive pulmonary disease, unspecified", "copd", "respiratory",
        "chronic",
        ("COPD; chronic obstructive pulmonary disease; chronic obstructive lung disease; "
         "chronic obstructive airway disease"),
        flags="H"),
    _entry("N17.9", "Acute kidney failure, unspecified", "acute kidney injury", "renal", "lab",
        ("acute kidney injury; AKI; acute renal failure; acute renal injury; acute kidney "
         "failure")),
    _entry("I50.22", "Chronic systolic (congestive) heart failure", "heart failure", "cardiac",
        "chronic",
        ("chronic systolic heart failure; chronic HFrEF; chronic systolic CHF; chronic heart "
         "failure with reduced EF")),
    _entry("J44.1", "Chronic obstructive pulmonary disease with (acute) exacerbation", "copd",
        "respiratory", "acute",
        "COPD exacerbation; acute exacerbation of COPD; COPD flare; AECOPD; decompensated COPD"),
    _entry("N39.0", "Urinary tract infection, site not specified", "urinary infection",
        "infection", "acute",
        "urinary tract infection; UTI; urinary infection; complicated UTI"),
    _entry("K21.9", "Gastro-esophageal reflux disease without esophagitis", "reflux", "gastro",
        "chronic",
        ("GERD; acid reflux; gastroesophageal reflux disease; gastroesophageal reflux; reflux "
         "disease")),
    _entry("J18.9", "Pneumonia, unspecified organism", "pneumonia", "infection", "acute",
        "pneumonia; PNA; community-acquired pneumonia; CAP; multifocal pneumonia"),
    _entry("I25.10",
        "Atherosclerotic heart disease of native coronary artery without angina pectoris",
        "coronary disease", "cardiac", "chronic",
        ("coronary artery disease; CAD; coronary atherosclerosis; multivessel CAD; "
         "atherosclerotic heart disease"),
        flags="H"),
    _entry("E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease", "diabetes",
        "renal", "chronic",
        ("type 2 diabetes with CKD; diabetic CKD; T2DM with CKD; diabetic chronic kidney "
         "disease; CKD due to type 2 diabetes"),
        related=("chronic kidney disease",)),
    _entry("D64.9", "Anemia, unspecified", "anemia", "metabolic", "lab",
        "anemia; normocytic anemia; chronic anemia; anemia of unclear etiology; low Hgb"),
    _entry("F32.A", "Depression, unspecified", "depression", "psych", "chronic",
        "depression; depressive disorder; clinical depression; chronic depression", flags="H"),
    _entry("N18.30", "Chronic kidney disease, stage 3 unspecified", "chronic kidney disease",
        "renal", "chronic",
        "CKD stage 3; stage 3 CKD; CKD 3; stage III chronic kidney disease; CKD III"),
    _entry("A41.9", "Sepsis, unspecified organism", "sepsis", "infection", "acute",
        "sepsis; septicemia; sepsis of unclear source; sepsis of unknown organism"),
    _entry("Z87.891", "Personal history of nicotine dependence", "smoking", "respiratory", "habit",
        ("former tobacco use; prior smoking; remote tobacco use; past cigarette use; distant "
         "smoking history")),
    _entry("R07.9", "Chest pain, unspecified", "chest pain", "cardiac", "symptom",
        "chest pain; CP; pain in the chest; nonspecific chest pain"),
    _entry("E03.9", "Hypothyroidism, unspecified", "thyroid", "metabolic", "chronic",
        "hypothyroidism; underactive thyroid; low thyroid function; acquired hypothyroidism",
        flags="H"),
    _entry("Z79.4", "Long term (current) use of insulin", "insulin", "metabolic", "treatment",
        ("long-term insulin; insulin therapy; basal-bolus insulin; home insulin; insulin "
         "glargine"),
        related=("diabetes",)),
    _entry("D62", "Acute posthemorrhagic anemia", "anemia", "gastro", "lab",
        ("acute blood loss anemia; ABLA; posthemorrhagic anemia; anemia due to acute blood "
         "loss; acute hemorrhagic anemia")),
    _entry("G47.33", "Obstructive sleep apnea (adult) (pediatric)", "sleep apnea", "respiratory",
        "chronic",
        "obstructive sleep apnea; OSA; OSA on CPAP; obstructive sleep apnea syndrome",
        flags="H"),
    _entry("I21.4", "Non-ST elevation (NSTEMI) myocardial infarction", "heart attack", "cardiac",
        "acute",
        "NSTEMI; non-ST elevation MI; non-ST elevation myocardial infarction; non-STEMI",
        related=("coronary disease",)),
    _entry("F41.9", "Anxiety disorder, unspecified", "anxiety", "psych", "chronic",
        "anxiety; anxiety disorder; chronic anxiety; unspecified anxiety", flags="H"),
    _entry("J96.01", "Acute respiratory failure with hypoxia", "respiratory failure",
        "respiratory", "acute",
        ("acute hypoxic respiratory failure; acute hypoxemic respiratory failure; AHRF; acute "
         "respiratory failure with hypoxia")),
    _entry("E87.1", "Hypo-osmolality and hyponatremia", "sodium", "renal", "lab",
        "hyponatremia; low sodium; low serum sodium; hypo-osmolality"),
    _entry("Z79.01", "Long term (current) use of anticoagulants", "anticoagulation", "cardiac",
        "treatment",
        "anticoagulation; warfarin; apixaban; Coumadin; rivaroxaban; long-term anticoagulation"),
    _entry("I50.23", "Acute on chronic systolic (congestive) heart failure", "heart failure",
        "cardiac", "acute",
        ("acute on chronic systolic heart failure; acute on chronic HFrEF; HFrEF exacerbation; "
         "decompensated systolic heart failure; systolic CHF exacerbation")),
    _entry("K92.2", "Gastrointestinal hemorrhage, unspecified", "gi bleeding", "gastro", "acute",
        "GI bleed; gastrointestinal bleeding; GIB; gastrointestinal hemorrhage; GI hemorrhage"),
    _entry("Z95.1", "Presence of aortocoronary bypass graft", "bypass surgery", "cardiac",
        "procedure",
        "CABG; coronary artery bypass grafting; bypass surgery; CABG x3; coronary bypass",
        related=("coronary disease",)),
    _entry("N18.6", "End stage renal disease", "chronic kidney disease", "renal", "chronic",
        "ESRD; end stage renal disease; ESKD; end-stage kidney disease", flags="H",
        related=("dialysis",)),
    _entry("Z99.2", "Dependence on renal dialysis", "dialysis", "renal", "treatment",
        "hemodialysis; HD; dialysis; maintenance dialysis; peritoneal dialysis",
        related=("chronic kidney disease",),
        never_with=("E11.9", "N18.30", "N18.31", "N18.32", "N18.4", "N17.9", "N17.0", "Z94.0",)),
    _entry("I48.0", "Paroxysmal atrial fibrillation", "atrial fibrillation", "cardiac", "chronic",
        ("paroxysmal atrial fibrillation; PAF; paroxysmal AF; paroxysmal afib; intermittent "
         "atrial fibrillation")),
    _entry("E66.9", "Obesity, unspecified", "obesity", "metabolic", "chronic",
        "obesity; obese body habitus; BMI in the obese range; simple obesity", flags="H"),
    _entry("Z79.82", "Long term (current) use of aspirin", "aspirin", "cardiac", "treatment",
        "aspirin; ASA; baby aspirin; low-dose aspirin; daily aspirin"),
    _entry("E87.6", "Hypokalemia", "potassium", "renal", "lab",
        "hypokalemia; low potassium; low K; low serum potassium"),
    _entry("I63.9", "Cerebral infarction, unspecified", "stroke", "neuro", "acute",
        "ischemic stroke; acute CVA; acute stroke; cerebral infarct; CVA", flags="H"),
    _entry("F17.210", "Nicotine dependence, cigarettes, uncomplicated", "smoking", "respiratory",
        "habit",
        ("cigarette smoking; active tobacco use; current smoking; nicotine dependence; ongoing "
         "tobacco abuse")),
    _entry("E11.65", "Type 2 diabetes mellitus with hyperglycemia", "diabetes", "metabolic",
        "chronic",
        ("type 2 diabetes with hyperglycemia; poorly controlled T2DM; T2DM with hyperglycemia; "
         "out of control type 2 diabetes")),
    _entry("Z86.73",
        ("Personal history of transient ischemic attack (TIA), and cerebral infarction without "
         "residual deficits"),
        "prior stroke", "neuro", "past",
        "prior stroke; prior CVA; previous TIA; remote stroke; prior cerebral infarct"),
    _entry("I50.32", "Chronic diastolic (congestive) heart failure", "heart failure", "cardiac",
        "chronic",
        ("chronic diastolic heart failure; chronic HFpEF; chronic diastolic CHF; chronic heart "
         "failure with preserved EF")),
    _entry("I50.33", "Acute on chronic diastolic (congestive) heart failure", "heart failure",
        "cardiac", "acute",
        ("acute on chronic diastolic heart failure; acute on chronic HFpEF; HFpEF exacerbation; "
         "decompensated diastolic heart failure")),
    _entry("J45.909", "Unspecified asthma, uncomplicated", "asthma", "respiratory", "chronic",
        "asthma; bronchial asthma; unspecified asthma; asthma without complication", flags="H"),
    _entry("R06.02", "Shortness of breath", "breathlessness", "respiratory", "symptom",
        "shortness of breath; SOB; breathlessness; trouble catching a breath"),
    _entry("N40.0", "Benign prostatic hyperplasia without lower urinary tract symptoms",
        "prostate enlargement", "renal", "chronic",
        "BPH; enlarged prostate; benign prostatic hyperplasia; prostatic enlargement",
        flags="M"),
    _entry("E87.5", "Hyperkalemia", "potassium", "renal", "lab",
        "hyperkalemia; high potassium; elevated K; high serum potassium"),
    _entry("I25.2", "Old myocardial infarction", "old heart attack", "cardiac", "past",
        "prior MI; previous myocardial infarction; old MI; prior heart attack; remote MI",
        related=("coronary disease",)),
    _entry("Z95.5", "Presence of coronary angioplasty implant and graft", "coronary stent",
        "cardiac", "procedure",
        ("coronary stenting; PCI with stent; coronary stent placement; DES to the LAD; "
         "drug-eluting stent placement"),
        related=("coronary disease",)),
    _entry("E11.42", "Type 2 diabetes mellitus with diabetic polyneuropathy", "diabetes",
        "metabolic", "chronic",
        ("diabetic polyneuropathy; T2DM with polyneuropathy; diabetic peripheral neuropathy; "
         "type 2 diabetes with polyneuropathy")),
    _entry("J69.0", "Pneumonitis due to inhalation of food and vomit", "pneumonia", "infection",
        "acute",
        ("aspiration pneumonia; aspiration PNA; aspiration pneumonitis; pneumonitis from "
         "aspiration")),
    _entry("G93.41", "Metabolic encephalopathy", "encephalopathy", "neuro", "acute",
        ("metabolic encephalopathy; acute metabolic encephalopathy; septic encephalopathy; "
         "encephalopathy of metabolic cause")),
    _entry("F03.90",
        ("Unspecified dementia, unspecified severity, without behavioral disturbance, psychotic "
         "disturbance, mood disturbance, and anxiety"),
        "dementia", "neuro", "chronic",
        "dementia; senile dementia; baseline dementia; unspecified dementia", flags="H"),
    _entry("K59.00", "Constipation, unspecified", "constipation", "gastro", "symptom",
        "constipation; infrequent stools; hard stools; chronic constipation"),
    _entry("D50.9", "Iron deficiency anemia, unspecified", "anemia", "gastro", "chronic",
        "iron deficiency anemia; IDA; iron-deficient anemia; low iron anemia", flags="H"),
    _entry("R55", "Syncope and collapse", "syncope", "neuro", "symptom",
        "syncope; syncopal episode; passing out; fainting; brief blackout"),
    _entry("J44.0",
        "Chronic obstructive pulmonary disease with (acute) lower respiratory infection",
        "copd", "respiratory", "acute",
        ("COPD with lower respiratory infection; COPD with acute bronchitis; infected COPD; "
         "COPD with superimposed bronchitis")),
    _entry("E86.0", "Dehydration", "dehydration", "renal", "acute",
        "dehydration; clinical dehydration; dehydrated state; severe dehydration"),
    _entry("D69.6", "Thrombocytopenia, unspecified", "platelets", "onco", "lab",
        "thrombocytopenia; low platelets; low platelet count; thrombopenia"),
    _entry("N18.31", "Chronic kidney disease, stage 3a", "chronic kidney disease", "renal",
        "chronic",
        "CKD stage 3a; stage 3a CKD; CKD 3a; CKD IIIa"),
    _entry("N18.32", "Chronic kidney disease, stage 3b", "chronic kidney disease", "renal",
        "chronic",
        "CKD stage 3b; stage 3b CKD; CKD 3b; CKD IIIb"),
    _entry("N18.4", "Chronic kidney disease, stage 4 (severe)", "chronic kidney disease", "renal",
        "chronic",
        "CKD stage 4; stage 4 CKD; CKD 4; severe CKD; stage IV chronic kidney disease"),
    _entry("I11.0", "Hypertensive heart disease with heart failure", "hypertension", "cardiac",
        "chronic",
        ("hypertensive heart disease with heart failure; hypertensive heart failure; heart "
         "failure due to hypertension; hypertensive heart disease with CHF"),
        related=("heart failure",)),
    _entry("J96.21", "Acute and chronic respiratory failure with hypoxia", "respiratory failure",
        "respiratory", "acute",
        ("acute on chronic hypoxic respiratory failure; acute on chronic hypoxemic respiratory "
         "failure; acute on chronic respiratory failure with hypoxia")),
    _entry("J96.11", "Chronic respiratory failure with hypoxia", "respiratory failure",
        "respiratory", "chronic",
        ("chronic hypoxic respiratory failure; chronic hypoxemic respiratory failure; chronic "
         "respiratory failure with hypoxia"),
        related=("home oxygen",)),
    _entry("Z99.81", "Dependence on supplemental oxygen", "home oxygen", "respiratory",
        "treatment",
        "home oxygen; home O2; supplemental oxygen at home; 2L home O2; continuous home oxygen"),
    _entry("J45.901", "Unspecified asthma with (acute) exacerbation", "asthma", "respiratory",
        "acute",
        "asthma exacerbation; acute asthma attack; asthma flare; acute exacerbation of asthma"),
    _entry("A41.51", "Sepsis due to Escherichia coli [E. coli]", "sepsis", "infection", "acute",
        "E. coli sepsis; sepsis due to E. coli; E coli septicemia; E. coli septicemia"),
    _entry("A41.01", "Sepsis due to Methicillin susceptible Staphylococcus aureus", "sepsis",
        "infection", "acute",
        ("MSSA sepsis; sepsis due to MSSA; MSSA septicemia; methicillin-sensitive staph aureus "
         "sepsis")),
    _entry("I21.3", "ST elevation (STEMI) myocardial infarction of unspecified site",
        "heart attack", "cardiac", "acute",
        "STEMI; ST elevation MI; ST elevation myocardial infarction; acute ST elevation MI",
        related=("coronary disease",)),
    _entry("I20.0", "Unstable angina", "heart attack", "cardiac", "acute",
        "unstable angina; crescendo angina; accelerated angina; worsening effort angina",
        related=("coronary disease",)),
    _entry("J90", "Pleural effusion, not elsewhere classified", "pleural effusion", "respiratory",
        "acute",
        "pleural effusion; pleural effusions; pleural fluid; bilateral pleural effusions"),
    _entry("F10.20", "Alcohol dependence, uncomplicated", "alcohol", "psych", "habit",
        "alcohol dependence; EtOH dependence; severe alcohol use disorder; alcoholism",
        flags="H"),
    _entry("F10.10", "Alcohol abuse, uncomplicated", "alcohol", "psych", "habit",
        "alcohol abuse; EtOH abuse; mild alcohol use disorder; alcohol misuse"),
    _entry("K92.1", "Melena", "gi bleeding", "gastro", "acute",
        "melena; melenic stools; black tarry stools; tarry stools"),
    _entry("K92.0", "Hematemesis", "gi bleeding", "gastro", "acute",
        "hematemesis; vomiting of blood; coffee-ground emesis; bloody emesis"),
    _entry("N17.0", "Acute kidney failure with tubular necrosis", "acute kidney injury", "renal",
        "lab",
        "acute tubular necrosis; ATN; ischemic ATN; AKI due to ATN"),
    _entry("I26.99", "Other pulmonary embolism without acute cor pulmonale", "pulmonary embolism",
        "respiratory", "acute",
        "pulmonary embolism; PE; acute PE; pulmonary emboli; pulmonary embolus", flags="H"),
    _entry("I82.401",
        ("Acute embolism and thrombosis of unspecified deep veins of right lower extremity"),
        "deep vein thrombosis", "cardiac", "acute",
        "right leg DVT; RLE DVT; acute DVT of the right leg; right lower extremity DVT"),
    _entry("I82.402",
        "Acute embolism and thrombosis of unspecified deep veins of left lower extremity",
        "deep vein thrombosis", "cardiac", "acute",
        "left leg DVT; LLE DVT; acute DVT of the left leg; left lower extremity DVT"),
    _entry("Z86.718", "Personal history of other venous thrombosis and embolism",
        "prior thrombosis", "cardiac", "past",
        "prior DVT; previous DVT; remote DVT; prior deep vein thrombosis"),
    _entry("L03.115", "Cellulitis of right lower limb", "cellulitis", "infection", "acute",
        ("right leg cellulitis; cellulitis of the right leg; RLE cellulitis; right lower "
         "extremity cellulitis")),
    _entry("L03.116", "Cellulitis of left lower limb", "cellulitis", "infection", "acute",
        ("left leg cellulitis; cellulitis of the left leg; LLE cellulitis; left lower extremity "
         "cellulitis")),
    _entry("A04.72", "Enterocolitis due to Clostridium difficile, not specified as recurrent",
        "c difficile", "infection", "acute",
        ("C. difficile colitis; C. diff colitis; C diff infection; clostridium difficile "
         "colitis")),
    _entry("N10", "Acute pyelonephritis", "urinary infection", "infection", "acute",
        "acute pyelonephritis; pyelonephritis; pyelo; acute kidney infection"),
    _entry("I35.0", "Nonrheumatic aortic (valve) stenosis", "aortic valve", "cardiac", "chronic",
        "aortic stenosis; severe AS; aortic valve stenosis; calcific aortic stenosis",
        flags="H"),
    _entry("I34.0", "Nonrheumatic mitral (valve) insufficiency", "mitral valve", "cardiac",
        "chronic",
        "mitral regurgitation; mitral insufficiency; severe MR; mitral valve regurgitation"),
    _entry("I73.9", "Peripheral vascular disease, unspecified", "peripheral vessels", "cardiac",
        "chronic",
        ("peripheral vascular disease; PVD; peripheral arterial disease; PAD; intermittent "
         "claudication"),
        flags="H"),
    _entry("Z95.0", "Presence of cardiac pacemaker", "pacemaker", "cardiac", "procedure",
        ("pacemaker placement; PPM; permanent pacemaker; dual chamber pacemaker; pacemaker "
         "implantation")),
    _entry("G30.9", "Alzheimer's disease, unspecified", "dementia", "neuro", "chronic",
        "Alzheimer's disease; Alzheimer's dementia; Alzheimer dementia; Alzheimer disease",
        flags="H"),
    _entry("G40.909", "Epilepsy, unspecified, not intractable, without status epilepticus",
        "epilepsy", "neuro", "chronic",
        "seizure disorder; epilepsy; recurrent seizures; unspecified epilepsy", flags="H"),
    _entry("G20.A1", "Parkinson's disease without dyskinesia, without mention of fluctuations",
        "parkinson", "neuro", "chronic",
        "Parkinson's disease; Parkinson disease; idiopathic parkinsonism; PD", flags="H"),
    _entry("G45.9", "Transient cerebral ischemic attack, unspecified", "stroke", "neuro", "acute",
        "TIA; transient ischemic attack; transient cerebral ischemia; recurrent TIA"),
    _entry("R42", "Dizziness and giddiness", "dizziness", "neuro", "symptom",
        "dizziness; lightheadedness; vertigo; giddiness"),
    _entry("I95.9", "Hypotension, unspecified", "hypotension", "cardiac", "acute",
        "hypotension; low blood pressure; low BP; transient hypotension"),
    _entry("F33.9", "Major depressive disorder, recurrent, unspecified", "depression", "psych",
        "chronic",
        ("recurrent major depression; recurrent MDD; recurrent depression; recurrent major "
         "depressive disorder"),
        flags="H"),
    _entry("F41.1", "Generalized anxiety disorder", "anxiety", "psych", "chronic",
        "generalized anxiety disorder; GAD; generalized anxiety; generalised anxiety disorder"),
    _entry("F31.9", "Bipolar disorder, unspecified", "bipolar", "psych", "chronic",
        "bipolar disorder; bipolar affective disorder; BPAD; manic-depressive illness",
        flags="H"),
    _entry("F43.10", "Post-traumatic stress disorder, unspecified", "ptsd", "psych", "chronic",
        "PTSD; post-traumatic stress disorder; posttraumatic stress disorder"),
    _entry("E78.00", "Pure hypercholesterolemia, unspecified", "lipids", "metabolic", "chronic",
        ("hypercholesterolemia; pure hypercholesterolemia; high cholesterol; elevated "
         "cholesterol"),
        flags="H"),
    _entry("E05.90", "Thyrotoxicosis, unspecified without thyrotoxic crisis or storm",
        "overactive thyroid", "metabolic", "chronic",
        "hyperthyroidism; overactive thyroid; thyrotoxicosis", flags="H", never_with=("E03.9",)),
    _entry("E66.01", "Morbid (severe) obesity due to excess calories", "obesity", "metabolic",
        "chronic",
        "morbid obesity; severe obesity; morbidly obese habitus"),
    _entry("E10.9", "Type 1 diabetes mellitus without complications", "type 1 diabetes",
        "metabolic", "chronic",
        "type 1 diabetes; T1DM; DM1; diabetes mellitus type 1", flags="H",
        related=("insulin", "diabetes",), never_with=("E11.9", "E11.22", "E11.65", "E11.42",)),
    _entry("E10.10", "Type 1 diabetes mellitus with ketoacidosis without coma", "type 1 diabetes",
        "metabolic", "acute",
        "DKA; diabetic ketoacidosis; type 1 diabetes with ketoacidosis; T1DM with DKA",
        related=("insulin", "diabetes",), never_with=("E11.9", "E11.22", "E11.65", "E11.42",)),
    _entry("E83.42", "Hypomagnesemia", "magnesium", "renal", "lab",
        "hypomagnesemia; low magnesium; low Mg; low serum magnesium"),
    _entry("D63.1", "Anemia in chronic kidney disease", "anemia", "renal", "lab",
        "anemia of CKD; anemia of chronic kidney disease; anemia in CKD; renal anemia",
        related=("chronic kidney disease",)),
    _entry("M81.0", "Age-related osteoporosis without current pathological fracture",
        "osteoporosis", "ortho", "chronic",
        ("osteoporosis; senile osteoporosis; age-related osteoporosis; low bone density with "
         "osteoporosis"),
        flags="H"),
    _entry("M17.11", "Unilateral primary osteoarthritis, right knee", "knee", "ortho", "chronic",
        ("right knee osteoarthritis; right knee OA; osteoarthritis of the right knee; R knee "
         "DJD")),
    _entry("M17.12", "Unilateral primary osteoarthritis, left knee", "knee", "ortho", "chronic",
        "left knee osteoarthritis; left knee OA; osteoarthritis of the left knee; L knee DJD"),
    _entry("Z96.651", "Presence of right artificial knee joint", "knee", "ortho", "procedure",
        "right total knee replacement; right TKR; right TKA; right knee arthroplasty"),
    _entry("Z96.652", "Presence of left artificial knee joint", "knee", "ortho", "procedure",
        "left total knee replacement; left TKR; left TKA; left knee arthroplasty"),
    _entry("S72.001A",
        ("Fracture of unspecified part of neck of right femur, initial encounter for closed "
         "fracture"),
        "hip fracture", "ortho", "acute",
        ("right femoral neck fracture; right hip fracture; fracture of the right femoral neck; "
         "R hip fx")),
    _entry("S72.002A",
        ("Fracture of unspecified part of neck of left femur, initial encounter for closed "
         "fracture"),
        "hip fracture", "ortho", "acute",
        ("left femoral neck fracture; left hip fracture; fracture of the left femoral neck; L "
         "hip fx")),
    _entry("M10.9", "Gout, unspecified", "gout", "ortho", "chronic",
        "gout; gouty arthritis; gout flares; gouty arthropathy", flags="H"),
    _entry("M06.9", "Rheumatoid arthritis, unspecified", "rheumatoid arthritis", "ortho",
        "chronic",
        "rheumatoid arthritis; RA; rheumatoid disease; rheumatoid arthropathy", flags="H"),
    _entry("M54.50", "Low back pain, unspecified", "back pain", "ortho", "symptom",
        "low back pain; LBP; lower back pain; lumbago"),
    _entry("G89.29", "Other chronic pain", "chronic pain", "ortho", "chronic",
        "chronic pain; long-standing chronic pain; chronic nonmalignant pain"),
    _entry("K57.30",
        ("Diverticulosis of large intestine without perforation or abscess without bleeding"),
        "diverticular disease", "gastro", "chronic",
        ("diverticulosis; colonic diverticulosis; sigmoid diverticulosis; diverticulosis of the "
         "colon")),
    _entry("K57.32",
        ("Diverticulitis of large intestine without perforation or abscess without bleeding"),
        "diverticular disease", "gastro", "acute",
        ("diverticulitis; sigmoid diverticulitis; acute diverticulitis; uncomplicated "
         "diverticulitis")),
    _entry("K80.20", "Calculus of gallbladder without cholecystitis without obstruction",
        "gallbladder", "gastro", "chronic",
        "gallstones; cholelithiasis; gallbladder stones; asymptomatic gallstones", flags="H"),
    _entry("K81.0", "Acute cholecystitis", "gallbladder", "gastro", "acute",
        "acute cholecystitis; acutely inflamed gallbladder; acute gallbladder inflammation"),
    _entry("Z90.49", "Acquired absence of other specified parts of digestive tract",
        "gallbladder", "gastro", "procedure",
        "cholecystectomy; lap chole; laparoscopic cholecystectomy; gallbladder removal"),
    _entry("K85.90", "Acute pancreatitis without necrosis or infection, unspecified",
        "pancreatitis", "gastro", "acute",
        ("acute pancreatitis; pancreatitis; mild acute pancreatitis; uncomplicated acute "
         "pancreatitis")),
    _entry("K74.60", "Unspecified cirrhosis of liver", "cirrhosis", "gastro", "chronic",
        "cirrhosis; liver cirrhosis; cryptogenic cirrhosis; cirrhosis of the liver"),
    _entry("K70.30", "Alcoholic cirrhosis of liver without ascites", "cirrhosis", "gastro",
        "chronic",
        ("alcoholic cirrhosis; EtOH cirrhosis; alcohol-related cirrhosis; alcoholic liver "
         "cirrhosis"),
        related=("alcohol",)),
    _entry("K21.00", "Gastro-esophageal reflux disease with esophagitis, without bleeding",
        "reflux", "gastro", "chronic",
        "reflux esophagitis; GERD with esophagitis; esophagitis from reflux"),
    _entry("B18.2", "Chronic viral hepatitis C", "hepatitis c", "gastro", "chronic",
        "chronic hepatitis C; chronic HCV; chronic hep C; chronic HCV infection"),
    _entry("E43", "Unspecified severe protein-calorie malnutrition", "nutrition", "onco",
        "chronic",
        "severe protein-calorie malnutrition; severe malnutrition; severe PCM"),
    _entry("E46", "Unspecified protein-calorie malnutrition", "nutrition", "onco", "chronic",
        "malnutrition; protein-calorie malnutrition; PCM"),
    _entry("N20.0", "Calculus of kidney", "kidney stones", "renal", "chronic",
        "kidney stones; nephrolithiasis; renal calculi; renal stones", flags="H"),
    _entry("Z94.0", "Kidney transplant status", "kidney transplant", "renal", "procedure",
        ("kidney transplant; renal transplant; kidney transplantation; deceased donor renal "
         "transplant"),
        related=("chronic kidney disease",)),
    _entry("N40.1", "Benign prostatic hyperplasia with lower urinary tract symptoms",
        "prostate enlargement", "renal", "chronic",
        ("BPH with LUTS; BPH with urinary symptoms; benign prostatic hyperplasia with LUTS; "
         "enlarged prostate with urinary symptoms"),
        flags="M"),
    _entry("C34.90", "Malignant neoplasm of unspecified part of unspecified bronchus or lung",
        "lung cancer", "onco", "chronic",
        "lung cancer; lung ca; lung carcinoma; NSCLC; bronchogenic carcinoma", flags="H"),
    _entry("C18.9", "Malignant neoplasm of colon, unspecified", "colon cancer", "onco", "chronic",
        "colon cancer; colon ca; colonic adenocarcinoma; carcinoma of the colon", flags="H"),
    _entry("C61", "Malignant neoplasm of prostate", "prostate cancer", "onco", "chronic",
        ("prostate cancer; prostate ca; prostatic adenocarcinoma; adenocarcinoma of the "
         "prostate"),
        flags="MH"),
    _entry("C50.911", "Malignant neoplasm of unspecified site of right female breast",
        "breast cancer", "onco", "chronic",
        ("right breast cancer; cancer of the right breast; right breast ca; right breast "
         "carcinoma"),
        flags="FH"),
    _entry("C50.912", "Malignant neoplasm of unspecified site of left female breast",
        "breast cancer", "onco", "chronic",
        "left breast cancer; cancer of the left breast; left breast ca; left breast carcinoma",
        flags="FH"),
    _entry("Z85.3", "Personal history of malignant neoplasm of breast", "breast cancer", "onco",
        "past",
        "prior breast cancer; remote breast cancer; previous breast ca; prior breast carcinoma",
        flags="F"),
    _entry("Z85.46", "Personal history of malignant neoplasm of prostate", "prostate cancer",
        "onco", "past",
        ("prior prostate cancer; remote prostate cancer; previous prostate ca; prior prostate "
         "carcinoma"),
        flags="M"),
    _entry("I71.40", "Abdominal aortic aneurysm, without rupture, unspecified", "aortic aneurysm",
        "cardiac", "chronic",
        "abdominal aortic aneurysm; AAA; unruptured AAA; unruptured abdominal aneurysm",
        flags="H"),
    _entry("Z79.52", "Long term (current) use of systemic steroids", "steroids", "respiratory",
        "treatment",
        "chronic prednisone; chronic steroids; long-term prednisone; daily oral steroids"),
    _entry("Z89.511", "Acquired absence of right leg below knee", "amputation", "metabolic",
        "procedure",
        "right below-knee amputation; right BKA; R BKA; right below knee amputation"),
    _entry("Z88.0", "Allergy status to penicillin", "penicillin allergy", "infection", "past",
        "penicillin allergy; PCN allergy; allergy to penicillin; amoxicillin allergy"),
)  # fmt: skip

FAMILIES = {
    "acute kidney injury": Family(
        (
            "given IV fluids and creatinine returned to baseline",
            "managed by holding nephrotoxic drugs and following urine output",
            "followed by nephrology, with creatinine down to {1-2}.{1-9} at discharge",
        )
    ),
    "alcohol": Family(
        (
            "placed on a CIWA protocol without withdrawal",
            "given thiamine and folate and seen by social work",
        ),
        ("thiamine 100 mg daily", "folic acid 1 mg daily"),
    ),
    "amputation": Family(("seen by physical therapy with the prosthesis",)),
    "anemia": Family(
        (
            "monitored with daily blood counts",
            "transfused {2-3} units of packed red cells with a good response",
            "sent for iron studies, B12 and folate",
        ),
        ("ferrous sulfate 325 mg daily",),
    ),
    "anticoagulation": Family(
        (
            "bridged before the procedure and restarted without bleeding",
            "continued on the home dose",
        )
    ),
    "anxiety": Family(
        ("continued on the home regimen", "given as-needed hydroxyzine at night"),
        ("buspirone 10 mg BID", "sertraline 50 mg daily"),
    ),
    "aortic aneurysm": Family(("referred to vascular surgery for surveillance imaging",)),
    "aortic valve": Family(
        ("evaluated with an echocardiogram", "referred to structural cardiology for valve planning")
    ),
    "aspirin": Family(("continued on the home dose",)),
    "asthma": Family(
        (
            "treated with nebulizers and a steroid taper",
            "given magnesium and continuous nebulizers in the ED",
        ),
        ("albuterol inhaler prn", "fluticasone inhaler BID"),
        ("continued on inhaled therapy with clear lungs at discharge",),
    ),
    "atrial fibrillation": Family(
        (
            "rate controlled with metoprolol",
            "monitored on telemetry with rates in the {70-90}s",
            "started on a diltiazem drip and changed to oral dosing",
        ),
        ("metoprolol succinate 50 mg daily", "diltiazem ER 120 mg daily"),
    ),
    "back pain": Family(("given a lidocaine patch and worked with physical therapy",)),
    "bipolar": Family(
        ("continued on the home mood stabilizer with a level in range",), ("lithium 300 mg BID",)
    ),
    "breast cancer": Family(
        ("discussed with the outpatient oncologist", "scheduled for oncology follow-up"),
        ("anastrozole 1 mg daily",),
    ),
    "breathlessness": Family(("evaluated with a chest film and comfortable by discharge",)),
    "bypass surgery": Family(("continued on the home cardiac regimen",)),
    "c difficile": Family(
        ("treated with oral vancomycin for 10 days", "placed on contact precautions")
    ),
    "cellulitis": Family(
        (
            "treated with IV cefazolin and changed to oral cephalexin",
            "given IV vancomycin with receding erythema",
        )
    ),
    "chest pain": Family(
        (
            "monitored with serial troponins, which were flat",
            "sent for a stress test, which was normal",
        )
    ),
    "chronic kidney disease": Family(
        (
            "followed by nephrology with drugs dosed for renal function",
            "kept at the baseline creatinine of {2-3}.{1-9}",
        ),
        ("sodium bicarbonate 650 mg BID", "calcitriol 0.25 mcg daily"),
    ),
    "chronic pain": Family(("continued on the home pain regimen",), ("gabapentin 300 mg TID",)),
    "cirrhosis": Family(
        (
            "continued on lactulose and followed by hepatology",
            "diuresed gently with spironolactone",
        ),
        ("lactulose 20 g BID", "spironolactone 50 mg daily"),
    ),
    "colon cancer": Family(
        ("seen by oncology, with staging scans planned", "referred to colorectal surgery")
    ),
    "constipation": Family(
        ("given a bowel regimen with effect",), ("polyethylene glycol 17 g prn",)
    ),
    "copd": Family(
        (
            "treated with nebulizers, azithromycin and a steroid taper",
            "given prednisone 40 mg for five days and weaned to the baseline oxygen requirement",
        ),
        ("tiotropium 18 mcg daily", "albuterol inhaler prn"),
        (
            "continued on tiotropium and kept at 88-92% saturation",
            "kept on the home inhalers without wheezing",
        ),
    ),
    "coronary disease": Family(
        (
            "continued on a statin and beta blocker",
            "seen by cardiology, who advised medical therapy",
        ),
        ("atorvastatin 40 mg nightly", "isosorbide mononitrate 30 mg daily"),
    ),
    "coronary stent": Family(("continued on clopidogrel",), ("clopidogrel 75 mg daily",)),
    "deep vein thrombosis": Family(
        (
            "started on a heparin drip after duplex ultrasound",
            "given enoxaparin with a plan for three months of therapy",
        )
    ),
    "dehydration": Family(("given {2-3} L of IV fluids with improved urine output",)),
    "dementia": Family(
        ("reoriented frequently and kept on delirium precautions",), ("donepezil 10 mg nightly",)
    ),
    "depression": Family(
        ("continued on the home regimen", "seen by psychiatry, with no change in therapy"),
        ("sertraline 100 mg daily", "mirtazapine 15 mg nightly"),
    ),
    "diabetes": Family(
        (
            "placed on a sliding scale with sugars of {130-150} to {170-200}",
            "seen by endocrinology for adjustment of the regimen",
            "found to have an A1c of {6-10}.{1-9}%",
        ),
        ("metformin 1000 mg BID", "glipizide 5 mg daily"),
    ),
    "dialysis": Family(("followed by nephrology and kept on the usual schedule",)),
    "diverticular disease": Family(
        ("kept on bowel rest and advanced to a regular diet", "given a course of oral antibiotics"),
        (),
        ("advised to eat a high fiber diet",),
    ),
    "dizziness": Family(("found to have normal orthostatic vital signs",)),
    "encephalopathy": Family(
        (
            "evaluated with a head CT, which was unremarkable",
            "back to the baseline mental status by day {2-5}",
        )
    ),
    "epilepsy": Family(("continued on levetiracetam",), ("levetiracetam 500 mg BID",)),
    "gallbladder": Family(
        ("kept NPO and evaluated by surgery with a right upper quadrant ultrasound",),
        (),
        ("scheduled for outpatient surgery follow-up",),
    ),
    "gi bleeding": Family(
        (
            "started on a pantoprazole drip and taken for endoscopy",
            "seen by gastroenterology, with stable blood counts",
        )
    ),
    "gout": Family(("treated with colchicine",), ("allopurinol 100 mg daily",)),
    "heart attack": Family(
        (
            "started on a heparin drip and taken for catheterization",
            "seen by cardiology, with peak troponin of {1-9}.{1-9}",
        )
    ),
    "heart failure": Family(
        (
            "diuresed with IV furosemide with a net loss of {2-6} L",
            "evaluated with an echocardiogram, unchanged from prior",
            "changed to oral torsemide with a dry weight of {68-98} kg",
        ),
        ("furosemide 40 mg daily", "carvedilol 6.25 mg BID", "lisinopril 10 mg daily"),
        (
            "continued on furosemide and carvedilol",
            "kept on the home diuretic with a steady weight of {68-98} kg",
        ),
    ),
    "hepatitis c": Family(("referred to hepatology for antiviral therapy",)),
    "hip fracture": Family(
        (
            "taken to the operating room by orthopedics",
            "cleared for weight bearing as tolerated by orthopedics",
        )
    ),
    "home oxygen": Family(("weaned to the baseline flow rate",)),
    "hypertension": Family(
        (
            "continued on amlodipine",
            "restarted on lisinopril with pressures at goal",
            "monitored, with pressures of {118-128} to {132-146} systolic",
        ),
        ("amlodipine 5 mg daily", "lisinopril 20 mg daily", "hydrochlorothiazide 25 mg daily"),
    ),
    "hypotension": Family(
        (
            "given fluid boluses with a good response",
            "managed by holding the home blood pressure drugs",
        )
    ),
    "insulin": Family(("continued on the home doses with good control",)),
    "kidney stones": Family(("given tamsulosin and told to strain the urine",)),
    "kidney transplant": Family(
        ("continued on tacrolimus with daily levels",),
        ("tacrolimus 2 mg BID", "mycophenolate 500 mg BID"),
    ),
    "knee": Family(
        ("seen by physical therapy and cleared for stairs",), ("acetaminophen 1000 mg TID",)
    ),
    "lipids": Family(
        ("continued on a statin",), ("atorvastatin 20 mg nightly", "rosuvastatin 10 mg daily")
    ),
    "lung cancer": Family(
        ("discussed at tumor board", "seen by oncology, with a staging PET planned")
    ),
    "magnesium": Family(("repleted orally",)),
    "mitral valve": Family(("evaluated with an echocardiogram",)),
    "nutrition": Family(("seen by nutrition and started on supplements TID",)),
    "obesity": Family(("counseled on diet and exercise",)),
    "old heart attack": Family(("continued on the home cardiac regimen",)),
    "osteoporosis": Family(("continued on calcium and vitamin D",), ("alendronate 70 mg weekly",)),
    "overactive thyroid": Family(
        ("continued on the home dose, with a normal TSH",), ("methimazole 5 mg daily",)
    ),
    "pacemaker": Family(("interrogated by electrophysiology with normal function",)),
    "pancreatitis": Family(
        ("kept NPO with IV fluids and pain control", "advanced to a low fat diet by day {3-5}")
    ),
    "parkinson": Family(("continued on carbidopa-levodopa",), ("carbidopa-levodopa 25-100 TID",)),
    "penicillin allergy": Family(("given cephalosporins without a reaction",)),
    "peripheral vessels": Family(
        ("seen by vascular surgery, with palpable pulses",), ("cilostazol 100 mg BID",)
    ),
    "platelets": Family(("monitored with daily counts, with no bleeding",)),
    "pleural effusion": Family(
        ("drained by thoracentesis of {600-1400} mL", "followed with serial chest films")
    ),
    "pneumonia": Family(
        (
            "treated with ceftriaxone and azithromycin",
            "given a {5-7} day course of antibiotics with clearing of the infiltrate",
            "changed to oral levofloxacin on day {3-5}",
        )
    ),
    "potassium": Family(("monitored on telemetry and corrected", "corrected and rechecked daily")),
    "prior stroke": Family(("continued on secondary prevention",)),
    "prior thrombosis": Family(("given prophylactic heparin while in bed",)),
    "prostate cancer": Family(
        ("followed by urology, with a stable PSA",), ("bicalutamide 50 mg daily",)
    ),
    "prostate enlargement": Family(
        ("continued on tamsulosin and voided without a catheter",),
        ("tamsulosin 0.4 mg nightly", "finasteride 5 mg daily"),
    ),
    "ptsd": Family(("continued on prazosin at night",), ("prazosin 2 mg nightly",)),
    "pulmonary embolism": Family(
        (
            "started on a heparin drip after CT angiography",
            "monitored on telemetry without RV strain",
        )
    ),
    "reflux": Family(
        ("continued on a proton pump inhibitor",),
        ("omeprazole 20 mg daily", "pantoprazole 40 mg daily"),
    ),
    "respiratory failure": Family(
        (
            "placed on high flow oxygen and weaned over {2-5} days",
            "supported with BiPAP overnight",
        ),
        (),
        ("kept at the baseline flow rate",),
    ),
    "rheumatoid arthritis": Family(
        ("continued on methotrexate",),
        ("methotrexate 15 mg weekly", "hydroxychloroquine 200 mg daily"),
    ),
    "sepsis": Family(
        (
            "given fluids and broad spectrum antibiotics",
            "admitted to the ICU on norepinephrine, which was weaned on day {2-4}",
            "treated with cefepime, with clearing of blood cultures",
        )
    ),
    "sleep apnea": Family(("kept on nightly positive airway pressure",)),
    "smoking": Family(("counseled on staying away from cigarettes",)),
    "sodium": Family(
        ("placed on a 1.2 L fluid restriction", "corrected slowly with serial checks")
    ),
    "steroids": Family(("given stress doses and returned to the home dose",)),
    "stroke": Family(
        (
            "evaluated by neurology, with an MRI of the brain",
            "started on clopidogrel and a statin by neurology",
        )
    ),
    "syncope": Family(("monitored on telemetry without arrhythmia",)),
    "thyroid": Family(
        ("continued on the home dose, with a normal TSH",), ("levothyroxine 75 mcg daily",)
    ),
    "type 1 diabetes": Family(
        (
            "started on an insulin drip until the anion gap closed",
            "given fluids and an insulin drip, then seen by endocrinology",
        ),
        ("glucagon kit prn",),
        (
            "followed by endocrinology, with sugars of {130-150} to {170-200}",
            "found to have an A1c of {6-10}.{1-9}%",
        ),
    ),
    "urinary infection": Family(
        (
            "treated with ceftriaxone pending urine culture",
            "given {3-7} days of oral antibiotics",
        )
    ),
}
