"""A study with people of your own.

`people` reads the folder, `evaluation` lets the attackers try, `verification` looks at pairs, `report` writes it down.
"""

from .evaluation import SETTINGS, Study, study
from .verification import Verification

__all__ = ["SETTINGS", "Study", "Verification", "study"]
