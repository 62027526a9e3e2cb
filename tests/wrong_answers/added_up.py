"""Answers to the exercise of the deeper lesson on undoing."""

from . import exercise


def with_part(words, back="np.roll(frame, (-y, -x), axis=(0, 1))", mean="np.mean(moved, axis=0)", each=""):
    """An answer that differs from the right one in one part."""
    pairs = f"zip(frames, shifts){each}" if not each else f"list(zip(frames, shifts)){each}"
    return f"""## {words}
moved = []
for frame, (x, y) in {pairs}:
    moved.append({back})
return np.rint({mean}).astype(np.uint8)
"""


added_up = exercise(
    "added_up",
    "frames, shifts",
    wrong="\n".join(
        [
            with_part("moved on, and not back", back="np.roll(frame, (y, x), axis=(0, 1))"),
            with_part("mixed up", back="np.roll(frame, (-x, -y), axis=(0, 1))"),
            with_part("mixed up, and", back="np.roll(frame, (x, y), axis=(0, 1))"),
            with_part("not moved back", back="frame"),
            with_part("Only the columns", back="np.roll(frame, -x, axis=1)"),
            with_part("Only the rows", back="np.roll(frame, -y, axis=0)"),
            with_part("x came back and y", back="np.roll(frame, (y, -x), axis=(0, 1))"),
            with_part("y came back and x", back="np.roll(frame, (-y, x), axis=(0, 1))"),
            with_part("one long row", back="np.roll(frame, (-y, -x))"),
            with_part("twice", back="np.roll(frame, (-2 * y, -2 * x), axis=(0, 1))"),
            with_part("like the first", back="np.roll(frame, (-shifts[0][1], -shifts[0][0]), axis=(0, 1))"),
            with_part("Their sum is there, and of uint8", mean="sum(moved)"),
            with_part("goes round above 255 before", mean="sum(moved) / len(moved)"),
            with_part("cut at 255", mean="np.minimum(np.sum(moved, axis=0), 255)"),
            with_part("Only the first", each="[:1]"),
            with_part("Only the last", each="[-1:]"),
            with_part("median", mean="np.median(moved, axis=0)"),
            with_part("brightest", mean="np.max(moved, axis=0)"),
            with_part("darkest", mean="np.min(moved, axis=0)"),
            with_part("divided by 3", mean="np.clip(np.sum(moved, axis=0) / 3, 0, 255)"),
            with_part("divided by 24", mean="np.sum(moved, axis=0) / 24"),
            with_part("shape|axis|array", mean="np.mean(moved)"),
            """## weighs the last
mean = None
for frame, (x, y) in zip(frames, shifts):
    back = np.roll(frame, (-y, -x), axis=(0, 1)).astype(float)
    mean = back if mean is None else (mean + back) / 2
return np.rint(mean).astype(np.uint8)
""",
            """## dtype
return np.mean([np.roll(frame, (-y, -x), axis=(0, 1)) for frame, (x, y) in zip(frames, shifts)], axis=0)
""",
            """## returned None
moved = [np.roll(frame, (-y, -x), axis=(0, 1)) for frame, (x, y) in zip(frames, shifts)]
np.rint(np.mean(moved, axis=0)).astype(np.uint8)
""",
            """## list|array
return [np.roll(frame, (-y, -x), axis=(0, 1)) for frame, (x, y) in zip(frames, shifts)]
""",
            """## has changed
for n, (x, y) in enumerate(shifts):
    frames[n][:] = np.roll(frames[n], (-y, -x), axis=(0, 1))
return np.rint(np.mean(frames, axis=0)).astype(np.uint8)
""",
            """## NameError.*line
return np.rint(np.mean(moved, axis=0)).astype(np.uint8)
""",
        ]
    ),
    right="\n".join(
        [
            with_part(""),
            """##
total = np.zeros(frames[0].shape)
for frame, (x, y) in zip(frames, shifts):
    total += np.roll(np.roll(frame, -y, axis=0), -x, axis=1)
return np.rint(total / len(frames)).astype(np.uint8)
""",
            """##
moved = [np.roll(frame, (-y, -x), axis=(0, 1)) for frame, (x, y) in zip(frames, shifts, strict=True)]
return (np.mean(moved, axis=0) + 0.5).astype(np.uint8)
""",
            """##
height, width = frames[0].shape
total = np.zeros((height, width), int)
for frame, (x, y) in zip(frames, shifts):
    for row in range(height):
        for column in range(width):
            total[row, column] += frame[(row + y) % height, (column + x) % width]
return np.uint8(np.round(total / len(frames)))
""",
        ]
    ),
)
