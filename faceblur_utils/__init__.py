"""Find faces in pictures and blur them: the helper package behind the lessons in ``notebooks/``.

The modules follow the pipeline, and each carries the name of its lesson::

    detect  ->  roi  ->  blur  ->  paste_back          photos joins the four

Names load when they are first used (`lazy_loader`, Scientific Python SPEC 1), so ``import faceblur_utils`` stays
cheap: dlib and face_recognition cost seconds, and most lessons need neither.
"""

__version__ = "0.2.0"

try:
    import lazy_loader
except ModuleNotFoundError:  # the doctor (python -m faceblur_utils) must run all the same, and says what to do
    __all__ = []
else:
    __getattr__, __dir__, __all__ = lazy_loader.attach(
        __name__,
        submodules={
            "bars",
            "blur",
            "check",
            "compare",
            "detect",
            "doctor",
            "figures",
            "folder",
            "hiding",
            "images",
            "live",
            "metadata",
            "motion",
            "own_photos",
            "own_video",
            "paste_back",
            "photos",
            "privacy",
            "quiz",
            "recognise",
            "roi",
            "samples",
            "video",
        },
        submod_attrs={
            "bars": ["usually"],
            "blur": ["METHODS"],
            "compare": ["Explorer", "compare_methods"],
            "detect": ["DETECTORS", "Finding", "detect_faces", "find_faces"],
            "folder": ["anonymize_folder"],
            "hiding": ["Hiding"],
            "images": ["ImageError", "read_image", "write_image"],
            "live": ["LiveCamera"],
            "metadata": ["list_metadata"],
            "own_photos": ["OwnPhotos"],
            "own_video": ["OwnVideo"],
            "photos": ["NoFaceError", "Result", "anonymize", "single_face_blur", "single_face_gaussian_blur"],
            "quiz": ["Quiz"],
            "roi": ["Box"],
            "video": ["Decisions", "Tracks", "VideoError", "anonymize_video", "find_tracks"],
        },
    )
