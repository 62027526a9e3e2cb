"""One A4 page on fpdf2: text that wraps, lists, tables, pictures, boxes to tick, lines to write on."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

WIDTH, HEIGHT, MARGIN = 210, 297, 16  # millimetres
_INSIDE = WIDTH - 2 * MARGIN
_BOTTOM = HEIGHT - 21  # below it stand the two lines of the foot; few printers reach the last 5 mm
_LINE = 1.32  # a line's height, as a multiple of its letters'
_POINT = 25.4 / 72  # millimetres
# Black, the grey of rules, and a blue that has a contrast of more than 7 : 1 to white.
_BLACK, _GREY, _BLUE = (0, 0, 0), (120, 120, 120), (0, 73, 121)
_FONTS = (("sans", "", "DejaVuSans"), ("sans", "B", "DejaVuSans-Bold"), ("mono", "", "DejaVuSansMono"))
# When a learner made a sheet is nobody's business, and the same sheet twice is the same file.
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_TOKENS = re.compile(r"(\*\*.+?\*\*|`[^`]+`)")


class Full(Exception):
    """The page has no room for this."""


class Page:
    """A page that is filled from top to bottom.

    Parameters
    ----------
    title : str
        Of the file, for who lists or hears it.
    size : float
        Of the text's letters, in points; all else follows it.
    like : Page, optional
        An earlier try, whose fonts are taken over: to read them takes longer than to write the page.

    Raises
    ------
    Full
        From every method, where what it should write has no room on the page.
    """

    def __init__(self, title, size=10.0, like=None):
        from fpdf import FPDF

        self.size = size
        self._pdf = pdf = FPDF(format="A4")
        if like:
            pdf.fonts.update(like._pdf.fonts)
        else:
            for family, style, file in _FONTS:
                pdf.add_font(family, style, _fonts() / f"{file}.ttf")
        pdf.set_title(title)
        pdf.set_lang("en")
        pdf.set_creation_date(_NO_TIME)
        pdf.set_margins(MARGIN, MARGIN)
        pdf.c_margin = 0
        pdf.set_auto_page_break(False)
        pdf.add_page()

    def _font(self, scale=1.0, bold=False, mono=False):
        points = self.size * scale
        self._pdf.set_font("mono" if mono else "sans", "B" if bold else "", points)
        return points * _POINT * _LINE

    def _check(self, more=0.0):
        if self._pdf.get_y() + more > _BOTTOM:
            raise Full

    def space(self, lines=0.5):
        """Leave some room, in lines of text."""
        self._pdf.set_y(self._pdf.get_y() + lines * self.size * _POINT * _LINE)

    def heading(self, text, scale=1.15):
        """Write a heading."""
        self.space(0.45)
        self._pdf.set_text_color(*_BLUE)
        self.text(f"**{text}**", scale=scale)
        self._pdf.set_text_color(*_BLACK)
        self.space(0.15)

    def text(self, text, *, scale=1.0, indent=0.0, first=""):
        """Write a paragraph with **bold** words and `code`.

        Parameters
        ----------
        text : str
        scale : float
            Of the letters.
        indent : float
            In millimetres, of all lines.
        first : str
            What stands before the first line, in the indent: a number, a point or a box.
        """
        pdf, right = self._pdf, self._pdf.r_margin
        height = self._font(scale)
        self._check(height)
        if first:
            pdf.set_x(MARGIN)
            pdf.cell(indent, height, first)
        # A column breaks lines between words, whichever fonts meet there.
        column = pdf.text_columns(l_margin=MARGIN + indent, r_margin=right)
        with column, column.paragraph(line_height=_LINE) as paragraph:
            for part in filter(None, _TOKENS.split(text)):
                bold, mono = part.startswith("**"), part.startswith("`")
                self._font(scale * (0.94 if mono else 1), bold, mono)
                paragraph.write(part.strip("*") if bold else part.strip("`") if mono else part)
        self._check()

    def points(self, items, scale=1.0):
        """Write a list."""
        for item in items:
            self.text(item, scale=scale, indent=4, first="•")

    def numbered(self, items, lines=0):
        """Write a numbered list, with lines to write on below each."""
        for number, item in enumerate(items, 1):
            self.text(item, indent=6, first=f"{number}.")
            self.lines(lines, indent=6)

    def lines(self, number, indent=0.0, said=""):
        """Draw lines to write on by hand.

        Parameters
        ----------
        number : int
        indent : float
            In millimetres.
        said : str
            What stands before the first one.
        """
        pdf = self._pdf
        for one in range(number):
            height = max(7.0, self._font(0.9))  # handwriting does not shrink with the print
            self._check(height)
            start = MARGIN + indent
            if said and not one:
                pdf.set_x(start)
                pdf.cell(pdf.get_string_width(said) + 2, height, said)
                start = pdf.get_x()
            pdf.set_draw_color(*_GREY)
            pdf.line(start, pdf.get_y() + height - 1.2, WIDTH - MARGIN, pdf.get_y() + height - 1.2)
            pdf.set_y(pdf.get_y() + height)

    def choices(self, choices, indent=6.0):
        """Draw a box to tick for each choice, as many side by side as fit."""
        pdf, gap = self._pdf, 6
        height, box = self._font(), self.size * _POINT * 0.95
        self._check(height)
        pdf.set_x(MARGIN + indent)
        for choice in choices:
            wide = box + 2 + pdf.get_string_width(choice) + gap
            if pdf.get_x() > MARGIN + indent and pdf.get_x() + wide - gap > WIDTH - MARGIN:
                pdf.ln(height)
                self._check(height)
                pdf.set_x(MARGIN + indent)
            x, y = pdf.get_x(), pdf.get_y()
            pdf.set_draw_color(*_BLACK)
            pdf.rect(x, y + (height - box) / 2, box, box)
            pdf.set_x(x + box + 2)
            pdf.cell(wide - box - 2, height, choice)
        pdf.ln(height * 1.1)

    def picture(self, content, described, caption="", width=_INSIDE, height=60.0):
        """Show a picture in the middle, as large as fits.

        Parameters
        ----------
        content : bytes
            A JPEG or PNG file.
        described : str
            What is seen there, for who does not see it.
        caption : str
            Written below.
        width, height : float
            At most so many millimetres.
        """
        from PIL import Image

        with Image.open(io.BytesIO(content)) as opened:
            across, down = opened.size
        scale = min(width / across, height / down)
        wide, high = across * scale, down * scale
        self._check(high)
        self.space(0.2)
        self._pdf.image(
            io.BytesIO(content), x=(WIDTH - wide) / 2, y=self._pdf.get_y(), w=wide, h=high, alt_text=described
        )
        self._pdf.set_y(self._pdf.get_y() + high)
        self.space(0.2)
        if caption:
            self.text(caption, scale=0.9)

    def printed(self, text):
        """Show what a program printed, column under column, as large as its longest line allows."""
        pdf = self._pdf
        lines = text.strip("\n").split("\n")
        self._font(0.85, mono=True)
        longest = max(map(pdf.get_string_width, lines))
        height = self._font(0.85 * min(1, _INSIDE / (longest + 1)), mono=True)
        for line in lines:
            self._check(height)
            pdf.cell(_INSIDE, height, line)
            pdf.ln(height)

    def table(self, rows, scale=0.85):
        """Draw a table, the first row its heads."""
        from fpdf.fonts import FontFace

        pdf = self._pdf
        height = self._font(scale)
        clean = [[re.sub(r"[*`]", "", cell) for cell in row] for row in rows]
        # Wide enough for the longest word, and beyond that as the cells' lengths.
        wants = [max(len(row[one]) for row in clean) ** 0.6 for one in range(len(clean[0]))]
        longest = [
            max(pdf.get_string_width(word) for row in clean for word in row[one].split() or [""]) + 4
            for one in range(len(wants))
        ]
        left = _INSIDE - sum(longest)
        widths = [least + max(0, left) * want / sum(wants) for least, want in zip(longest, wants, strict=True)]
        before = pdf.get_y()
        pdf.set_draw_color(*_GREY)
        with pdf.table(
            col_widths=tuple(widths),
            line_height=height,
            text_align="LEFT",
            headings_style=FontFace(emphasis="BOLD"),
            padding=0.6,
            borders_layout="HORIZONTAL_LINES",
        ) as table:
            for row in clean:
                cells = table.row()
                for cell in row:
                    cells.cell(cell)
        if pdf.pages_count > 1 or pdf.get_y() < before:
            raise Full
        self._check()

    def foot(self, text):
        """Write a small line at the page's end."""
        height = self._font(0.78)
        self._pdf.set_text_color(70, 70, 70)
        self._pdf.set_y(_BOTTOM + 3)
        self._pdf.multi_cell(_INSIDE, height, text, align="L")
        self._pdf.set_text_color(*_BLACK)

    def content(self):
        """Give the file's bytes; it tells no time and no author.

        Returns
        -------
        bytes
        """
        return bytes(self._pdf.output())


def _fonts():
    """Matplotlib brings DejaVu along, which has every sign of the lessons."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf"


def fitted(title, write, largest=10.5, smallest=7.5):
    """Fill one page with the largest letters with which all has room.

    Parameters
    ----------
    title : str
    write : callable
        Writes on the page that it is given.
    largest, smallest : float
        Sizes of the text's letters, in points.

    Returns
    -------
    bytes
        The PDF.

    Raises
    ------
    ValueError
        If it has no room even with the smallest letters.
    """
    steps = round((largest - smallest) * 4)  # quarters of a point
    fits, low, high, page = None, 0, steps, None
    while low <= high:
        middle = steps if page is None else (low + high) // 2  # most sheets have room at once
        page = Page(title, smallest + middle / 4, like=page)
        try:
            write(page)
            fits, low = page, middle + 1
        except Full:
            high = middle - 1
    if fits is None:
        raise ValueError(f"{title} has no room on one page, even with letters of {smallest} points.")
    return fits.content()
