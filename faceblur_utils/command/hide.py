"""``faceblur hide``: photos, videos and folders of both, without a line of code."""

import sys
from pathlib import Path
from typing import Annotated

import numpy as np
from cyclopts import Parameter
from rich.console import Console

from ..detect import Finding, find_faces
from ..hiding import Hiding
from ..messages import counted
from ..values import share_out
from .app import say
from .options import PHOTOS, VIDEOS, from_keywords, from_values, with_options
from .outcomes import Outcome, as_json
from .plan import inside, plan
from .progress import shown
from .work import Work

_Switch = Annotated[bool, Parameter(negative="")]


@with_options(*from_values(Hiding, Finding), *from_keywords("Photos", *PHOTOS), *from_keywords("Videos", *VIDEOS))
def hide(
    *paths: Path,
    output: Annotated[Path, Parameter(alias="-o")],
    dry_run: _Switch = False,
    review: _Switch = False,
    json: _Switch = False,
    **options,
):
    """Hide every face in photos, videos and folders of both.

    No file is ever overwritten. The exit code is 0 only if nothing needs a look: a doubtful face, a photo without a
    face or a file that failed makes it 1, a wrong option 2.

    Parameters
    ----------
    paths
        Photos, videos and folders.
    output
        Where the result goes: a file for one file, otherwise a folder, made if need be.
    dry_run
        Say what would be done, and do nothing.
    review
        Open a page with what needs a look when all is done. It shows the faces as they were, to this computer only and
        until you press Enter.
    json
        Print the report as JSON.
    """
    out, told = Console(), Console(stderr=True)
    if not paths:
        raise ValueError("Which photos, videos or folders? For example: faceblur hide party.jpg -o party_hidden.jpg")
    photos, videos = ({name: options.pop(name) for name in of if name in options} for _, of in (PHOTOS, VIDEOS))
    hiding, finding = share_out(options, (Hiding, None), (Finding, None))
    jobs = plan(list(paths), output)
    if dry_run:
        jobs = [one for job in jobs for one in ([job] if job.problem or job.kind != "folder" else inside(job))]
        outcomes = [Outcome(job.source, job.kind, job.target, problem=job.problem) for job in jobs]
        return _told(outcomes, hiding, finding, json, out, would=True)
    find_faces(np.zeros((64, 64, 3), np.uint8), finding)  # tells what the detector lacks once, not for each file
    work, outcomes = Work(hiding, finding, photos, videos, not json), []
    try:
        with shown(told, len(jobs), not json) as done:
            for job in jobs:
                outcomes += work.do(job)
                done()
    except KeyboardInterrupt:
        _told(outcomes, hiding, finding, json, out)
        raise
    code = _told(outcomes, hiding, finding, json, out)
    if review:
        from .review import show

        show(outcomes, lambda text: say(told, text), sys.stdin)
    return code


def _told(outcomes, hiding, finding, json, out, would=False):
    """Print the report, and give the exit code."""
    looks = [one for one in outcomes if one.needs_a_look]
    if json:
        print(as_json(outcomes, hiding, finding))
        return int(bool(looks))
    for one in outcomes:
        if would and not one.problem:
            say(out, f"{one.source} would become {one.target}")
        else:
            say(out, one.line())
    if would:
        say(out, f"{counted(len(outcomes) - len(looks), 'file')} to do, {len(looks)} not possible; nothing was done.")
        return int(bool(looks))
    written = sum(one.target is not None for one in outcomes)
    said = f"{counted(len(outcomes), 'file')}: {written} written, {len(looks)} to look at."
    if written:
        said += " Look at every result before you pass it on: a face that was missed is still clear."
    say(out, said)
    return int(bool(looks))
