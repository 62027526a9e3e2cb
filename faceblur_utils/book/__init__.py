"""The book: the committed lessons as a website that can be read and played with offline, without a kernel.

The modules: `site` (all of it, with Sphinx), `lessons` (a lesson becomes a page), `guesses` (predictions in a page),
`flipbooks` (which lessons have sliders, and what is remembered of them), `recording` (in a lesson's kernel: each slider
leaves its pictures), `play` (the quiz), `methods` (the gallery), `pages` (the other ones that are no lessons),
`extension` (what Sphinx lacks), and `static`, the pages' script and style. Sphinx comes with the group ``book``.
"""

from .site import build

__all__ = ["build"]
