"""One ranker over pairs of note and code, for frequent and rare codes alike."""

from skmedcode.ranking._ranking import RankingCoder

__all__ = ["RankingCoder"]
