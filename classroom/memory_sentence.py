"""What a student's cell says where memory ends, in place of a traceback.

A kernel runs it when it starts (``PYTHONSTARTUP``, set by ``classroom/student_server.py``), in the student's own
namespace: names begin with an underscore.
"""

import os as _os
import sys as _sys

from IPython import get_ipython as _shell


def _sentence():
    megabytes = int(_os.environ.get("MEM_LIMIT", 0)) / 1e6
    return (
        f"This cell asked for more memory than is left of your {megabytes:.0f} MB. Your notebook is as it was, what "
        "you have written is saved, and nobody else is disturbed.\n"
        "Make the picture smaller, or close the tabs of other lessons (each has a kernel of its own); then run the "
        "cell again. If it says so again: menu Kernel, Restart Kernel, and run the cells from the top."
    )


def _say(shell, kind, value, trace, tb_offset=None):
    if issubclass(kind, MemoryError) or "Insufficient memory" in str(value):
        print(_sentence(), file=_sys.stderr)
    else:
        shell.showtraceback((kind, value, trace), tb_offset=tb_offset)


def _watch(*_):
    # OpenCV has an exception of its own. It is not imported for that.
    opencv = [_sys.modules["cv2"].error] if "cv2" in _sys.modules else []
    _shell().set_custom_exc((MemoryError, *opencv), _say)


if _shell():
    _shell().events.register("pre_run_cell", _watch)
