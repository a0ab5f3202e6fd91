"""Progress: how far each commitment stands on a chosen day, and by which steps we know.

Takes commitments (values of the plan room) and a snapshot of the evidence; returns assessments: state,
attainment, time progress, the pace the rest needs, every step in Chinese and English. Pure but for
`queries`, which is imported explicitly. May import plan, evidence, subjects and the catalog.

    assess(commitments, store.snapshot(day), day, load_catalog())   # -> list[Assessment]

Start reading at `assess.py`; every measure becomes a `Track`, and `verdicts.judge` judges all tracks alike.
"""

from huoju.kernel.catalog.wording import written
from huoju.kernel.progress.assess import DEFAULT_RULES, assess
from huoju.kernel.progress.assessments import Assessment, Note, Pace, State, Step
from huoju.kernel.progress.commitments import Commitment
from huoju.kernel.progress.relations import PairedYear, Relation, relation_of, side_by_side
from huoju.kernel.progress.summaries import Tally, by_bureau, by_chapter, summary_sentence, tally, tally_by
from huoju.kernel.progress.thresholds import ProgressRules

__all__ = [
    "DEFAULT_RULES",
    "Assessment",
    "Commitment",
    "Note",
    "Pace",
    "PairedYear",
    "ProgressRules",
    "Relation",
    "State",
    "Step",
    "Tally",
    "assess",
    "by_bureau",
    "by_chapter",
    "relation_of",
    "side_by_side",
    "summary_sentence",
    "tally",
    "tally_by",
    "written",
]
