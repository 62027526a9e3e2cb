"""`faceblur hide` and `compare` on the command line, as people and scripts call them."""

import io
import json
import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from dataclasses import fields

import clips
import hostile_files
import numpy as np
import pytest
from conftest import ROOT

from faceblur_utils import METHODS, Finding, Hiding, read_image, samples, write_image
from faceblur_utils.command import main, review
from faceblur_utils.command.app import app
from faceblur_utils.command.hide import hide
from faceblur_utils.command.outcomes import Outcome
from faceblur_utils.command.plan import plan


@pytest.fixture
def face(tmp_path):
    """A small photo with one face, quick to search."""
    return write_image(tmp_path / "face.png", clips.portrait(160))


def run(capsys, *words):
    """Run the command: exit code, standard output, standard error."""
    code = main([str(word) for word in words])
    return code, *capsys.readouterr()


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- the command itself ---


def test_the_help_appears_at_once():
    code = "import sys; from faceblur_utils.command import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert "hide" in done.stdout and "lessons" in done.stdout
    assert not {"cv2", "numpy", "jupyterlab", "ipywidgets", "av"} & set(done.stdout.split())


def test_python_m_is_the_doctor_and_so_is_the_command(monkeypatch, capsys):
    from faceblur_utils import doctor

    monkeypatch.setattr(doctor, "PARTS", {"Odd": lambda: ("9", "")})
    assert main(["doctor"]) == 0
    assert "Odd                             works    9" in capsys.readouterr().out


def test_a_missing_package_sends_to_the_doctor(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "faceblur_utils.command.app", None)
    assert main(["lessons"]) == 2
    assert "`faceblur doctor` tells how to mend it" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_options_and_choices(shell):
    script = app.generate_completion(shell=shell)
    assert all(word in script for word in ("lessons", "without-faces", "feathered"))


# --- options ---

OTHER = {
    "method": "gaussian",
    "strength": 0.7,
    "mask": "feathered",
    "margin": 0.4,
    "feather": 0.5,
    "parameters": {"ksize": 31},
    "outline": "sizes",
    "looks": "one",
    "covered_from": 0.8,
    "doubtful_from": 0.4,
    "detector_parameters": {"max_side": 200},
}


def words_for(name, value):
    option = f"--{name.replace('_', '-')}"
    if isinstance(value, dict):
        return [word for key, one in value.items() for word in (f"{option}.{key}", str(one))]
    return [option, str(value)]


def test_every_field_of_hiding_and_of_finding_is_an_option(capsys, face, tmp_path):
    names = {one.name for kind in (Hiding, Finding) for one in fields(kind)}
    assert names <= hide.__signature__.parameters.keys()
    assert OTHER.keys() == names - {"detector"}
    words = [word for name, value in OTHER.items() for word in words_for(name, value)]
    code, out, _ = run(capsys, "hide", face, "-o", tmp_path / "out.png", "--json", *words)
    told = json.loads(out)
    assert told["hiding"] | told["finding"] == OTHER | {"detector": "yunet"}
    assert code == 0 and told["look_at"] == []


def test_a_detector_without_scores(capsys, face, tmp_path):
    code, out, _ = run(
        capsys, "hide", face, "-o", tmp_path / "out.png", "--detector", "haar", "--looks", "one", "--json"
    )
    assert json.loads(out)["finding"]["detector"] == "haar" and json.loads(out)["files"][0]["faces"] == 1


def test_options_of_folders_and_videos_reach_them(capsys, face, tmp_path, monkeypatch):
    from faceblur_utils.command import work

    heard = []
    monkeypatch.setattr(work, "anonymize_folder", lambda *_, **options: heard.append(options) or 1 / 0)
    monkeypatch.setattr(work, "anonymize_video", lambda *_, **options: heard.append(options) or 1 / 0)
    clip = clips.make(tmp_path / "clip.mp4", frames=2)
    options = [
        "--quality",
        "80",
        "--rename",
        "--without-faces",
        "copy",
        "--every",
        "2",
        "--hold",
        "0.5",
        "--steady",
        "0",
    ]
    options += ["--no-sound", "--partial", "--crf", "30", "--json"]
    with pytest.raises(ZeroDivisionError):
        main(["hide", str(tmp_path), "-o", str(tmp_path.with_name("out")), *options])
    main(["hide", str(clip), "-o", str(tmp_path / "out.mp4"), *options])
    folder, video = heard
    wanted = {"every": 2, "hold": 0.5, "steady": 0.0, "sound": False, "partial": True, "crf": 30}
    assert folder == wanted | {"quality": 80, "rename": True, "without_faces": "copy", "progress": False}
    assert video == wanted | {"no_face": "keep", "progress": False}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--strength", "3"], "strength must be between 0 and 1 (shares of the face's width), got 3.0."),
        (["--strength", "much"], "much"),
        (["--method", "smear"], "smear"),
        (["--metod", "box"], "Did you mean --method?"),
        (["--parameters.ksize", "4", "--method", "solid"], "ksize"),
        (["--detector", "haar", "--covered-from", "0.5"], "gives no scores"),
    ],
)
def test_a_wrong_option_is_one_line_before_anything_is_read(capsys, face, tmp_path, words, said):
    code, out, err = run(capsys, "hide", face, "-o", tmp_path / "out.png", *words)
    assert code == 2 and out == "" and said in err and err.count("\n") == 1
    assert not (tmp_path / "out.png").exists()


def test_without_a_path_or_an_output_it_says_what_is_missing(capsys, face):
    assert "Which photos" in run(capsys, "hide", "-o", "x")[2]
    assert "output" in run(capsys, "hide", face)[2]


# --- files ---


def test_a_photo_is_hidden_once_and_never_overwritten(capsys, face, tmp_path):
    target, original = tmp_path / "out.png", face.read_bytes()
    code, out, _ = run(capsys, "hide", face, "-o", target)
    assert code == 0 and "1 face hidden" in out and "1 file: 1 written, 0 to look at." in out
    assert (read_image(target) != read_image(face)).any()
    written = target.read_bytes()
    code, out, _ = run(capsys, "hide", face, "-o", target)
    assert code == 1 and f"{target} exists already" in out
    code, out, _ = run(capsys, "hide", face, "-o", tmp_path)
    assert code == 1 and f"{face} is the original and is never overwritten" in out
    assert (face.read_bytes(), target.read_bytes()) == (original, written)


def test_a_doubtful_face_and_no_face_need_a_look(capsys, face, tmp_path):
    words = ["--covered-from", "1", "--doubtful-from", "0.5", "--looks", "one"]
    code, out, _ = run(capsys, "hide", face, "-o", tmp_path / "doubt.png", *words)
    assert code == 1 and "LOOK AT IT: 1 doubtful face, hidden too" in out and (tmp_path / "doubt.png").exists()
    plain = write_image(tmp_path / "plain.png", np.full((90, 90, 3), 90, np.uint8))
    code, out, _ = run(capsys, "hide", plain, "-o", tmp_path / "nobody.png")
    assert code == 1 and "no face found" in out and not (tmp_path / "nobody.png").exists()
    code, out, _ = run(capsys, "hide", plain, "-o", tmp_path / "nobody.png", "--without-faces", "copy")
    assert code == 1 and "copied without metadata" in out and (tmp_path / "nobody.png").exists()
    code, out, _ = run(capsys, "hide", face, "-o", tmp_path / "weak.png", "--method", "pixelate", "--strength", "0")
    assert code == 1 and "as clear as before" in out


def test_photos_videos_and_folders_in_one_call(capsys, face, tmp_path):
    album = tmp_path / "album"
    (album / "sub").mkdir(parents=True)
    write_image(album / "sub" / "face.jpg", clips.portrait(160))
    clips.make(album / "clip.avi", frames=4)
    clips.make(tmp_path / "clip.mp4", frames=4)
    (album / "notes.txt").write_text("no photo")
    before = contents(album)
    words = ["hide", album, face, tmp_path / "clip.mp4", "-o", tmp_path / "out", "--looks", "one"]
    code, out, err = run(capsys, *words, "--dry-run")
    assert code == 0 and out.count("would become") == 4 and not (tmp_path / "out").exists()
    assert f"{album / 'clip.avi'} would become {tmp_path / 'out' / 'album' / 'clip.avi.mp4'}" in out
    code, out, err = run(capsys, *words, "--json")
    told = json.loads(out)
    results = sorted(path.as_posix() for path in contents(tmp_path / "out"))
    assert results == ["album/clip.avi.mp4", "album/sub/face.jpg", "clip.mp4", "face.png"]
    assert [one["kind"] for one in told["files"]] == ["video", "photo", "photo", "video"]
    assert err == "" and code == int(bool(told["look_at"]))
    assert contents(album) == before
    written = contents(tmp_path / "out")
    code, out, err = run(capsys, *words, "--dry-run")
    assert code == 1 and out.count("exists already") == 4
    run(capsys, *words)
    assert contents(tmp_path / "out") == written


def test_what_needs_a_look_in_a_folder_is_told(capsys, face, tmp_path):
    """Lines are told while the bars are drawn."""
    album = tmp_path / "album"
    album.mkdir()
    write_image(album / "nobody.png", np.full((96, 96, 3), 80, np.uint8))
    write_image(album / "somebody.png", clips.portrait(160))
    code, out, err = run(capsys, "hide", album, "-o", tmp_path / "out")
    assert code == 1 and [path.name for path in (tmp_path / "out").iterdir()] == ["somebody.png"]
    assert "no face found, not written: nobody.png" in out + err and f"{album / 'nobody.png'} not written" in out


def test_advice_names_options_of_the_command(capsys, tmp_path):
    clips.make(tmp_path / "clip.mp4", frames=4, sounds=1)
    code, out, err = run(capsys, "hide", tmp_path / "clip.mp4", "-o", tmp_path / "out.webm")
    assert code == 1 and "or pass --no-sound" in out + err and "=False" not in out + err


def test_what_would_be_one_file_is_refused(capsys, face, tmp_path):
    (tmp_path / "b").mkdir()
    write_image(tmp_path / "b" / "FACE.png", clips.portrait(160))
    for words in ([face, tmp_path / "b" / "FACE.png"], [face, face]):
        assert main(["hide", *map(str, words), "-o", str(tmp_path / "out")]) == 2
    code, _, err = run(capsys, "hide", face, tmp_path / "b", "-o", face)
    assert code == 2 and "is a file, and the results need a folder" in err
    code, out, _ = run(capsys, "hide", tmp_path / "b", "-o", tmp_path / "b" / "out")
    assert code == 1 and "lies inside it" in out


def test_a_stop_tells_what_is_done(capsys, face, tmp_path, monkeypatch):
    from faceblur_utils.command import work

    second = write_image(tmp_path / "second.png", clips.portrait(160))
    anonymize, asked = work.anonymize, []

    def stopped(*words):
        asked.append(1)
        if len(asked) == 2:
            raise KeyboardInterrupt
        return anonymize(*words)

    monkeypatch.setattr(work, "anonymize", stopped)
    code, out, err = run(capsys, "hide", face, second, "-o", tmp_path / "out", "--looks", "one")
    assert code == 130 and "1 file: 1 written" in out and "stopped" in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["face.png"]


# --- what the world sends ---


def hostile_clips(folder):
    whole = clips.make(folder / "whole.mp4", frames=12, sounds=1).read_bytes()
    bad = {
        "empty.mp4": b"",
        "text.mp4": b"Dear diary\n" * 50,
        "zeros.mov": bytes(5000),
        "cut.mp4": whole[: len(whole) // 2],
    }
    bad |= {"head.mkv": b"\x1aE\xdf\xa3" + bytes(60), "photo.mp4": (samples.path("rocket")).read_bytes()}
    flipped = bytearray(whole)
    for place in np.random.default_rng(5).integers(0, len(whole), 40):
        flipped[place] ^= 0xFF
    bad["flipped.mp4"] = bytes(flipped)
    for name, content in bad.items():
        (folder / name).write_bytes(content)
    clips.make(folder / "nobody.mp4", frames=[np.full((96, 96, 3), 80, np.uint8)] * 3)
    (folder / "folder.mp4").mkdir()
    return ["whole.mp4", *bad, "nobody.mp4", "folder.mp4"]


def test_hostile_files_and_clips_get_one_clear_line_each(capsys, tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    hostile_files.make(source, clips.portrait(64))
    hostile_clips(source)
    (source / "link.jpg").symlink_to(tmp_path / "nowhere.jpg")
    paths = sorted(source.iterdir())
    before = contents(source)
    # Names that differ in case or spelling only, and their like, are refused together and before the first is read.
    code, out, err = run(capsys, "hide", *paths, "-o", target, "--looks", "one")
    assert code == 2 and "would get the same name" in err and err.count("\n") == 1
    refused = {path.name for path in paths if path.name in ("e\u0301.png", "\u00e9.png")}
    paths = [path for path in paths if path.name not in refused and not path.name.startswith("-")]
    code, out, err = run(capsys, "hide", *paths, "-o", target, "--looks", "one")
    lines = out.rstrip("\n").split("\n")
    assert code == 1 and "Traceback" not in out + err and err == ""
    assert len(lines) == len(paths) - 1 + 1  # an empty folder has no line; the last is the sum
    for line in lines:
        assert not re.search(r"[\0-\x1f\x7f]|Error: |=True", line), line
    assert contents(source) == before
    written = [path for path in target.rglob("*") if path.is_file()]
    assert len(written) > 40 and not [path for path in written if path.name.startswith(".") and "part" in path.name]


# --- looking ---


def test_the_page_shows_doubtful_faces_to_this_computer_only_and_until_enter(capsys, tmp_path, monkeypatch):
    photo = samples.path("hopper")
    write_image(tmp_path / "out.png", read_image(photo))
    box = samples.true_boxes("hopper")[0]
    outcome = Outcome(photo, "photo", tmp_path / "out.png", 1, ["1 doubtful face"], places=[box])
    failed = Outcome(tmp_path / "<b>gone.jpg", "photo", problem="There is no file.")
    said, answers, before = [], [], contents(tmp_path)
    monkeypatch.setattr(review.webbrowser, "open", lambda address: False)

    class Keys:
        def readline(self):
            address = said[0].split("to look at: ")[1].split("\n")[0]
            with urllib.request.urlopen(address) as answer:
                answers.append((address, answer.read().decode(), answer.headers["Cache-Control"]))
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(address[:-1])

    review.show([outcome, failed, Outcome(photo, "photo")], said.append, Keys())
    address, page, cache = answers[0]
    assert address.startswith("http://127.0.0.1:") and cache == "no-store"
    assert page.count("<h2>") == 2 and page.count("<img src='data:image/jpeg") == 1 and "&lt;b&gt;gone.jpg" in page
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address)
    assert contents(tmp_path) == before


def test_a_videos_frames_are_shown_before_and_after(capsys, tmp_path, monkeypatch):
    pages = []
    monkeypatch.setattr(review, "_served", lambda page: pages.append(page) or threading.Lock())
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    somebody = clips.picture(0)
    clips.make(
        tmp_path / "clip.mp4", frames=[np.full_like(somebody, 90)] * 5 + [somebody] + [np.full_like(somebody, 90)] * 5
    )
    words = ["hide", tmp_path / "clip.mp4", "-o", tmp_path / "out.mkv", "--review"]
    code, _, err = run(capsys, *words)
    assert code == 1 and "1 file to look at" in err
    assert pages[0].count("<img ") >= 1 and "cannot be shown" not in pages[0]


def test_nothing_to_look_at_opens_nothing(capsys, face, tmp_path):
    code, _, err = run(capsys, "hide", face, "-o", tmp_path / "out.png", "--review")
    assert code == 0 and err == "Nothing needs a look.\n"


# --- compare ---


def test_compare_writes_a_picture_with_a_panel_for_each_method(capsys, face, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, "compare", face, "--methods", "box", "solid", "--looks", "one", "--strength", "0.3")
    assert code == 0 and "face_compared.png" in out and "strength 0.30" in out
    two = read_image(tmp_path / "face_compared.png")
    code, out, err = run(capsys, "compare", face, "--looks", "one")
    assert code == 2 and "exists already" in err
    code, *_ = run(capsys, "compare", face, "--looks", "one", "-o", "all.png", "--methods", *METHODS)
    assert code == 0 and read_image("all.png").shape[0] > two.shape[0]


@pytest.mark.parametrize("words", [["nothere.jpg"], ["nothere.jpg", "--open"], [str(ROOT / "README.md")]])
def test_what_cannot_be_compared_is_told_in_one_line(capsys, words):
    code, out, err = run(capsys, "compare", *words)
    assert code == 2 and out == "" and err.count("\n") == 1


def test_a_plan_names_a_folder_by_its_name(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    here = type(tmp_path)(".")
    assert [job.target for job in plan([here, tmp_path / "b"], tmp_path / "out")] == [
        tmp_path / "out/a",
        tmp_path / "out/b",
    ]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\ufeff", "\x1b"])
def test_a_name_cannot_turn_the_line_round(capsys, tmp_path, mark):
    """The right-to-left mark would show what stands behind a name in front of it, and its ending as another."""
    photo = write_image(tmp_path / f"a{mark}gpj.png", clips.portrait(160))
    (tmp_path / f"b{mark}4pm.mp4").write_bytes(b"no film")
    (tmp_path / f"c{mark}gpj.jpg").write_bytes(b"no photo")
    shown = mark.encode("unicode_escape").decode()
    code, out, err = run(capsys, "hide", *sorted(tmp_path.iterdir()), "-o", tmp_path.with_name("out"))
    assert code == 1 and mark not in out + err and f"a{shown}gpj" in out + err
    code, out, err = run(capsys, "hide", tmp_path, "-o", tmp_path.with_name("other"))
    assert code == 1 and mark not in out + err and f"c{shown}gpj" in out + err
    code, out, err = run(capsys, "compare", photo.with_name(f"no{mark}.png"))
    assert code == 2 and mark not in out + err
