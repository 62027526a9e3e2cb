"""Draw the README's picture of the pipeline: ``uv run python tools/draw_pipeline.py``."""

from pathlib import Path

from faceblur_utils import anonymize, figures, read_image, samples, write_image

TARGET = Path(__file__).resolve().parent.parent / "data" / "pipeline.jpg"


def draw():
    """Draw the four steps on the astronaut's portrait.

    Returns
    -------
    numpy.ndarray
        Shape (height, width, 3), dtype uint8, RGB.
    """
    return figures.to_rgb(figures.pipeline_figure(anonymize(read_image(samples.path("astronaut")), method="pixelate")))


if __name__ == "__main__":
    print(write_image(TARGET, draw(), quality=90, overwrite=True).name)
