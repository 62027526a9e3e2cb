"""Options made of what the package says already: fields, defaults and docstrings are not written a second time."""

import inspect
from dataclasses import fields
from functools import wraps
from typing import Annotated, Literal

from cyclopts import Group, Parameter
from docstring_parser import DocstringStyle, parse

from ..blur import METHODS
from ..detect import DETECTORS, LOOKS
from ..folder import anonymize_folder
from ..outlines import OUTLINES
from ..paste_back import MASKS
from ..video import anonymize_video, find_tracks

_CHOICES = {
    "method": METHODS,
    "mask": MASKS,
    "outline": OUTLINES,
    "detector": DETECTORS,
    "looks": LOOKS,
    "without_faces": ("leave", "copy"),
}
# Keywords of functions that a command hands on, by the heading of the help.
PHOTOS = ((anonymize_folder,), ("quality", "rename", "without_faces"))
VIDEOS = ((anonymize_video, find_tracks), ("every", "hold", "steady", "sound", "partial", "crf"))


def from_values(*kinds):
    """Make options of the fields of `Hiding` and of `Finding`.

    Parameters
    ----------
    *kinds : type

    Returns
    -------
    list of inspect.Parameter
        None stands for "not given".
    """
    made = []
    for kind in kinds:
        meant = _meanings(kind)
        for one in fields(kind):
            # A dict is given piece by piece: --parameters.ksize 75
            of = dict[str, int | float] if "dict" in str(one.type) else float if "float" in str(one.type) else str
            made.append(_option(one.name, of, meant[one.name], one.default, kind.__name__))
    return made


def from_keywords(heading, functions, names):
    """Make options of some keywords of a function.

    Parameters
    ----------
    heading : str
        Of the help.
    functions : sequence of callable
        The first says what each means; where its default is None, the next one's counts.
    names : iterable of str

    Returns
    -------
    list of inspect.Parameter
        None stands for "not given".
    """
    meant, signatures = _meanings(functions[0]), [inspect.signature(one).parameters for one in functions]
    defaults = {name: next(of[name].default for of in signatures if of[name].default is not None) for name in names}
    return [_option(name, type(default), meant[name], default, heading) for name, default in defaults.items()]


def with_options(*made):
    """Give a command options in place of its ``**options``; it gets those that were given.

    Parameters
    ----------
    *made : inspect.Parameter

    Returns
    -------
    callable
        A decorator.
    """

    def decorate(function):
        signature = inspect.signature(function)
        own = [one for one in signature.parameters.values() if one.kind is not one.VAR_KEYWORD]

        @wraps(function)
        def command(*words, **options):
            return function(*words, **{name: value for name, value in options.items() if value is not None})

        del command.__wrapped__  # its signature is another one
        command.__signature__ = signature.replace(parameters=[*own, *made])
        command.__annotations__ = {one.name: one.annotation for one in [*own, *made]}
        return command

    return decorate


def _option(name, of, meaning, default, heading):
    if name in _CHOICES:
        of = Literal[tuple(_CHOICES[name])]
    shown = "" if default is None else f" [default: {default}]"
    negative = None if default else ""  # --no-sound, but no --no-partial
    about = Parameter(help=meaning + shown, group=Group(heading), show_default=False, negative=negative)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[of | None, about])


def _meanings(documented):
    """What a NumPy docstring says of each parameter or attribute, without its marks."""
    meant = {}
    for one in parse(inspect.getdoc(documented), style=DocstringStyle.NUMPYDOC).params:
        text = " ".join((one.description or "").replace("``", "").replace("`", "").split())
        meant |= {name.strip(): text for name in one.arg_name.split(",")}
    return meant
