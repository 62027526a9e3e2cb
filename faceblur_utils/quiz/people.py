"""Whose pictures a quiz has: everybody whom the samples show from the front, or people of your own."""

from ..messages import counted
from ..privacy.studies.people import read_people
from ..privacy.subjects import CLIPS, normalised, speaker, strangers

# Pixels that a face is wide: sharp on a projector, and no small face betrays itself by being a small picture.
FACE_WIDTH = 240
FOUR = 4


def sample_people():
    """Gather the people of the samples: 33 with one picture each, and one man who was filmed on two days.

    Returns
    -------
    dict
        Name to list of `Portrait`, grey, each face 240 pixels wide.

    Examples
    --------
    >>> people = sample_people()
    >>> len(people), len(people["speaker"]), len(people["hopper"])
    (34, 2, 1)
    """
    people = {one.person: [one] for one in strangers(FACE_WIDTH)}
    people["speaker"] = [speaker(clip, count=1, face_width=FACE_WIDTH)[0] for clip in CLIPS]
    return people


def kind_of(name):
    """Tell which photos of the samples look alike: portraits of today, or the group of 1927.

    A face of 1927 among three of today would be found by the age of its photograph.

    Parameters
    ----------
    name : str
        Of `sample_people`.

    Returns
    -------
    str

    Examples
    --------
    >>> kind_of("hopper"), kind_of("physicist 7")
    ('portrait', 'physicist')
    """
    return "physicist" if name.startswith("physicist") else "portrait"


def folder_people(people, finding, told=None):
    """Read the pictures of people of your own: one clear face in each, or the file is left out.

    Parameters
    ----------
    people : dict
        From `privacy.studies.people.list_people`.
    finding : Finding
        How faces are looked for.
    told : callable, optional
        ``told(done, of)`` is called after each file; what it raises ends the reading.

    Returns
    -------
    dict
        Name to list of `Portrait`, for those with a picture at least.
    list of str
        Each file left out, and why.

    Raises
    ------
    ValueError
        If fewer than four people are left: there would be no four candidates.
    """
    known, left_out, done = {}, [], 0
    total = sum(len(files) for files in people.values())
    for name, files in people.items():
        for path in files:
            (picture,) = read_people({name: [path]}, finding)
            if picture.shot:
                known.setdefault(name, []).append(normalised(picture.shot[0], FACE_WIDTH))
            else:
                left_out.append(f"{name}/{path.name}: {picture.reason}")
            done += 1
            if told:
                told(done, total)
    require_four(known, f" Left out: {'; '.join(left_out)}." if left_out else "")
    return known, left_out


def require_four(people, why=""):
    """Refuse fewer people than a question has candidates.

    Parameters
    ----------
    people : collection of str
        Their names.
    why : str
        A sentence that may explain it.

    Raises
    ------
    ValueError
    """
    if len(people) < FOUR:
        there = f"{counted(len(people), 'person', 'people')} ({', '.join(people) or 'nobody'})"
        raise ValueError(f"A quiz needs {FOUR} people with a picture of one face each; this folder has {there}.{why}")
