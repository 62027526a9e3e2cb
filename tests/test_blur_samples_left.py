"""How many samples a method leaves: derived numbers against waves and noise that went through the methods."""

import cv2
import numpy as np
import pytest

from faceblur_utils import METHODS
from faceblur_utils.blur.samples_left import LEVEL, SamplesLeft, limit

FACE, REGION = 240, 384  # a margin of 30 %
WAVE = 4096


def contrast(method, cycles_a_face, **parameters):
    """Share of a wave's amplitude that comes through, with its sign; the method is told nothing of it."""
    places = np.arange(WAVE)
    wave = np.cos(2 * np.pi * (places - WAVE // 2) * cycles_a_face / FACE)
    roi = np.rint(127.5 + 127 * np.tile(wave, (9, 1))).astype(np.uint8)
    # A kernel as high as it is wide would only average equal rows.
    hidden = METHODS[method](roi, **parameters)[4].astype(float) - 127.5
    inside = slice(WAVE // 2 - 1024, WAVE // 2 + 1024)
    return (hidden * wave)[inside].sum() / (127 * (wave * wave)[inside].sum())


@pytest.mark.parametrize("method", ["gaussian", "box"])
@pytest.mark.parametrize("strength", [0.15, 0.5])
def test_waves_are_gone_from_the_derived_frequency_on_and_not_before(method, strength):
    parameters = METHODS[method].at_strength(strength, FACE, REGION)
    left = METHODS[method].samples_left(FACE, REGION, **parameters).count
    assert abs(contrast(method, 0.5 * left, **parameters)) < LEVEL + 0.006  # a grey level is rounded
    assert contrast(method, 0.5 * left * 0.8, **parameters) > 2 * LEVEL
    assert contrast(method, 0.5 * left * 0.5, **parameters) > 0.2


def test_the_known_comparison_of_a_gaussian_and_a_mosaic():
    """One per cent at 3.3 cycles a face, against the 0.94 that three blocks in a region of 1.6 faces can hold."""
    at = {name: METHODS[name].at_strength(0.5, FACE, REGION) for name in ("gaussian", "pixelate")}
    left = {name: METHODS[name].samples_left(FACE, REGION, **at[name]).count for name in at}
    assert left["gaussian"] / 2 == pytest.approx(3.35, abs=0.1) and left["pixelate"] / 2 == pytest.approx(
        0.94, abs=0.01
    )


def test_a_gaussian_that_its_kernel_cuts_off_counts_as_what_it_is():
    """Sigma 30 in 9 pixels is nearly a box of 9 pixels."""
    narrow = METHODS["gaussian"].samples_left(FACE, ksize=9, sigmaX=30.0)
    assert narrow.count == pytest.approx(METHODS["box"].samples_left(FACE, ksize=9).count, rel=0.02)
    assert METHODS["gaussian"].samples_left(FACE, ksize=1).count == FACE


def test_a_box_lets_more_through_upside_down():
    ksize = 61
    assert METHODS["box"].samples_left(FACE, ksize=ksize).at_least
    assert contrast("box", 1.43 * FACE / ksize, ksize=ksize) == pytest.approx(-0.217, abs=0.01)


@pytest.mark.parametrize("ksize", [5, 9])
def test_on_noise_the_linear_part_of_a_median_is_the_box_of_its_window(ksize):
    noise = np.random.default_rng(1).normal(128, 25, (600, 600)).clip(0, 255).astype(np.uint8)
    came = {name: METHODS[name](noise, ksize=ksize).astype(float) for name in ("median", "box")}
    clear = np.fft.rfft(noise - noise.mean(), axis=1)
    gain = {}
    for name, picture in came.items():
        through = np.fft.rfft(picture - picture.mean(), axis=1)
        whole = (through * clear.conj()).sum(axis=0).real / (abs(clear) ** 2).sum(axis=0)
        gain[name] = whole[1:].reshape(-1, 10).mean(axis=1)
    assert np.abs(gain["median"] - gain["box"]).max() < 0.01 and gain["box"][0] > 0.1
    left = {name: METHODS[name].samples_left(FACE, ksize=ksize) for name in came}
    assert left["median"] == left["box"] and left["median"].at_least


@pytest.mark.parametrize("strength", [0.05, 0.25, 0.46, 0.64, 1.0])
def test_a_mosaic_leaves_as_many_colours_as_its_blocks(strength):
    blocks = METHODS["pixelate"].at_strength(strength, FACE, REGION)["blocks"]
    roi = np.tile(np.linspace(0, 255, REGION).astype(np.uint8), (REGION, 1))
    assert len(np.unique(METHODS["pixelate"](roi, blocks=blocks)[0])) == blocks
    for name in ("pixelate", "dp_pixelate"):
        assert METHODS[name].samples_left(FACE, REGION, blocks=blocks).count == blocks * FACE / REGION


def test_what_has_no_number_says_so_and_a_cover_leaves_none():
    edge = np.repeat(np.uint8([[20, 230]]), 40, axis=1)
    kept = METHODS["bilateral"](np.tile(edge, (9, 1)), d=31, sigmaColor=75, sigmaSpace=40.0)[4]
    assert int(kept[40]) - kept[39] > 190, "the edge goes through a filter of 31 pixels"
    assert METHODS["bilateral"].samples_left(FACE, REGION) == SamplesLeft(None)
    assert {METHODS[name].samples_left(FACE, REGION).count for name in ("solid", "average")} == {0.0}
    assert METHODS["box"].samples_left(FACE, ksize=1) == SamplesLeft(float(FACE))


def test_more_of_a_method_never_leaves_more():
    for name in ("gaussian", "median", "box", "pixelate", "dp_pixelate"):
        left = [
            METHODS[name].samples_left(FACE, REGION, **METHODS[name].at_strength(per_cent / 100, FACE, REGION)).count
            for per_cent in range(101)
        ]
        assert left == sorted(left, reverse=True), name
        assert left[0] == FACE and left[-1] < 4, name


def test_the_limit_of_a_kernel_as_opencv_uses_it():
    sigma = 12.0
    kernel = cv2.getGaussianKernel(121, sigma).ravel()
    assert limit(kernel) * sigma == pytest.approx(np.sqrt(np.log(100) / 2) / np.pi, abs=0.001)
