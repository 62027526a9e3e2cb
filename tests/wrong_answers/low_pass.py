"""Answers to the exercise of the deeper lesson on frequencies."""

from . import exercise

BEGIN = """
half = len(grey) // 2
y, x = np.mgrid[-half:half, -half:half]
waves = np.fft.fftshift(np.fft.fft2(grey))
"""
END = """
picture = np.fft.ifft2(np.fft.ifftshift(waves)).real
return np.clip(np.rint(picture), 0, 255).astype(np.uint8)
"""
MASK = "waves[np.hypot(y, x) > limit] = 0"


def both(words, middle=MASK, begin=BEGIN, end=END):
    """An answer that differs from the right one in one part."""
    return f"## {words}\n{begin.strip()}\n{middle.strip()}\n{end.strip()}\n"


low_pass = exercise(
    "low_pass",
    "grey, limit",
    wrong="\n".join(
        [
            both("other way round", "waves[np.hypot(y, x) <= limit] = 0"),
            both("into the corners", begin=BEGIN.replace("np.fft.fftshift(np.fft.fft2(grey))", "np.fft.fft2(grey)")),
            both(
                "into the corners",
                begin=BEGIN.replace("np.fft.fftshift(np.fft.fft2(grey))", "np.fft.fft2(grey)"),
                end=END.replace("np.fft.ifftshift(waves)", "waves"),
            ),
            both("not moved back", end=END.replace("np.fft.ifftshift(waves)", "waves")),
            both("where it begins", f"{MASK}\nwaves = np.abs(waves)"),
            both("square", "waves[(abs(y) > limit) | (abs(x) > limit)] = 0"),
            both("diamond", "waves[abs(y) + abs(x) > limit] = 0"),
            both("rows only", "waves[abs(y) > limit] = 0"),
            both("columns only", "waves[abs(x) > limit] = 0"),
            both("negative number", "waves[x + y > limit] = 0"),
            both("<=, not <", "waves[np.hypot(y, x) >= limit] = 0"),
            both("twice", "waves[np.hypot(y, x) > 2 * limit] = 0"),
            both("half as many", "waves[np.hypot(y, x) > limit / 2] = 0"),
            both("squared", "waves[y**2 + x**2 > limit] = 0"),
            both("mean is gone", begin=BEGIN.replace("fft2(grey)", "fft2(grey - grey.mean())")),
            both("mean is gone", f"{MASK}\nwaves[half, half] = 0"),
            both(
                "fades",
                begin=BEGIN.replace(
                    "fft2(grey)", "fft2(grey * np.hanning(len(grey)) * np.hanning(len(grey))[:, None])"
                ),
            ),
            both(
                "went round",
                end="return np.rint(np.fft.ifft2(np.fft.ifftshift(waves)).real).astype(int).astype(np.uint8)",
            ),
            both(
                "bright ones",
                end=END.replace(
                    "np.fft.ifft2(np.fft.ifftshift(waves)).real", "abs(np.fft.ifft2(np.fft.ifftshift(waves)))"
                ),
            ),
            both("imaginary", end=END.replace(".real", ".imag")),
            both("fft2", begin=BEGIN.replace("fft2", "fft"), end=END.replace("ifft2", "ifft")),
            both("not back", end=END.replace("np.fft.ifft2(np.fft.ifftshift(waves))", "waves")),
            "## as it was|never uses\nreturn grey.copy()\n",
            both("dtype", end="return np.fft.ifft2(np.fft.ifftshift(waves)).real"),
            both("whatever|never uses", "waves[np.hypot(y, x) > 8] = 0"),
            both("returned None", end="picture = np.fft.ifft2(np.fft.ifftshift(waves)).real"),
            both("has changed", begin=BEGIN, middle=MASK, end=END.replace("return ", "grey[:] = ") + "return grey"),
            both("NameError.*line", "waves[distance > limit] = 0"),
        ]
    ),
    right="\n".join(
        [
            both(""),
            both("", "waves = np.where(np.hypot(y, x) <= limit, waves, 0)"),
            both("", "waves *= y**2 + x**2 <= limit**2"),
            """##
count = np.fft.fftfreq(len(grey), 1 / len(grey))
waves = np.fft.fft2(grey)
waves[count[:, None] ** 2 + count**2 > limit**2] = 0
return np.clip(np.fft.ifft2(waves).real + 0.5, 0, 255).astype(np.uint8)
""",
            """##
side = len(grey)
waves = np.fft.fftshift(np.fft.fft2(grey.astype(float)))
for row in range(side):
    for column in range(side):
        if ((row - side // 2) ** 2 + (column - side // 2) ** 2) ** 0.5 > limit:
            waves[row, column] = 0
picture = np.real(np.fft.ifft2(np.fft.ifftshift(waves)))
picture[picture < 0] = 0
picture[picture > 255] = 255
return np.round(picture).astype(np.uint8)
""",
        ]
    ),
)
