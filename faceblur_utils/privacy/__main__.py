"""The evidence on the command line: ``python -m faceblur_utils.privacy``, or with a folder of one's own people."""

import argparse
import sys

from ..messages import error_message
from .recommendation import recommend
from .studies import study
from .table import attack_table


def main(arguments=None):
    """Print the table of attacks on the samples, apply the rule for the default, or make a study of a folder.

    Parameters
    ----------
    arguments : list of str, optional
        By default those of the command line.

    Returns
    -------
    int
        0, or 1 with a message if something is wrong.
    """
    parser = argparse.ArgumentParser(prog="python -m faceblur_utils.privacy", description=__doc__)
    parser.add_argument("folder", nargs="?", help="one sub-folder for each person; by default the samples are attacked")
    parser.add_argument("report", nargs="?", help="HTML file for the study's report")
    parser.add_argument("--rule", action="store_true", help="apply the rule for the default to all candidates")
    parser.add_argument("--method", help="hide the samples by this method, in place of the default")
    given = parser.parse_args(arguments)
    options = {"method": given.method} if given.method else {}
    if given.folder and (given.rule or given.method):
        parser.error("a folder's study tries several methods, and no rule: give either a folder or --rule, --method")
    try:
        if given.folder:
            print(study(given.folder, given.report))
        else:
            print(recommend(given.method) if given.rule else attack_table(**options))
    except (OSError, RuntimeError, ValueError) as error:
        print(error_message(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
