"""What the page and the saved notebook are shown of a frame."""

from ..detect import find_faces
from ..figures import PanelGrid, draw_boxes, encode_jpeg
from ..messages import counted
from ..video.second_reading import hide_frame

# Longer side of what is sent to the page, in pixels: two of them fill a screen.
SIDE = 960
# Of a face, as the first reading keeps it.
THUMBNAIL = 96
# What stays in a notebook where there is no sample to be shown.
EMPTY = (
    "A clip can be chosen here while this notebook runs in JupyterLab. Nothing of it is saved in the notebook, so "
    "there is no picture here without a kernel."
)


def before_and_after(planes, frame, hiding, side=SIDE):
    """Show a frame, and what will be written of it: by the code that writes.

    Parameters
    ----------
    planes : Planes
        Its pixels; they are changed.
    frame : Frame
        What is hidden in it.
    hiding : Hiding
    side : int
        To how many pixels the longer side is shrunk.

    Returns
    -------
    bytes, bytes
        Two JPEGs.
    list of Face
        Those of which the blur is too weak to change a pixel.
    """
    before = encode_jpeg(planes.rgb(side))
    weak = hide_frame(planes, frame, hiding)
    return before, encode_jpeg(planes.rgb(side)), weak


def drawn_as(face, size, state):
    """Tell the page of a box: where it draws it, inside the picture, and how.

    Parameters
    ----------
    face : Face
    size : (int, int)
        Of the picture, in pixels.
    state : str
        ``"hidden"``, ``"clear"``, ``"added"`` or ``"draft"``.

    Returns
    -------
    dict
    """
    box = face.box
    edges = [max(box.left, 0), max(box.top, 0), min(box.right, size[0]), min(box.bottom, size[1])]
    return {"track": face.track, "edges": list(map(int, edges)), "kind": face.kind, "state": state} | (
        {"doubtful": True} if face.doubtful else {}
    )


def draw_still(path, name, hiding):
    """Draw a frame of a sample with its boxes and its result, to stay in the notebook.

    Parameters
    ----------
    path : pathlib.Path
    name : str
        Of the sample.
    hiding : Hiding

    Returns
    -------
    (bytes, str)
        A JPEG, and what it shows.
    """
    from ..hiding import hide_faces
    from ..video.reading import open_video

    with open_video(path) as video:
        frame = next(one for one in video.read(partial=True) if hasattr(one, "planes"))
        image = frame.to_ndarray(format="rgb24")
    found = find_faces(image)
    panels = [draw_boxes(image, [face.box.clip(image) for face in found])]
    panels.append(hide_faces(image, [face.box for face in found], hiding)[0])
    boxes = counted(len(found), "box", "boxes")
    picture = encode_jpeg(PanelGrid(panels, [f"{name}: {boxes}", "Result"]).paste(panels))
    return picture, f"The first frame of the sample {name} with its boxes ({boxes}), and beside it the same, hidden."
