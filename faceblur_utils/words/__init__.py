"""The interface's words in the language of the lesson: English stands in the code, each other language in a .po file.

Marked by ``_`` in Python. A file such as ``de.po`` is what translators' tools read; `use` takes it for all that is
said from then on.
"""

import gettext
import re
from contextlib import contextmanager
from functools import cache
from pathlib import Path

__all__ = ["languages", "speaking", "spoken", "translated", "use"]
_HERE = Path(__file__).resolve().parent
_ENGLISH = "en"
_MARKED = re.compile(r'(?<![\w.])_\("((?:[^"\\]|\\.)*)"\)')
_chosen = _ENGLISH


def languages():
    """List the languages that there are.

    Returns
    -------
    list of str
        As HTML names them; English first.

    Examples
    --------
    >>> languages()
    ['en', 'de']
    """
    return [_ENGLISH, *sorted(path.stem for path in _HERE.glob("*.po"))]


def use(language):
    """Say what follows in another language: checks, predictions, the doctor, what stands below pictures.

    Parameters
    ----------
    language : str
        One of `languages`. What has no translation yet is said in English.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    global _chosen
    if language not in languages():
        raise ValueError(f"There is no language {language!r}; there are {', '.join(languages())}.")
    _chosen = language


def spoken():
    """Tell which language is used.

    Returns
    -------
    str
    """
    return _chosen


@contextmanager
def speaking(language):
    """Use a language for a while.

    Parameters
    ----------
    language : str
        As for `use`.
    """
    before = _chosen
    use(language)
    try:
        yield
    finally:
        use(before)


def _(text):
    """Translate a sentence. Where a name or a number belongs, it has a field in braces, filled afterwards."""
    return text if _chosen == _ENGLISH else _catalogue(_chosen).gettext(text)


def translated(script):
    """Translate the sentences of a page's JavaScript: what stands there as ``_("...")``.

    Parameters
    ----------
    script : str

    Returns
    -------
    dict
        Sentence to translation; empty in English.
    """
    if _chosen == _ENGLISH:
        return {}
    said = {re.sub(r"\\(.)", r"\1", found) for found in _MARKED.findall(script)}
    return {one: _(one) for one in sorted(said) if _(one) != one}


@cache
def _catalogue(language):
    """The translations of a language, from its text file: no compiled copy of it can be out of date."""
    from io import BytesIO

    try:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po
    except ModuleNotFoundError:  # the doctor speaks where packages are missing
        return gettext.NullTranslations()
    compiled = BytesIO()
    with (_HERE / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
