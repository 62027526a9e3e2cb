"""Is it the same person? Recognisers turn a face into numbers that are near for pictures of one person.

`encoding` does so with the face_recognition library, which is dlib's network, where they are installed.
"""

from .encoding import LEAST_SHARE, SAME_PERSON, encode, encode_all, identity_distance, share_in_picture

__all__ = ["LEAST_SHARE", "SAME_PERSON", "encode", "encode_all", "identity_distance", "share_in_picture"]
