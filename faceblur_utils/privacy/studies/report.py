"""The report of a study: one HTML file with its figures inside, which asks nothing of the web."""

from base64 import b64encode
from html import escape
from pathlib import Path

from ... import figures
from ...messages import counted
from ...recognise import RECOGNISERS
from ..table import in_words

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>Study: who is it?</title><style>
body {{ font: 1.1rem/1.5 sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #111; }}
table {{ border-collapse: collapse; margin: 1rem 0; }} td, th {{ border: 1px solid #999; padding: .3rem .6rem; }}
th {{ text-align: left; background: #eee; }} img {{ max-width: 100%; }}
</style></head><body>
{}
</body></html>
"""


def check_target(path):
    """Refuse a place where a file cannot be written, or is already.

    Parameters
    ----------
    path : str or os.PathLike or None

    Raises
    ------
    FileExistsError, FileNotFoundError
        If it is there already, or its folder is not.
    """
    if path is None:
        return
    path = Path(path)
    if path.exists():
        raise FileExistsError(f"{path} is there already; give another name, or move it away.")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"There is no folder {path.parent} to write {path.name} into.")


def page(study):
    """Make the report of a study. People are numbers in it, and no picture is.

    Parameters
    ----------
    study : Study

    Returns
    -------
    bytes
        HTML in UTF-8.
    """
    return _PAGE.format("\n".join(_parts(study))).encode()


def _parts(study):
    yield "<h1>Who is it? A study of hidden faces</h1>"
    yield _said(
        f"{study.people} people, {study.pictures} pictures. Each was hidden and looked for among all the others of "
        f"everybody; blind guessing names {study.chance:.1%} rightly."
    )
    yield _said(study.power)
    if study.left_out:
        reasons = sorted({reason.split(":")[0] for _, reason in study.left_out})
        yield _said(f"{counted(len(study.left_out), 'file')} left out: {'; '.join(reasons)}.")
    yield "<h2>Attacks by method and strength</h2>"
    yield _said(
        "Share of pictures of which the right person is the nearest, in brackets the 95 % interval over people. "
        f"Chance: {study.chance:.1%}."
    )
    attacks = [row.by for row in study.tables[0].rows]
    yield _table(["", *attacks], [[in_words(one.hiding), *map(_named, one.rows)] for one in study.tables])
    yield _said("The same with the album mirrored: what the same pose and light tell is gone.")
    mirrored = [[f"{row.controls['mirrored'].first(1):.0%}" for row in one.rows] for one in study.tables]
    by = [in_words(one.hiding) for one in study.tables]
    yield _table(["", *attacks], [[how, *shares] for how, shares in zip(by, mirrored, strict=True)])
    for one in study.tables:
        yield f"<h3>{escape(in_words(one.hiding))}</h3>"
        yield _figure(one.figure(), one.alt)
    yield "<h2>Pairs of pictures: the same person?</h2>"
    rate = study.verifications[0].false_match_rate
    yield _said(
        f"The threshold is the distance below which {rate:.1%} of pairs of different people of this study lie. True "
        "matches are pairs of one person below it. Their interval is over people, and rather too wide."
    )
    yield _table(
        ["Recogniser", "hidden by", "threshold", "true matches", "95 %", "false matches at its usual limit"],
        [_pairs(one) for one in study.verifications],
    )
    yield _roc(study)
    yield "<h2>What the detector found</h2>"
    rows = [
        [label, people, pictures, f"{share:.0%}", _interval(bounds)]
        for label, (people, pictures, share, bounds) in study.recall.items()
    ]
    yield _table(["Label", "people", "pictures", "with a face found", "95 % over people"], rows)
    yield "<h2>What this cannot tell</h2>"
    yield _said(
        "An attack that failed here proves little: another may succeed. Differences between labels of few people are "
        "mostly luck. Nothing is said of people unlike these, or of other kinds of photo."
    )


def _named(row):
    return f"{row.tried.first(1):.0%} ({_interval(row.tried.over_people())})"


def _interval(bounds):
    return "one person" if bounds is None else f"{bounds[0]:.0%} to {bounds[1]:.0%}"


def _pairs(one):
    limits = f"{one.threshold:.2f}", f"{one.true_match_rate:.0%}", _interval(one.true_match_interval)
    by = f"{RECOGNISERS[one.recogniser].title} by {one.alignment}"
    return [by, in_words(one.hiding), *limits, f"{one.usual_false_match_rate:.1%}"]


def _said(text):
    return f"<p>{escape(text)}</p>"


def _table(heads, rows):
    lines = ["".join(f"<th>{escape(str(one))}</th>" for one in heads)]
    lines += ["".join(f"<td>{escape(str(one))}</td>" for one in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _figure(fig, alt):
    import matplotlib.pyplot as plt

    content, kind = figures.encode(fig)
    plt.close(fig)
    return f'<img alt="{escape(alt, quote=True)}" src="data:image/{kind};base64,{b64encode(content).decode()}">'


def _roc(study):
    import matplotlib.pyplot as plt

    by = list(dict.fromkeys((one.recogniser, one.alignment) for one in study.verifications))
    fig, axes = plt.subplots(1, len(by), figsize=(5 * len(by), 5), squeeze=False, layout="constrained", dpi=figures.DPI)
    said = []
    for axis, (recogniser, alignment) in zip(axes[0], by, strict=True):
        for one in study.verifications:
            if (one.recogniser, one.alignment) == (recogniser, alignment):
                axis.plot(*one.roc, label=in_words(one.hiding))
                said.append(" ".join([*_pairs(one)[:2], _pairs(one)[3]]))
        axis.plot([0, 1], [0, 1], "--", color="0.4", label="chance")
        axis.set(xlabel="pairs of different people taken for one", ylabel="pairs of one person known", ylim=(0, 1.02))
        axis.set_title(f"{RECOGNISERS[recogniser].title} by {alignment}")
        axis.legend(fontsize=8, loc="lower right")
    return _figure(fig, f"True matches against false matches, a curve for each setting. {'; '.join(said)}.")
