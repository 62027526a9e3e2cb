"""People for a study: the samples' faces, warped and lit anew for each day, before another wall."""

import cv2
import numpy as np

from faceblur_utils import write_image
from faceblur_utils.privacy import strangers


def picture(person, day):
    """One person on one day.

    Parameters
    ----------
    person : int
        0 to 32.
    day : int

    Returns
    -------
    numpy.ndarray
        Shape (320, 320, 3), dtype uint8.
    """
    face, random = strangers()[person], np.random.default_rng((person, day))
    box = face.box
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    into = cv2.getRotationMatrix2D(middle, random.normal(0, 3), random.uniform(0.95, 1.05))
    into[:, 2] += 160 - np.array(middle) + random.normal(0, 4, 2)
    warped = cv2.warpAffine(face.image, into, (320, 320), borderMode=cv2.BORDER_REPLICATE).astype(float)
    warped = 255 * (warped / 255) ** random.uniform(0.8, 1.25) + random.normal(0, 3, warped.shape)
    # Nothing but the face and a little hair is the same on two days.
    mask = np.zeros((320, 320, 1), np.float32)
    axes = round(0.62 * box.width), round(0.68 * box.height)
    cv2.ellipse(mask, (160, 160), axes, 0, 0, 360, 1, -1)
    wall = random.uniform(60, 200) + random.normal(0, 3, warped.shape)
    return np.rint((mask * warped + (1 - mask) * wall).clip(0, 255)).astype(np.uint8)


def folder_of_people(folder, people, days=2):
    """Write the folder that a study takes.

    Parameters
    ----------
    folder : pathlib.Path
    people : iterable of int
    days : int

    Returns
    -------
    pathlib.Path
        The folder.
    """
    for person in people:
        own = folder / f"person {person:02}"
        own.mkdir(parents=True)
        for day in range(days):
            write_image(own / f"day {day}.png", picture(person, day))
    return folder
