"""The doctor on the command line: ``python -m faceblur_utils``."""

import sys

from .doctor import main

if __name__ == "__main__":
    sys.exit(main())
