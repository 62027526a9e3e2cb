"""A learner's function, called with care: within a time, its errors told with their line, its arguments watched."""

import ast
import contextlib
import copy
import ctypes
import dis
import inspect
import io
import linecache
import re
import sys
import textwrap
import threading
import traceback
import types
from pathlib import Path

import numpy as np

from ..words import _
from .facts import same
from .problem import Problem

# A right answer takes milliseconds on a check's inputs; slow computers get a hundred times that.
SECONDS = 3.0
# Methods that change what they are called on, and return None.
CHANGERS = {"fill", "sort", "append", "extend", "reverse", "insert", "clear", "update", "partition", "put"}


class TooLong(BaseException):
    """Stops a learner's loop that does not end. No ``Exception``, so that ``except Exception`` lets it through."""


class Learner:
    """What a learner handed in, to be called like it.

    It raises what the learner's code raises; `error_problem` tells such an error in words, and no other.

    Attributes
    ----------
    function : callable
    error : BaseException or None
        The last one that came out of the learner's code.
    printed : str
        What the last call printed.
    changed : bool
        Whether any call so far has changed something that was passed in.
    changed_last : bool
        Whether the last call has.
    """

    def __init__(self, function, parameters=None):
        self.function, self.parameters = function, parameters
        self.error, self.printed, self.changed, self.changed_last = None, "", False, False

    def __call__(self, *arguments):
        """Call the learner's function with these very arguments."""
        self.error, self.printed, self.changed_last = None, "", False
        before = copy.deepcopy(arguments)
        said = io.StringIO()
        try:
            self._fit(arguments)
            with contextlib.redirect_stdout(said), np.errstate(all="ignore"):
                result = _within(SECONDS, self.function, arguments)
        except KeyboardInterrupt:  # the learner's own wish
            raise
        except BaseException as error:
            self.error = error
            if isinstance(error, Exception):
                raise
            # SystemExit and TooLong must not end the kernel.
            self.error = _Ended(error)
            raise self.error from None
        finally:
            self.printed = said.getvalue()
            self.changed_last = not same(arguments, before)
            self.changed = self.changed or self.changed_last
        return result

    def _fit(self, arguments):
        """Say how many parameters are due before Python does it in words of its own."""
        try:
            signature = inspect.signature(self.function)
        except (TypeError, ValueError):  # a function in C tells nothing
            return
        try:
            signature.bind(*arguments)
        except TypeError:
            takes = ", ".join(signature.parameters) or "nothing"
            due = f" ({self.parameters})" if self.parameters else ""
            raise TypeError(
                f"your function takes {len(signature.parameters)} arguments ({takes}) and was called with "
                f"{len(arguments)}{due}"
            ) from None

    def error_problem(self):
        """Tell the last error of the learner's code in words.

        Returns
        -------
        Problem
        """
        error = self.error.cause if isinstance(self.error, _Ended) else self.error
        where = _line_of(error, self.function)
        if isinstance(error, TooLong):
            return Problem(
                _("your function did not finish within {seconds} seconds{where}").format(
                    seconds=f"{SECONDS:g}", where=where
                ),
                "An endless loop? Which line changes what the loop's condition asks for?",
            )
        if isinstance(error, SystemExit):
            return Problem(
                f"your code asked Python to end (exit, SystemExit){where}", "`raise` an error, or `return` a value."
            )
        if not where and isinstance(error, TypeError) and "was called with" in str(error):
            return Problem(str(error), "The task says what the function is given, and in which order.")
        hint = _meaning(error)
        if "raise " in where:
            hint = "It came to a `raise` of your own: is the condition before it the right one, for this input?"
        said = _("your code stopped with {error}: {words}{where}")
        return Problem(said.format(error=type(error).__name__, words=_one_line(error), where=where), hint)

    @property
    def ended(self):
        """Whether the last call was stopped: it took too long, or asked Python to end.

        To call again would take as long.
        """
        return isinstance(self.error, _Ended)

    def raised(self):
        """Whether the last error was raised on purpose: by a line that says ``raise``, the learner's or one it calls.

        Returns
        -------
        bool
        """
        frame, number = list(traceback.walk_tb(self.error.__traceback__))[-1]
        text = linecache.getline(frame.f_code.co_filename, number)
        return "numpy" not in frame.f_code.co_filename and (not text or "raise" in text)

    def names(self):
        """Give the names that the function's code asks for: globals, functions and attributes.

        Returns
        -------
        set of str
        """
        return {name for code in _codes(self.function) for name in code.co_names}

    def notes(self):
        """Say what can be read in the code itself and is seldom meant.

        Returns
        -------
        list of str
        """
        code = getattr(self.function, "__code__", None)
        if code is None:
            return []
        given = code.co_varnames[: code.co_argcount]
        without, replaced = self._without_effect()
        notes = [_("your function never uses its argument `{name}`.").format(name=name) for name in without]
        notes += [
            f"your function gives `{name}` another value before it reads what was passed in." for name in replaced
        ]
        for name in sorted(self.names()):
            value = self.function.__globals__.get(name)
            if isinstance(value, (np.ndarray, list, bytes)) and name not in given:
                notes.append(f"your function reads `{name}` from the notebook; it should work on what it is given.")
        return notes + self._without_brackets() + self._thrown_away()

    def fixed(self):
        """Say which arguments cannot change the result, as a hint; None if all may.

        Returns
        -------
        str or None
        """
        without, replaced = self._without_effect()
        names = " and ".join(f"`{name}`" for name in [*without, *replaced])
        return f"Whatever is passed in as {names}, your function does the same: is a value fixed?" if names else None

    def _without_effect(self):
        """Give the arguments that are never read, and those that get another value first."""
        code = getattr(self.function, "__code__", None)
        if code is None:
            return [], []
        first, read = {}, set()
        for part in _codes(self.function):
            for step in dis.get_instructions(part):
                if not step.opname.startswith(("LOAD_FAST", "LOAD_DEREF", "LOAD_CLOSURE", "STORE_FAST", "STORE_DEREF")):
                    continue
                names = step.argval if isinstance(step.argval, tuple) else (step.argval,)
                # From Python 3.13 on, one instruction may do two of these.
                for name, kind in zip(names, re.findall("LOAD|STORE", step.opname) * 2, strict=False):
                    first.setdefault(name, kind)
                    if kind == "LOAD":
                        read.add(name)
        given = code.co_varnames[: code.co_argcount]
        without = [name for name in given if name not in read and name not in first]
        return without, [name for name in given if first.get(name) == "STORE"]

    def returns_none(self):
        """Find a ``return`` of a call that gives None, such as ``return values.sort()``.

        Returns
        -------
        str or None
            That call.
        """
        for node in self._nodes():
            call = node.value if isinstance(node, ast.Return) else None
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in CHANGERS:
                return ast.unparse(call)
        return None

    def _thrown_away(self):
        """Find lines that only call what gives back something new, such as ``roi.copy()``."""
        return [
            f"`{ast.unparse(node.value)}` in a line of its own changes nothing: what it gives back is not kept."
            for node in self._nodes()
            if isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr in {"copy", "clip", "astype", "reshape", "ravel", "flatten"}
        ]

    def _nodes(self):
        try:
            return list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(self.function)))))
        except (OSError, TypeError, SyntaxError):
            return []

    def _without_brackets(self):
        """Find conditions that ask for a method and do not call it: such a condition always holds."""
        notes = []
        for node in self._nodes():
            test = getattr(node, "test", None)
            test = test.operand if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) else test
            if isinstance(test, ast.Attribute) and test.attr in {"exists", "is_file", "any", "all"}:
                notes.append(f"`{ast.unparse(test)}` without brackets is the function itself, and counts as true.")
        return notes


class _Ended(Exception):
    """Carries an error that is no `Exception` to the check, which may go on."""

    def __init__(self, cause):
        super().__init__(str(cause))
        self.cause = cause


def _within(seconds, function, arguments):
    """Call a function, and raise `TooLong` inside it when its time is up.

    A second thread asks the interpreter to raise an exception in this one. That works in every thread and on every
    system, and
    costs nothing. It reaches Python code only: one long call into C (``time.sleep``,
        one huge NumPy operation) is stopped
    when it returns, and a bare ``except:`` is tried again every tenth of a second.
    """
    thread, over, lock = threading.get_ident(), threading.Event(), threading.Lock()
    frame = sys._getframe()

    def watch():
        wait = seconds
        while not over.wait(wait):
            with lock:
                # The exception may hit the very lines that say it is over: then the call is no longer on the stack.
                if not over.is_set() and _on_stack(frame, thread):
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooLong))
                else:
                    return
            wait = 0.1

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        try:
            return function(*arguments)
        finally:
            with lock:
                over.set()
            # One that was asked for and has not arrived yet would otherwise hit the check.
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)
    finally:
        over.set()
        # A second one may have come while the first was on its way out.
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)


def _on_stack(frame, thread):
    """Whether a thread is still inside a call, or in one that it made."""
    now = sys._current_frames().get(thread)
    while now is not None and now is not frame:
        now = now.f_back
    return now is not None


def _codes(function):
    """Give a function's code, and that of what is defined in it."""
    codes = [function.__code__] if hasattr(function, "__code__") else []
    for code in codes:
        codes += [part for part in code.co_consts if isinstance(part, types.CodeType)]
    return codes


def _line_of(error, function):
    """Quote the last line of the learner's own that an error came through."""
    own = getattr(function, "__globals__", None)
    frames = [(frame, number) for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_globals is own]
    if own is None or not frames:
        return ""
    frame, number = frames[-1]
    text = linecache.getline(frame.f_code.co_filename, number).strip()
    if not text:
        return _(", in line {number}").format(number=number)
    return _(", in line {number}: {text}").format(number=number, text=text)


def _one_line(error, limit=200):
    if isinstance(error, KeyError) and error.args:
        return _("{error} is no key of the dict").format(error=error)
    text = " ".join(str(error).split())
    if "error:" in text and "OpenCV" in text:  # OpenCV begins with its version and a path
        text = text[text.index("error:") :]
    text = text.replace(str(Path.home()), "~")
    return text if len(text) <= limit else text[: limit - 1] + "…"


# What Python's words for an error mean; none says why it happened here.
MEANINGS = [
    (NameError, "A name was used that has no value there: a slip of the pen, or a cell that has not run yet."),
    (ZeroDivisionError, "What stands below the line was 0: look before you divide."),
    (IndexError, "A place was asked for that is not there; the first is 0, the last is the length minus 1."),
    (KeyError, "A dict was asked for a key that it does not have."),
    (AttributeError, "The value before the dot is of another kind than that line takes it for: print its type."),
    (RecursionError, "The function calls itself without end."),
    (SyntaxError, "Python could not read that line."),
    (AssertionError, "`assert` raises an AssertionError; which error does the task ask for?"),
    (TypeError, "Two kinds of values do not fit in that line: print the type of each."),
    (ValueError, "A value does not fit in that line: print it, or its shape, in the line before."),
]


# Words of Python's own messages that tell more than the kind of the error does, and what they mean.
TEXTS = [
    ("too many indices",
     "There are more numbers in the square brackets than the array has axes: a comma parts the axes, a colon the start "
     "and the end."),
    ("only integers, slices",
     "What stands in the square brackets is neither a whole number nor a slice: `/` gives a float and `//` a whole "
     "number; a box has its slices in box.slices."),
    ("integer scalar array", "An array stands where one whole number is due: print that value, and its shape."),
    ("0-dimensional arrays", "A function for one number got an array: those of math take one number, NumPy's a whole "
                             "array."),
    ("length-1 arrays", "A function for one number got an array: those of math take one number, NumPy's a whole "
                        "array."),
    ("function_or_method' object", "Brackets are missing: `name` is the function itself, `name()` calls it."),
    ("NoneType", "A value in that line is None. Methods that change what they are called on, such as .sort(), return "
                 "None."),
    ("Box ends before it starts", "Box takes left, top, right, bottom: both starts come first, then both ends."),
]  # fmt: skip


def _meaning(error):
    text = str(error)
    for words, meaning in TEXTS:
        if words in text:
            return meaning
    if "broadcast" in text or "same shape" in text:
        return "Two arrays of different shapes meet in that line: print the shape of each."
    if "box.clip(image)" in text:
        return "box.clip(image) leaves the box as it is and returns another one: keep it, and use it in that line."
    if "unpack" in text:
        return "There are more or fewer values on the right of the = than names on its left."
    if "subscriptable" in text or "not callable" in text:
        return (
            "Square brackets take a part, round brackets call: is one of them too many, missing, or of the wrong kind?"
        )
    return next((words for kind, words in MEANINGS if isinstance(error, kind)), "The message says what was wrong.")
