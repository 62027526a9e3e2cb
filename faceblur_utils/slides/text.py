"""A lesson's Markdown: its blocks, its sentences, and HTML for a page that stands alone."""

import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt

# What stays whole when a text is cut into sentences; outside it, a full stop and a capital end one.
_END = re.compile(r"(?<=[.!?])(?:\*\*|\)|“)?\s+(?=[A-ZÄÖÜ(*`\"„0-9])")
_SHORT = re.compile(r"(?:\b(?:[A-Z]|e\.g|i\.e|z\. ?B|d\. ?h|vs|Dr|No)\.)$")


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list, a quotation or a table of a Markdown cell.

    Attributes
    ----------
    kind : str
        ``"heading"``, ``"paragraph"``, ``"bullets"``, ``"numbers"``, ``"quote"``, ``"table"``, ``"folded"`` or
        ``"other"``.
    source : str
        Its Markdown; of a heading the words alone.
    level : int
        Of a heading.
    """

    kind: str
    source: str
    level: int = 0

    @property
    def items(self):
        """The items of a list, as Markdown."""
        parts = re.split(r"^(?:[-*]|\d+\.)\s+", self.source, flags=re.M)[1:]
        return [re.sub(r"\s+", " ", part).strip() for part in parts]

    @property
    def words(self):
        """The text on one line; of a quotation without its marks."""
        source = re.sub(r"^> ?", "", self.source, flags=re.M) if self.kind == "quote" else self.source
        return re.sub(r"\s+", " ", source).strip()


_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "bullets",
    "ordered_list_open": "numbers",
    "blockquote_open": "quote",
    "table_open": "table",
}


def blocks(markdown):
    r"""Take a Markdown cell apart.

    Parameters
    ----------
    markdown : str

    Returns
    -------
    list of Block
        What is folded (``<details>``) is one block, whatever is in it.

    Examples
    --------
    >>> [block.kind for block in blocks("# A title\n\nText.\n\n- one\n- two")]
    ['heading', 'paragraph', 'bullets']
    """
    lines, found, folded = markdown.split("\n"), [], None
    tokens = [token for token in _reader().parse(markdown) if token.level == 0 and token.map and token.nesting >= 0]
    for token in tokens:
        source = "\n".join(lines[slice(*token.map)]).strip()
        if token.type == "html_block" and "<details" in source:
            folded = []
        if folded is not None:
            folded.append(source)
            if "</details>" in source:
                found.append(Block("folded", "\n\n".join(folded)))
                folded = None
        elif token.type == "heading_open":
            found.append(Block("heading", source.lstrip("# ").strip(), int(token.tag[1])))
        else:
            found.append(Block(_KINDS.get(token.type, "other"), source))
    return found


def sentences(words):
    """Cut a text into sentences, of which none leaves a bracket, a mark of emphasis or a piece of code open.

    Parameters
    ----------
    words : str
        Markdown on one line.

    Returns
    -------
    list of str

    Examples
    --------
    >>> sentences("It is 7.4. **So a threshold is no line-up. Never.** Use `a. B` here (not. There).")
    ['It is 7.4.', '**So a threshold is no line-up. Never.**', 'Use `a. B` here (not. There).']
    """
    found, start = [], 0
    for end in [*(match.start() for match in _END.finditer(words)), len(words)]:
        end += 2 if words.startswith("**", end) else words[end : end + 1] in (")", "“")
        part = words[start:end].strip()
        whole = part.count("**") % 2 == 0 and part.count("`") % 2 == 0 and part.count("(") <= part.count(")")
        if part and (end >= len(words) or whole and not _SHORT.search(part)):
            found.append(part)
            start = end
    return found


def beginning(words, most):
    """Give as many whole sentences from the beginning as there is room for, and the first in any case.

    Parameters
    ----------
    words : str
        Markdown on one line.
    most : int
        Characters.

    Returns
    -------
    str
    """
    said = ""
    for sentence in sentences(words):
        if said and (len(said) + len(sentence) > most or sentence.endswith(":")):  # it announces what is not there
            break
        said = f"{said} {sentence}".strip()
    return said


def ending(words, most):
    """Give as many whole sentences from the end as there is room for, and the last in any case; none in brackets.

    Parameters
    ----------
    words : str
        Markdown on one line.
    most : int
        Characters.

    Returns
    -------
    str
    """
    said = ""
    # What announces something announces what is not there.
    for sentence in reversed([one for one in sentences(words) if one[0] != "(" and one[-1] != ":"] or [words]):
        if said and len(said) + len(sentence) > most:
            break
        said = f"{sentence} {said}".strip()
    return said


def as_html(markdown, inline=False):
    """Turn Markdown into HTML without links that lead to a file: a page of slides stands alone.

    Parameters
    ----------
    markdown : str
    inline : bool
        Without a paragraph around it.

    Returns
    -------
    str
    """
    return _reader().renderInline(markdown) if inline else _reader().render(markdown)


@cache
def _reader():
    reader = MarkdownIt("commonmark").enable("table")

    def without_files(tokens, index, options, env):
        token = tokens[index]
        opening = token.type == "link_open"
        if opening:
            env.setdefault("kept", []).append(re.match("https?:", token.attrGet("href") or "") is not None)
        kept = env["kept"][-1] if opening else env["kept"].pop()
        return reader.renderer.renderToken(tokens, index, options, env) if kept else ""

    reader.renderer.rules["link_open"] = reader.renderer.rules["link_close"] = without_files
    return reader
