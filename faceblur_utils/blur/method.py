"""What stands in `METHODS`: a blur, what may be turned on it, and how a strength becomes its own parameters."""

from collections.abc import Callable
from dataclasses import dataclass

from ..parameters import Parameter, check_names
from .samples_left import SamplesLeft


@dataclass(frozen=True)
class Method:
    """One entry of `METHODS`: call it with a region of interest and its own parameters.

    Attributes
    ----------
    name : str
        What a learner types.
    title : str
        For figures and tables.
    function : callable
        ``function(roi, **parameters) -> roi``.
    parameters : tuple of Parameter
        What may be turned, spelled as OpenCV spells it.
    from_window : callable
        ``from_window(window, roi_width) -> dict``: the parameters that average over `window` pixels.
    written : callable
        ``written(width, height, **parameters) -> str``: OpenCV's call for a ROI of that size, to be copied.
    kind : str
        ``"blur"``: a pixel of the result is an average, or a middle, of pixels that were there. ``"noise"``: noise is
        drawn anew at each call and added. ``"cover"``: nothing of the pixels is left.
    part : callable or None
        ``part(roi, whole_width, **parameters) -> (roi, parameters)``, for a method whose parameters count something
        across the whole region: it blurs what lies inside the picture of a region that the border cuts.
    once : callable or None
        ``once(parameters) -> parameters``, for a method that draws by lot what must not change from one frame of a
        video to the next: here it is drawn.
    left : callable or None
        ``left(face_width, roi_width, **parameters) -> SamplesLeft``; None where nobody has derived it.
    """

    name: str
    title: str
    function: Callable
    parameters: tuple[Parameter, ...]
    from_window: Callable
    written: Callable
    kind: str = "blur"
    part: Callable | None = None
    once: Callable | None = None
    left: Callable | None = None

    def __call__(self, roi, **parameters):
        """Blur a region of interest.

        Parameters
        ----------
        roi : numpy.ndarray
            Shape (height, width, 3) or (height, width), dtype uint8. It is not changed.
        **parameters
            Any of the method's own; the others keep their defaults.

        Returns
        -------
        numpy.ndarray
            New array of the same shape and dtype.

        Raises
        ------
        TypeError, ValueError
            If `roi` is not a uint8 image with at least one pixel, or a parameter is unknown or out of its range.

        Examples
        --------
        >>> import numpy as np
        >>> from faceblur_utils import METHODS
        >>> METHODS["pixelate"](np.uint8([[0, 20, 60, 100]]), blocks=1).tolist()
        [[45, 45, 45, 45]]
        """
        check_names(f"Method {self.name!r}", self.parameters, parameters)
        return self.function(roi, **parameters)

    def with_defaults(self, **parameters):
        """Give a value to every parameter.

        Parameters
        ----------
        **parameters
            Any of the method's own.

        Returns
        -------
        dict
            These, and the defaults of the others.

        Raises
        ------
        TypeError
            If a parameter is unknown.

        Examples
        --------
        >>> from faceblur_utils import METHODS
        >>> METHODS["gaussian"].with_defaults(sigmaX=30)
        {'ksize': 75, 'sigmaX': 30, 'sigmaY': 0.0}
        """
        check_names(f"Method {self.name!r}", self.parameters, parameters)
        return {p.name: p.default for p in self.parameters} | parameters

    def at_strength(self, strength, face_width, roi_width=None):
        """Translate a strength into this method's own parameters.

        A strength is the width of the window that one output pixel averages over, as a share of the face's width. So
        a value means the same for a face of 30 pixels and one of 3000, and nearly the same from method to method.

        Parameters
        ----------
        strength : float
            0 (next to nothing) to 1 (the whole face).
        face_width : int
            Width of the face's box in pixels, without margin.
        roi_width : int, optional
            Width of the region to be blurred, with margin; by default the face's.

        Returns
        -------
        dict
            Keyword arguments for the method.

        Raises
        ------
        ValueError
            If `strength` is outside 0 to 1.

        Examples
        --------
        >>> from faceblur_utils import METHODS
        >>> METHODS["pixelate"].at_strength(0.5, 100, 160)  # blocks half as wide as the face, in a region 1.6 as wide
        {'blocks': 3}
        >>> METHODS["gaussian"].at_strength(0.5, 100)
        {'ksize': 87, 'sigmaX': 14.43}
        """
        if not 0 <= strength <= 1:
            raise ValueError(f"strength must be between 0 and 1 (shares of the face's width), got {strength}.")
        return self.from_window(strength * face_width, roi_width or face_width)

    def samples_left(self, face_width, roi_width=None, **parameters):
        """Tell how many independent samples across the face this method leaves (`samples_left` derives it).

        Parameters
        ----------
        face_width : int
            Width of the face's box in pixels, without margin.
        roi_width : int, optional
            Width of the region that is blurred, with margin; by default the face's.
        **parameters
            Any of the method's own; the others keep their defaults.

        Returns
        -------
        SamplesLeft
            At most one sample a pixel.

        Raises
        ------
        TypeError
            If a parameter is unknown.

        Examples
        --------
        Of one strength, a mosaic and a Gaussian leave unlike much of a face 100 pixels wide in a region of 160:

        >>> from faceblur_utils import METHODS
        >>> for name in ("pixelate", "gaussian", "box", "bilateral"):
        ...     parameters = METHODS[name].at_strength(0.5, 100, 160)
        ...     print(name, METHODS[name].samples_left(100, 160, **parameters))
        pixelate 1.9
        gaussian 6.8
        box 4.0 or more
        bilateral depends on the picture
        """
        given = self.with_defaults(**parameters)
        return self.left(face_width, roi_width or face_width, **given) if self.left else SamplesLeft(None)

    def on_part(self, roi, whole_width, **parameters):
        """Blur what lies inside the picture of a region that its border cuts, as coarsely as the whole.

        Parameters
        ----------
        roi : numpy.ndarray
            The part, shape (height, width, 3), dtype uint8.
        whole_width : int
            Width of the whole region in pixels.
        **parameters
            For the whole region.

        Returns
        -------
        numpy.ndarray
            New array like `roi`.
        dict
            What the method was called with on the part.

        Raises
        ------
        TypeError, ValueError
            As for a call.

        Examples
        --------
        >>> import numpy as np
        >>> from faceblur_utils import METHODS
        >>> half = np.zeros((100, 50, 3), np.uint8)  # of a region that is 100 pixels wide
        >>> METHODS["pixelate"].on_part(half, 100, blocks=8)[1]
        {'blocks': 4}
        """
        if self.part is None or roi.shape[1] >= whole_width:
            return self(roi, **parameters), parameters
        return self.part(roi, whole_width, **self.with_defaults(**parameters))

    def as_code(self, shape, **parameters):
        """Write the call that this method makes, for a learner to copy.

        Parameters
        ----------
        shape : tuple of int
            Of the ROI: height, width, and whatever follows.
        **parameters
            Any of the method's own; the others keep their defaults.

        Returns
        -------
        str
            An expression of ``roi``, ``cv2`` and ``np``; of ``faceblur_utils``, if it takes more than one call. For the
            regions and kernels for which OpenCV is too slow or gives up (`gaussian` and `median` say which), the
            method's own result is another way to nearly the same.

        Raises
        ------
        TypeError
            If a parameter is unknown.

        Examples
        --------
        >>> from faceblur_utils import METHODS
        >>> METHODS["gaussian"].as_code((120, 90, 3), ksize=31)
        'cv2.GaussianBlur(roi, (31, 31), 0)'
        """
        return self.written(shape[1], shape[0], **self.with_defaults(**parameters))
