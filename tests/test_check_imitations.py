"""The checks tell a mistake by imitating it. Each imitation, handed in as an answer, is refused with its own sentence.

That keeps two sentences from standing for the same results, of which one would name a cause that is not the learner's.
"""

import importlib

import pytest

from faceblur_utils import check, figures

# Whole answers, which are tried each time, tell most of what these do.
pytestmark = pytest.mark.nightly

LISTS = {
    "start": ["cover"], "detect": ["to_grey", "rectangle_sum", "window_scores"],
    "detect_boxes": ["box_iou", "precision_recall"],
    "roi": ["crop_face", "clip_box", "grow_box"], "blur": ["box_blur", "gaussian_kernel"],
    "paste_back": ["paste"], "paste_back_blend": ["blend"], "compare": ["kernel_size"],
    "compare_lineup": ["below_and_named"], "compare_sheet": ["sheet_of"],
    "photos": ["find_enlarged"], "photos_files": ["clean_copy", "safe_name"], "video": ["frame_at", "hold_boxes"],
    "video_neighbours": ["widest", "needed"], "live": ["search_small"], "live_turns": ["is_due", "newest_wins"],
    "live_queues": ["latency_of"], "photos_turned": ["turn_back"], "compare_moves": ["times_as_fast"],
    "blur_waves": ["low_pass"], "privacy_frames": ["added_up"],
    "privacy": ["by_luck", "weakest_strength"], "privacy_attackers": ["nearest_person"],
    "privacy_ranks": ["among_first"],
}  # fmt: skip
OTHER_NAMES = [
    ("blur_windows", "_MEDIAN", "median_of_window"), ("blur_windows", "_MOSAIC", "mosaic_blur"),
    ("paste_back", "_ELLIPSE", "ellipse_mask"), ("paste_back_blend", "HIDING", "hide_all"),
    ("compare", "_SIMILARITY", "window_similarity"), ("privacy_attackers", "_CANDIDATE", "which_candidate"),
]  # fmt: skip
ALL = [(module, f"_{name.upper()}", name) for module, names in LISTS.items() for name in names] + OTHER_NAMES


@pytest.mark.parametrize(("module", "mistakes", "name"), ALL, ids=[name for _, _, name in ALL])
def test_each_imitation_is_told_its_own_sentence(module, mistakes, name, monkeypatch, capsys):
    monkeypatch.setattr(figures, "grid", lambda *arguments, **options: None)
    wrong = []
    for sentence, imitation in getattr(importlib.import_module(f"faceblur_utils.check.{module}"), mistakes):
        verdict = getattr(check, name)(lambda *arguments, imitation=imitation: imitation(*arguments))
        said = " ".join(capsys.readouterr().out.split())
        if verdict or " ".join(sentence.split()) not in said:
            wrong.append((sentence, said[-300:]))
    assert not wrong
