"""A study of one's own people: on generated ones, of whom it is known who is who."""

import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from generated_people import folder_of_people, picture

from faceblur_utils import Hiding, samples, write_image
from faceblur_utils.bars import drawn_by
from faceblur_utils.detect import Finding
from faceblur_utils.privacy import study
from faceblur_utils.privacy.__main__ import main
from faceblur_utils.privacy.studies import Verification
from faceblur_utils.privacy.studies.evaluation import TOO_FEW, _recall
from faceblur_utils.privacy.studies.people import Picture
from faceblur_utils.recognise import encoding

PEOPLE = (0, 1, 2, 3, 4, 8, 10)
QUICK = {
    "settings": [Hiding("pixelate", strength=0.05), Hiding("solid")],
    "attackers": ["parrot", "edges"],
    "recognisers": ["sface"],
    "finding": Finding(looks="one"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A study of seven people, and its report."""
    place = tmp_path_factory.mktemp("study")
    folder = folder_of_people(place / "people", PEOPLE)
    (folder / "labels.csv").write_text("person,label\nperson 00,glasses\nperson 01,glasses\nperson 02,none\n", "utf-8")
    report = place / "report.html"
    return study(folder, report, **QUICK), report.read_text("utf-8")


def row(table, attacker):
    return next(row for row in table.rows if row.attacker == attacker)


# --- the right answer is known ----------------------------------------------------------------------------------------


def test_a_method_that_hides_nothing_is_found_out(made):
    clear, weak, _ = made[0].tables
    for table in (clear, weak):
        tried = row(table, "parrot").tried
        assert tried.first(1) > 0.7 and tried.over_people()[0] > tried.chance


def test_a_solid_cover_is_at_chance(made):
    solid = made[0].tables[2]
    for one in solid.rows:
        low, high = one.tried.over_people()
        assert low <= one.tried.chance <= high, one.words
    assert row(solid, "edges").tried.first(1) == pytest.approx(1 / 7)


def test_each_picture_is_looked_for_among_all_others_and_never_in_itself(made):
    tried = row(made[0].tables[0], "edges").tried
    assert len(tried.truth) == 14 and len(tried.people) == 7
    assert (tried.distances > 0).all()  # 0 would be the very picture


def test_power_and_chance_are_said(made):
    found, page = made
    assert (found.people, found.pictures, found.chance) == (7, 14, 1 / 7)
    assert "With 7 people (chance 14.3%)" in found.power and found.power in str(found)
    assert "7 people, 14 pictures" in page and "14.3%" in page


def test_recall_is_told_for_labels_of_five_people_or_more(made):
    """Of the other two labels, one person's share could be read off what is left."""
    recall = made[0].recall
    assert {label: (people, pictures) for label, (people, pictures, _, _) in recall.items()} == {"everybody": (7, 14)}
    assert "glasses" not in made[1]


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ({"a": 6, "b": 5}, {"a": 6, "b": 5}),
        ({"a": 6, "b": 3, "c": 2}, {"a": 6, TOO_FEW: 5}),
        ({"a": 7, "b": 6, "c": 1}, {"a": 7, TOO_FEW: 7}),
        ({"a": 9, "b": 1}, {"everybody": 10}),
        ({"a": 3, "b": 3}, {"everybody": 6}),
        ({"a": 3}, {"a": 3}),
    ],
)
def test_no_rare_label_can_be_worked_out_from_the_others(labels, told):
    people = {f"{label} {number}": label for label, count in labels.items() for number in range(count)}
    pictures = [Picture(Path(name), name, ()) for name in people]
    assert {label: row[0] for label, row in _recall(pictures, people).items()} == told


def test_a_study_says_how_far_it_is(tmp_path, capsys):
    folder = folder_of_people(tmp_path / "people", PEOPLE[:2])
    drawn = []

    class Bar(list):
        def __init__(self, total, **words):
            drawn.append([words["desc"], words["disable"], total, 0])

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def update(self):
            drawn[-1][-1] += 1

    settings = {**QUICK, "attackers": ["edges"], "settings": [Hiding("solid")]}
    with drawn_by(Bar):
        study(folder, **settings)
    assert drawn == [["reading", False, 4, 4], ["trying", False, 2, 2]]
    study(folder, **settings, progress=False)
    assert capsys.readouterr().out == ""


# --- pairs of pictures ------------------------------------------------------------------------------------------------


def pairs(people, apart=1.0, seed=0, pictures=3):
    """Distances of pictures whose people lie as far apart as asked: their truth is known."""
    random = np.random.default_rng(seed)
    middles = random.normal(0, apart, (people, 8))
    places = np.repeat(middles, pictures, axis=0) + random.normal(0, 0.3, (people * pictures, 8))
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    return Verification("sface", "box", Hiding(), distances, np.repeat(np.arange(people), pictures))


def test_the_threshold_keeps_its_false_match_rate():
    one = pairs(20)
    same = one.whose[:, None] == one.whose[None]
    assert (one.distances[~same] < one.threshold).mean() <= 0.01
    assert one.true_match_rate == pytest.approx((one.distances[same & (one.distances > 0)] < one.threshold).mean())
    false, true = one.roc
    assert (false[0], true[0], false[-1], true[-1]) == (0, 0, 1, 1) and (np.diff(true) >= 0).all()


def test_people_alike_cannot_be_told_apart():
    alike = pairs(20, apart=0)
    false, true = alike.roc
    assert np.trapezoid(true, false) == pytest.approx(0.5, abs=0.06)
    assert alike.true_match_rate < 0.1 < pairs(20).true_match_rate


def test_intervals_of_true_matches_cover_the_truth():
    """The truth is what a study of very many people of the same kind finds."""
    truth, covered = pairs(150, apart=0.4, seed=99).true_match_rate, []
    for seed in range(40):
        low, high = pairs(12, apart=0.4, seed=seed).true_match_interval
        covered.append(low <= truth <= high)
    assert np.mean(covered) >= 0.95


# --- what is left behind ----------------------------------------------------------------------------------------------


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.alts = [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.found += [given[name] for name in ("src", "href") if name in given]
        if tag == "img":
            self.alts.append(given.get("alt"))


def test_the_report_is_one_file_that_asks_nothing_of_the_web(made):
    page, links = made[1], Links()
    links.feed(page)
    assert links.found and all(one.startswith("data:image/") for one in links.found)
    assert "http" not in re.sub(r"data:[^\"]+|http-equiv", "", page) and "<script" not in page
    assert len(links.alts) == 4 and all(links.alts)


def test_nothing_is_certain_with_few_people():
    one = pairs(8, apart=9)
    assert one.true_match_rate == 1 and one.true_match_interval[0] < 0.7


def test_the_report_names_nobody(made):
    assert not re.search(r"person 0\d|day \d|\.png\b", made[1])


def test_encodings_are_forgotten_unless_kept(tmp_path):
    folder = folder_of_people(tmp_path / "people", PEOPLE[:3])
    study(folder, keep=tmp_path / "kept.npz", **QUICK)
    assert not encoding._encodings
    with np.load(tmp_path / "kept.npz") as kept:
        assert kept["whose"].tolist() == [0, 0, 1, 1, 2, 2] and kept["sface, box"].shape == (6, 128)
    assert {one.name for one in tmp_path.iterdir()} == {"people", "kept.npz"}


# --- what the world sends ---------------------------------------------------------------------------------------------


def test_files_that_cannot_be_used_are_listed_with_their_reason(tmp_path):
    folder = folder_of_people(tmp_path / "people", PEOPLE[:3])
    odd = folder / "person 00"
    (odd / "notes.jpg").write_text("not a photo")
    write_image(odd / "wall.png", np.full((300, 300, 3), 140, np.uint8))
    write_image(odd / "two.png", np.hstack([picture(0, 5), picture(1, 5)]))
    found = study(folder, tmp_path / "report.html", **QUICK)
    reasons = {path.name: reason for path, reason in found.left_out}
    assert reasons.keys() == {"notes.jpg", "wall.png", "two.png"} and found.pictures == 6
    assert reasons["notes.jpg"].startswith("cannot be read") and "no face" in reasons["wall.png"]
    assert reasons["two.png"].startswith("2 faces: which one?")
    assert "person 00/two.png: 2 faces" in str(found)
    assert found.recall["everybody"][1] == 8  # the file that cannot be read is no picture


def test_who_is_left_with_one_picture_is_left_out(tmp_path):
    folder = folder_of_people(tmp_path / "people", PEOPLE[:3])
    write_image(folder / "person 00" / "day 1.png", np.full((300, 300, 3), 140, np.uint8), overwrite=True)
    found = study(folder, **QUICK)
    assert found.people == 2 and ("day 0.png", "the only usable picture of this person") in {
        (path.name, reason) for path, reason in found.left_out
    }


def test_clips_count_as_one_picture_with_neighbours(tmp_path):
    folder = folder_of_people(tmp_path / "people", PEOPLE[:2])
    for day, clip in enumerate(("intro", "test_movie")):
        own = folder / "speaker"
        own.mkdir(exist_ok=True)
        source = Path(samples.clip(clip))
        (own / f"{day}{source.suffix}").write_bytes(source.read_bytes())
    found = study(folder, **{**QUICK, "attackers": ["moving"], "settings": [Hiding("solid")]})
    assert (found.people, found.pictures, found.left_out) == (3, 6, ())
    assert row(found.tables[0], "moving").tried.by_person()["speaker"] == 1


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no sub-folders"),
        ({"ana": 2}, "one person only"),
        ({"ana": 2, "ben": 1}, r"Too few files: ben \(1 file\)"),
        ({"ana": 0, "ben": 2}, r"Too few files: ana \(0 files\)"),
    ],
)
def test_what_cannot_become_a_study_is_said_at_once(tmp_path, files, message):
    for person, count in files.items():
        (tmp_path / person).mkdir()
        for number in range(count):
            (tmp_path / person / f"{number}.png").write_text(f"{person} {number}")
    with pytest.raises(ValueError, match=message):
        study(tmp_path)


def test_one_file_twice_is_no_other_day(tmp_path):
    folder = folder_of_people(tmp_path / "people", PEOPLE[:2])
    (folder / "person 00" / "again.png").write_bytes((folder / "person 00" / "day 0.png").read_bytes())
    with pytest.raises(ValueError, match="again.png and person 00/day 0.png are the same file"):
        study(folder)


def test_labels_of_nobody_are_refused(tmp_path):
    folder = folder_of_people(tmp_path / "people", PEOPLE[:2])
    (folder / "labels.csv").write_text("person,label\nzoe,glasses\n", "utf-8")
    with pytest.raises(ValueError, match="names zoe"):
        study(folder)
    (folder / "labels.csv").write_text("name;label\n", "utf-8")
    with pytest.raises(ValueError, match="person,label"):
        study(folder)


def test_a_report_that_is_there_stays(tmp_path, capsys):
    folder, report = folder_of_people(tmp_path / "people", PEOPLE[:2]), tmp_path / "report.html"
    report.write_text("mine")
    with pytest.raises(FileExistsError, match="is there already"):
        study(folder, report)
    assert main([str(folder), str(report)]) == 1 and "is there already" in capsys.readouterr().err
    assert report.read_text() == "mine"
    assert main([str(tmp_path / "nowhere")]) == 1 and "There is no folder" in capsys.readouterr().err
