"""Which slides a lesson gives: one for each figure, prediction and exercise, and for each list of its recap."""

import ast
import re
from dataclasses import dataclass, field

from .text import Block, beginning, blocks, ending

# So many characters of a caption, and of a text, can be read from the back.
CAPTION, TEXT = 230, 600
_PICTURES = ("image/png", "image/jpeg")
# What a cell prints, where it has no picture: longer or wider, and nobody could read it.
_ROWS, _COLUMNS = 10, 66
# Questions that cannot be asked without what the reader sees: the picture before, or the code after. In the languages
# of the lessons.
_ABOVE = re.compile(r"\b(?:photo|picture|figure)s? above\b|\boben\b")
_BELOW = re.compile(r"\bin the next cell\b|\bin der nächsten Zelle\b")
_CELL = re.compile(r"\s*\([^()]*\b(?:cell|Zelle)\b[^()]*\)")
# A question as short as this one leans on what is said before it.
_SHORT, _CONTEXT = 130, 260


@dataclass
class Slide:
    """One slide, as data: `page` makes HTML of it.

    Attributes
    ----------
    kind : str
        ``"title"``, ``"question"``, ``"answer"``, ``"figure"``, ``"exercise"``, ``"text"`` or ``"credits"``.
    title : str
        The section's heading, as Markdown; of the first slide the lesson's.
    cell : int
        The cell that it comes from, counted from 0.
    lead : str
        The question, the answers, the exercise's name, or what stands above a list; Markdown.
    choices : list of str
        Of a question.
    picture : (str, str, str) or None
        The kind, the content in base64, and what is seen, in words.
    caption : str
        Below the picture; Markdown.
    body : list of Block
        Lists, tables and paragraphs; of a question what leads to it.
    code : str
        Of an exercise the gap, of a question what it asks about.
    printed : str
        What the cell printed, where there is no picture; of a question for a number, the blank to fill in.
    live : bool
        Whether the picture is a still of something that moves in the lesson.
    notes : list of str
        For the speaker; Markdown.
    """

    kind: str
    title: str
    cell: int
    lead: str = ""
    choices: list = field(default_factory=list)
    picture: tuple | None = None
    caption: str = ""
    body: list = field(default_factory=list)
    code: str = ""
    printed: str = ""
    live: bool = False
    notes: list = field(default_factory=list)


_NO_PICTURE = ("", "", "")


def outline(notebook):
    """Choose what of a lesson is shown, and what the speaker says to it.

    Parameters
    ----------
    notebook : dict
        A lesson as it is committed, with its outputs.

    Returns
    -------
    list of Slide
    """
    opening, *sections = _sections(notebook["cells"])
    numbered = [one for one in sections if re.match(r"\d", one.title)]
    slides = _Section(opening.title).read(opening.parts)
    picture = next((slide.picture for slide in slides if slide and slide.picture), _NO_PICTURE)
    for one in numbered:
        slides += _Section(one.title, picture).read(one.parts)
    if len(numbered) < len(sections):  # the recap; what follows it is further reading
        slides += _recap(sections[len(numbered)])
    return [slide for slide in slides if slide is not None]


# --- the parts of a lesson --------------------------------------------------------------------------------------------
@dataclass
class _Part:
    """A block of text, or a code cell."""

    cell: int
    block: Block | None = None
    code: dict | None = None


@dataclass
class _Titled:
    title: str
    parts: list = field(default_factory=list)


def _sections(cells):
    sections = [_Titled("")]
    for number, cell in enumerate(cells):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            if "solution" not in cell["metadata"].get("tags", ()):
                sections[-1].parts.append(_Part(number, code=cell))
            continue
        for block in blocks(source):
            if block.kind == "heading" and block.level == 1:
                sections[0].title = block.source
            elif block.kind == "heading" and block.level == 2:
                sections.append(_Titled(block.source))
            elif block.kind != "folded":  # hints stay where they are
                sections[-1].parts.append(_Part(number, block=block))
    return sections


# --- a section --------------------------------------------------------------------------------------------------------
class _Section:
    """The slides of a section. What is said before its first slide is said to that; what follows a slide, to it."""

    def __init__(self, title, opening=None):
        self._title, self._opening = title, opening
        self._slides, self._before, self._evidence = [], [], []
        self._question, self._task, self._captioned, self._wants_code = None, None, None, None

    def read(self, parts):
        for part in parts:
            if part.code:
                self._captioned = None
                self._code(part)
                self._task = None
            else:
                self._text(part)
        if not self._slides:
            self._slides = [_summary(self._title, parts)]
        elif self._before:
            self._slides[-1].notes += self._before
        return self._slides

    def _add(self, part, kind, **parts):
        slide = Slide(kind, self._title, part.cell, **parts)
        slide.notes += self._before
        self._before = []
        self._slides.append(slide)
        return slide

    def _text(self, part):
        block = part.block
        if block.kind == "heading":
            self._captioned = None
            exercise = re.search(r"\d\.\d+\b", block.source)
            self._task = self._add(part, "exercise", lead=block.source) if exercise else None
            if not exercise:
                self._before.append(f"**{block.source}**")
        elif self._task:
            self._task.notes.append(block.source)
            if block.kind != "table" and sum(len(one.source) for one in [*self._task.body, block]) <= TEXT:
                self._task.body.append(block)
        elif block.kind == "quote":
            self._question, self._captioned = block.words, None
        else:
            if self._captioned and block.kind in ("paragraph", "bullets"):
                words = block.words if block.kind == "paragraph" else block.items[0]
                self._captioned.caption = beginning(words, CAPTION)
            self._captioned = None
            # Before a question has its choices, what is said leads to it.
            (self._slides[-1].notes if self._slides and not self._question else self._before).append(block.source)

    def _code(self, part):
        source, outputs = "".join(part.code["source"]), part.code.get("outputs", [])
        asked = [choices for name, choices in _calls(source, "predict")]
        answers = [name for name, _ in _calls(source, "answer")]
        printed = "".join("".join(one["text"]) for one in outputs if one["output_type"] == "stream").rstrip()
        pictures = [found for one in outputs if (found := _picture(one))]
        live = "slider" in part.code["metadata"].get("tags", ())
        if asked:
            fields = ["".join(one.get("data", {}).get("text/plain", "")) for one in outputs]
            for choices in asked:
                self._ask(part, choices, "" if choices else " ".join(fields))  # a field for a number, as words
            self._question, self._evidence = None, []
            return
        self._show_code(part, source)
        if self._task and "exercise" in part.code["metadata"].get("tags", ()):
            self._task.code = source
        if answers:
            lines = printed.split("\n") if printed else []
            said = [_answer(name, lines) for name in answers]
            rest = "\n".join(line for line in lines if not any(line.startswith(f"{name}: ") for name in answers))
            self._answer(part, " ".join(filter(None, said)), rest.strip("\n"), pictures, live)
        elif pictures:
            for picture in pictures:
                self._picture(part, picture, live)
        elif printed and "check." not in source:
            if self._slides and self._slides[-1].kind == "question":
                self._evidence.append(printed)  # it would tell the answer
            elif self._slides:
                self._slides[-1].notes.append(_block_of(printed))

    def _ask(self, part, choices, blank):
        before = next((slide.picture for slide in reversed(self._slides) if slide.picture), self._opening)
        context = next((block for block in reversed(self._before) if block[:1] not in "-|*#1$"), "")
        words = _CELL.sub("", re.sub(r"^\*\*[^*]+\*\*\s*", "", self._question or ""))
        slide = self._add(part, "question", lead=words, choices=choices, printed=blank)
        if _ABOVE.search(words) and before != _NO_PICTURE:
            slide.picture = before
        elif _BELOW.search(words):
            self._wants_code = slide
        elif len(words) < _SHORT and context:
            slide.body = [Block("paragraph", ending(re.sub(r"\s+", " ", context), _CONTEXT))]

    def _show_code(self, part, source):
        """The code that a question asks about: that of the next cell whose code is in view."""
        if self._wants_code and not part.code["metadata"].get("jupyter", {}).get("source_hidden"):
            self._wants_code.code = "\n".join(source.split("\n")[:_ROWS])
            self._wants_code = None

    def _answer(self, part, lead, rest, pictures, live):
        shown = "\n".join([*self._evidence, rest]).strip("\n")
        if pictures:
            self._picture(part, pictures[0], live, "answer", lead=lead)
            if shown:
                self._slides[-1].notes.append(_block_of(shown))
            for picture in pictures[1:]:
                self._picture(part, picture, live)
        else:
            slide = self._add(part, "answer", lead=lead)
            if shown:
                rows = shown.split("\n")
                if len(rows) <= _ROWS and max(map(len, rows)) <= _COLUMNS:
                    slide.printed = shown
                else:
                    slide.notes.append(_block_of(shown))
            self._captioned = slide
        self._evidence = []

    def _picture(self, part, picture, live, kind="figure", **parts):
        if not self._slides and not self._opening:
            kind = "title"
        self._captioned = self._add(part, kind, picture=picture, live=live, **parts)


def _calls(source, name):
    """Names and choices that a function of predictions is called with, in a cell."""
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic command
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name and node.args:
            first, *others = node.args
            if isinstance(first, ast.Constant):
                yield first.value, [one.value for one in others if isinstance(one, ast.Constant)]


def _answer(name, lines):
    """What `answer` printed, without what it says of the guess."""
    for line in lines:
        if line.startswith(f"{name}: "):
            value = re.sub(r"\s*\([^()]*\)$", "", line[len(name) + 2 :]).rstrip(".")
            return f"{name}: **{value}**"
    return None


def _picture(output):
    """A picture of an output: kind, content, words; or None."""
    data = output.get("data", {})
    kind = next((one for one in _PICTURES if one in data), None)
    if kind is None:
        return None
    alt = output.get("metadata", {}).get(kind, {}).get("alt") or "".join(data.get("text/plain", ""))
    return kind, "".join(data[kind]).replace("\n", ""), alt


def _block_of(printed):
    return f"```\n{printed}\n```"


# --- text alone -------------------------------------------------------------------------------------------------------
def _summary(title, parts):
    """Of a section without a picture: its first list, each item's first sentence; or else its first sentences."""
    texts = [part for part in parts if part.block and part.block.kind != "heading"]
    if not texts:
        return None
    slide = Slide("text", title, texts[0].cell, notes=[part.block.source for part in texts])
    listed = next((part.block for part in texts if part.block.kind in ("bullets", "numbers")), None)
    if listed is None:
        slide.body = [Block("paragraph", beginning(texts[0].block.words, TEXT))]
        return slide
    shortened = [beginning(item, 1) for item in listed.items]
    # More than fits is said, not shown.
    fits = [item for number, item in enumerate(shortened) if sum(map(len, shortened[: number + 1])) <= TEXT]
    slide.body = [Block(listed.kind, _listed(fits or shortened[:1], listed.kind))]
    return slide


def _recap(section):
    """The questions, then what was measured: a slide for each list and table."""
    slides, lead, said = [], "", []
    for part in section.parts:
        if part.block is None:
            continue
        block = part.block
        if block.kind == "paragraph":
            if lead:
                said.append(lead)
            lead = block.words
            continue
        pieces = [block] if block.kind == "table" else _in_pieces(block)
        for piece in pieces:
            slides.append(Slide("text", section.title, part.cell, lead=beginning(lead, 1), body=[piece], notes=[*said]))
            slides[-1].notes += [lead] if lead else []
            lead, said = "", []
    if lead or said:  # what is concluded from all this
        text = " ".join([*said, lead])
        closing = Slide("text", section.title, section.parts[0].cell, notes=[text])
        closing.body = [Block("paragraph", beginning(text, TEXT))]
        slides.append(closing)
    return slides


def _in_pieces(block):
    """A long list as several of about one length."""
    items = block.items
    share = sum(map(len, items)) / -(-len(block.source) // TEXT)
    pieces = []
    while items:
        count = 1
        while count < len(items) and sum(map(len, items[:count])) + len(items[count]) / 2 <= share:
            count += 1
        pieces.append(Block(block.kind, _listed(items[:count], block.kind, _next_number(pieces))))
        items = items[count:]
    return pieces


def _next_number(pieces):
    """The number with which a numbered list goes on."""
    return 1 + sum(len(piece.items) for piece in pieces)


def _listed(items, kind, start=1):
    marks = [f"{start + number}." if kind == "numbers" else "-" for number in range(len(items))]
    return "\n".join(f"{mark} {item}" for mark, item in zip(marks, items, strict=True))
