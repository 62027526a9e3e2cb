"""Slides as one HTML file: reveal.js, pictures and notes are in it, so that it shows anywhere and asks nobody."""

import html
import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

from ..words import _
from .outline import CAPTION, TEXT
from .text import as_html

_HERE = Path(__file__).resolve().parent
# Type sizes by the length of a text, in steps of the style sheet.
# From this ratio of width to height on, a picture gets no larger by moving its caption from below to its side.
_WIDE = 1.75
_LONG, _LONGER = TEXT * 0.45, TEXT * 0.75


def page(slides, lesson, language="en"):
    """Put slides into a page.

    Parameters
    ----------
    slides : list of Slide
    lesson : str
        The lesson's name, for the speaker: ``"05_compare"``.
    language : str
        In which the lesson is written, as HTML names it.

    Returns
    -------
    str
        HTML that loads nothing.
    """
    heading = re.sub(r"[*`]", "", slides[0].title)
    sections = "\n".join(_section(slide, heading, lesson) for slide in slides)
    return _PAGE.format(
        language=language,
        title=html.escape(heading),
        style=_read("reveal/reveal.css") + _read("slides.css"),
        sections=sections,
        licence=html.escape(_read("reveal/LICENSE").split("\n\n")[0]),
        reveal=_script("reveal/reveal.js"),
        notes=_script("reveal/notes.js"),
        own=_script("slides.js"),
    )


def _section(slide, heading, lesson):
    name = re.sub(r"^(\S+).*", r"\1", heading)
    about = _("Pictures") if slide.kind == "credits" else slide.title
    place = heading if slide.kind == "title" else f"{name} · {about}"
    title = as_html(place, inline=True)
    if slide.live:
        title += f' <span class="live">{html.escape(_("moves in the lesson"))}</span>'
    parts = [f"<h1>{title}</h1>" if slide.kind == "title" else f"<h2>{title}</h2>", *_content(slide)]
    notes = [_("Lesson {lesson}, cell {cell}.").format(lesson=lesson, cell=slide.cell)]
    if slide.live:
        notes.append(_("A still picture: in the lesson, run this cell and move it."))
    if slide.kind == "title":
        notes.append(_("Arrow keys turn the pages; S opens these notes, F fills the screen, Esc shows all slides."))
    said = "\n\n".join([" ".join(notes), *slide.notes])
    inside = "\n".join(part for part in parts if part)
    return (
        f'<section class="{slide.kind}" data-cell="{slide.cell}"><div class="page">\n{inside}\n</div>\n'
        f'<aside class="notes">{as_html(said)}</aside></section>'
    )


def _content(slide):
    if slide.kind == "question":
        yield from _asked(slide)
        return
    lead = f'<p class="lead">{as_html(slide.lead, inline=True)}</p>' if slide.lead else ""
    small = " small" if len(slide.caption) > CAPTION * 0.7 and slide.picture else ""
    caption = f'<p class="caption{small}">{as_html(slide.caption, inline=True)}</p>' if slide.caption else ""
    if slide.picture:
        # As large as there is room for, and never cut.
        picture = f'<div class="picture">{_image(*slide.picture)}</div>'
        if _is_wide(slide.picture) or not caption:
            yield from (lead, picture, caption)
        else:  # what is high would be small above a caption
            yield f'<div class="beside">{picture}<div class="said">{lead}{caption}</div></div>'
        return
    yield lead
    if slide.printed:
        yield _pre(slide.printed)
    yield caption
    for block in slide.body:
        yield f'<div class="body {_size("".join(one.source for one in slide.body))}">{as_html(block.source)}</div>'
    if slide.code:
        yield _pre(slide.code)


def _asked(slide):
    said = [f'<p class="tag">{html.escape(_("Guess first"))}</p>']
    said += [f'<p class="context">{as_html(block.source, inline=True)}</p>' for block in slide.body]
    said.append(f'<p class="lead {_size(slide.lead)}">{as_html(slide.lead, inline=True)}</p>')
    if slide.code:
        said.append(_pre(slide.code))
    choices = "".join(f"<li>{html.escape(choice)}</li>" for choice in slide.choices)
    said.append(
        f'<ol class="choices">{choices}</ol>' if choices else f'<p class="blank">{html.escape(slide.printed)}</p>'
    )
    inside = "\n".join(said)
    if slide.picture:
        picture = f'<div class="picture">{_image(*slide.picture)}</div>'
        inside = f'<div class="beside"><div class="said">{inside}</div>{picture}</div>'
    yield inside


def _pre(text):
    return f'<pre tabindex="0">{html.escape(text)}</pre>'


def _image(kind, content, alt):
    return f'<img src="data:{kind};base64,{content}" alt="{html.escape(alt)}">'


def _is_wide(picture):
    from PIL import Image

    width, height = Image.open(BytesIO(b64decode(picture[1]))).size
    return width > _WIDE * height


def _size(text):
    return "longer" if len(text) > _LONGER else "long" if len(text) > _LONG else "short"


def _read(name):
    return (_HERE / name).read_text(encoding="utf-8")


def _script(name):
    """A script inside a page; a browser takes the first end tag for the end, wherever it stands."""
    return _read(name).replace("</script", r"<\/script")


_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<!-- reveal.js (MIT): {licence} -->
<style>
{style}
</style>
</head>
<body>
<div class="reveal"><div class="slides">
{sections}
</div></div>
<script>
{reveal}
</script>
<script>
{notes}
</script>
<script>
{own}
</script>
</body>
</html>
"""
