"""What became of each file, in words and as JSON."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from .. import __version__
from ..images import printable
from ..messages import counted


@dataclass
class Outcome:
    """What became of one file.

    Attributes
    ----------
    source : pathlib.Path
    kind : str
        ``"photo"``, ``"video"`` or ``"folder"``.
    target : pathlib.Path or None
        What was written; None if nothing was.
    faces : int
        How many were hidden. Somebody who leaves a video and comes back counts twice.
    look : list of str
        Why a person should look at it.
    problem : str
        Why nothing was written; empty if all went well.
    note : str
        What else there is to say.
    removed : list of str
        What it carried besides pixels and sound, and the result does not.
    places : list
        Where to look: of a photo the doubtful boxes, of a video the stretches of frames.
    """

    source: Path
    kind: str
    target: Path | None = None
    faces: int = 0
    look: list = field(default_factory=list)
    problem: str = ""
    note: str = ""
    removed: list = field(default_factory=list)
    places: list = field(default_factory=list)

    @property
    def needs_a_look(self):
        """Whether a person has something to do."""
        return bool(self.look or self.problem)

    def line(self):
        """Say it in one line.

        Returns
        -------
        str
        """
        name = printable(self.source)
        if self.problem:
            # What the package says begins with the name, in one way or another.
            problem = " ".join(as_options(self.problem).split())
            return problem if problem.startswith((name, printable(self.source.name))) else f"{name}: {problem}"
        said = [f"-> {printable(self.target)}" if self.target else "not written"]
        said += [f"{counted(self.faces, 'face')} hidden"] if self.target else []
        said += [f"LOOK AT IT: {'; '.join(self.look)}"] if self.look else []
        said += [self.note] if self.note else []
        return f"{name} {', '.join(said)}"


def as_options(text):
    """Write keywords of Python, which errors advise, as options of the command.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> as_options("Choose a target that ends in .mp4, or pass sound=False.")
    'Choose a target that ends in .mp4, or pass --no-sound.'
    >>> as_options("If there is none, pass no_face='keep'; or partial=True.")
    'If there is none, pass --no-face keep; or --partial.'
    """

    def option(match):
        name, value, text = match["name"].replace("_", "-"), match["value"], match["text"]
        return f"--no-{name}" if value == "False" else f"--{name}" + (f" {text}" if text else "")

    return re.sub(r"\b(?P<name>[a-z_]+)=(?P<value>True|False|'(?P<text>\w+)')", option, text)


def as_json(outcomes, hiding, finding):
    """Write all of it for another program.

    Parameters
    ----------
    outcomes : list of Outcome
    hiding, finding : Hiding, Finding

    Returns
    -------
    str
        An object: ``"files"`` has one for each file, ``"look_at"`` the sources of those that a person should look at.
    """
    files = [
        {
            "source": str(one.source),
            "kind": one.kind,
            "target": str(one.target) if one.target else None,
            "faces": one.faces,
            "look": one.look,
            "problem": as_options(one.problem),
            "note": one.note,
            "removed": one.removed,
        }
        for one in outcomes
    ]
    whole = {
        "version": __version__,
        "hiding": json.loads(hiding.to_json()),
        "finding": json.loads(finding.to_json()),
        "files": files,
        "look_at": [str(one.source) for one in outcomes if one.needs_a_look],
    }
    return json.dumps(whole, indent=1, ensure_ascii=True)  # a name may hold what no terminal can show
