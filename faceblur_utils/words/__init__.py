"""The interface's words in the language of the lesson: English stands in the code, each other language in a .po file.

Marked by ``_`` in Python. A file such as ``de.po`` is what translators' tools read; `use` takes it for all that is
said from then on.
"""

import gettext
from contextlib import contextmanager
from functools import cache
from pathlib import Path

__all__ = ["languages", "speaking", "use"]
_HERE = Path(__file__).resolve().parent
_ENGLISH = "en"
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


@cache
def _catalogue(language):
    """The translations of a language, from its text file: no compiled copy of it can be out of date."""
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (_HERE / f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
