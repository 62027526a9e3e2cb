"""What the page says about a photo: how many faces, which of them in doubt, and where a blur is too weak."""

from ..detect import DETECTORS
from ..hiding import enough_strength
from ..messages import counted

# Faces that a sentence names one by one.
_NAMED = 8


def describe_briefly(photo):
    """Say how many faces will be hidden, in a few words.

    Parameters
    ----------
    photo : OwnPhoto

    Returns
    -------
    str
    """
    if not photo.faces:
        return "not searched, nothing hidden" if photo.trouble else "no face found, nothing hidden"
    hidden = f"{len(photo.hidden)} of {len(photo.faces)} hidden" if photo.hidden else "nothing hidden"
    return hidden + (f", {photo.doubtful} doubtful" if photo.doubtful else "")


def describe(photo):
    """Say what was found and what will be hidden, in sentences.

    Parameters
    ----------
    photo : OwnPhoto

    Returns
    -------
    str
    """
    by_hand = sum(face.drawn for face in photo.faces)
    found, clear = len(photo.faces) - by_hand, len(photo.faces) - len(photo.hidden)
    title = DETECTORS[photo.finding.detector].title if photo.finding else ""
    said = []
    if photo.trouble:
        said.append(f"The search failed: {photo.trouble}")
        if found:
            said.append(f"The boxes are still those of {title}.")
    elif not found and title:
        said.append(f"{title} found no face in {photo.name}.")
    if photo.hidden:
        said.append(f"{len(photo.hidden)} of {counted(len(photo.faces), 'face')} hidden.")
        said += [f"{clear} left clear."] if clear else []
    elif clear:
        said.append(f"Nothing is hidden: {'its one face is' if clear == 1 else f'all {clear} faces are'} left clear.")
    else:
        said.append("Nothing is hidden. If there is a face, draw a box around it or try another detector.")
    if photo.doubtful:
        which = "It is" if len(photo.faces) == 1 else f"{photo.doubtful} of them"
        said.append(f"{which} doubtful: look at {'it' if photo.doubtful == 1 else 'each'}.")
    said += [f"{counted(by_hand, 'box', 'boxes')} drawn by hand."] if by_hand else []
    return " ".join(said)


def describe_too_weak(photo, places, hiding):
    """Say which faces are as clear as before, and from which strength on all of them change.

    Parameters
    ----------
    photo : OwnPhoto
    places : list of int
        Of those faces among the photo's, from 1 on.
    hiding : Hiding
        How they were to be hidden.

    Returns
    -------
    str
        Empty if there are none.
    """
    if not places:
        return ""
    one = len(places) == 1
    enough = [enough_strength(photo.image, photo.faces[place - 1].box, hiding) for place in places]
    advice = "Choose another method."
    if None not in enough:
        advice = f"From strength {max(enough):g} on, {'it changes' if one else 'all of them change'}."
    own = "with these parameters" if hiding.parameters else f"at strength {hiding.strength:g}"
    named = ", ".join(map(str, places[:_NAMED])) + (" ..." if len(places) > _NAMED else "")
    which = f"Face {named} of {len(photo.faces)} is" if one else f"{len(places)} faces ({named}) are"
    return f"{which} as clear as before: {own}, no pixel changes. {advice}"


def describe_left_out(photo):
    """Say what the download of a photo does not carry.

    Parameters
    ----------
    photo : OwnPhoto

    Returns
    -------
    str
    """
    if not photo.metadata:
        return "The file carried no metadata, and neither does this one."
    return f"Left out: {counted(len(photo.metadata), 'entry', 'entries')} of metadata."


def describe_all(photos, weak):
    """Say what the download of all photos holds.

    Parameters
    ----------
    photos : list of OwnPhoto
    weak : list of str
        Names of photos in which a face is as clear as before.

    Returns
    -------
    str
    """
    said = f"{counted(len(photos), 'photo')}, without metadata."
    nothing = [photo.name for photo in photos if not photo.hidden]
    said += f" Nothing is hidden in {', '.join(nothing)}." if nothing else ""
    doubtful = [photo.name for photo in photos if photo.doubtful]
    said += f" Doubtful faces in {', '.join(doubtful)}: look at each." if doubtful else ""
    return said + (f" Too weak to change every face in {', '.join(weak)}: look at each." if weak else "")
