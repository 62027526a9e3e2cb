"""Answers to an exercise of lesson 06."""

from . import exercise

safe_name = exercise(
    "safe_name",
    "photo, folder",
    wrong="""
## exists already
return folder / f"{photo.stem}_hidden{photo.suffix}"
## counting in a loop|second name
path = folder / f"{photo.stem}_hidden{photo.suffix}"
return folder / f"{photo.stem}_hidden_2{photo.suffix}" if path.exists() else path
## begins? with 2|_2
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 0
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
return path
## party_hidden_2|0
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 0
while path.exists():
    path = folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
    n += 1
return path
## how many|number of files|len
n = len(list(folder.glob(f"{photo.stem}_hidden*")))
return folder / (f"{photo.stem}_hidden_{n + 1}{photo.suffix}" if n else f"{photo.stem}_hidden{photo.suffix}")
## how many|number of files|other photos
n = len(list(folder.iterdir()))
return folder / (f"{photo.stem}_hidden_{n + 1}{photo.suffix}" if n else f"{photo.stem}_hidden{photo.suffix}")
## another folder
path, n = photo.with_name(f"{photo.stem}_hidden{photo.suffix}"), 1
while path.exists():
    n += 1
    path = photo.with_name(f"{photo.stem}_hidden_{n}{photo.suffix}")
return path
## ending is always
path, n = folder / f"{photo.stem}_hidden.jpg", 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}.jpg"
return path
## photo.stem
stem = photo.name.split(".")[0]
path, n = folder / f"{stem}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{stem}_hidden_{n}{photo.suffix}"
return path
## returned None
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
## only if the name is taken
n = 1
while (folder / f"{photo.stem}_hidden_{n}{photo.suffix}").exists():
    n += 1
return folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
## Only name it
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
path.touch()
return path
## Only name it|removed
path = folder / f"{photo.stem}_hidden{photo.suffix}"
if path.exists(): path.unlink()
return path
## underscore|_hidden_2
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden{n}{photo.suffix}"
return path
## _hidden_2_|hidden_hidden|grows
path = folder / f"{photo.stem}_hidden{photo.suffix}"
n = 1
while path.exists():
    n += 1
    path = folder / f"{path.stem}_{n}{photo.suffix}"
return path
## two dots|dot of its own|\\.\\.jpg
path, n = folder / f"{photo.stem}_hidden.{photo.suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}.{photo.suffix}"
return path
## endless|did not finish|seconds
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
return path
## behind the ending|whole name|photo.stem
path, n = folder / f"{photo.name}_hidden", 1
while path.exists():
    n += 1
    path = folder / f"{photo.name}_hidden_{n}"
return path
## photo.stem|twice
path, n = folder / f"{photo.name}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{photo.name}_hidden_{n}{photo.suffix}"
return path
## random|in order|next free
import random
path = folder / f"{photo.stem}_hidden{photo.suffix}"
while path.exists():
    path = folder / f"{photo.stem}_hidden_{random.randint(10, 10**9)}{photo.suffix}"
return path
## name alone|another folder
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
return path.name
## FileExistsError|raise|refuse
path = folder / f"{photo.stem}_hidden{photo.suffix}"
if path.exists(): raise FileExistsError(path)
return path
## brackets
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists:
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
return path
## ninth
for n in range(1, 10):
    path = folder / (f"{photo.stem}_hidden{photo.suffix}" if n == 1 else f"{photo.stem}_hidden_{n}{photo.suffix}")
    if not path.exists():
        return path
## small letters|case|lower
suffix = photo.suffix.lower()
path, n = folder / f"{photo.stem}_hidden{suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}{suffix}"
return path
## `print` shows
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
print(path)
## TypeError.*line
path, n = folder + "/" + photo.stem + "_hidden" + photo.suffix, 1
return path
## of the path in the folder
n, name = 1, f"{photo.stem}_hidden{photo.suffix}"
while Path(name).exists():
    n += 1
    name = f"{photo.stem}_hidden_{n}{photo.suffix}"
return folder / name
## _hidden
path, n = folder / photo.name, 1
while path.exists():
    n += 1
    path = folder / f"{photo.stem}_{n}{photo.suffix}"
return path
## of the path in the folder
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while photo.exists():
    n += 1
    path = folder / f"{photo.stem}_hidden_{n}{photo.suffix}"
return path
## one too high
path, n = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists():
    n += 1
    if not (folder / f"{photo.stem}_hidden_{n}{photo.suffix}").exists():
        return folder / f"{photo.stem}_hidden_{n + 1}{photo.suffix}"
return path
## with_suffix takes
path, n = (folder / (photo.stem + "_hidden")).with_suffix(photo.suffix), 2
while path.exists():
    path = (folder / (photo.stem + f"_hidden_{n}")).with_suffix(photo.suffix)
    n += 1
return path
## Only "\\.jpg"
path, n = folder / photo.name.replace(".jpg", "_hidden.jpg"), 2
while path.exists():
    path = folder / photo.name.replace(".jpg", f"_hidden_{n}.jpg")
    n += 1
return path
## another ending exists
taken = {one.stem for one in folder.iterdir()}
name, n = f"{photo.stem}_hidden", 2
while name in taken:
    name = f"{photo.stem}_hidden_{n}"
    n += 1
return folder / (name + photo.suffix)
""",
    right="""
##
path, number = folder / f"{photo.stem}_hidden{photo.suffix}", 1
while path.exists():
    number += 1
    path = folder / f"{photo.stem}_hidden_{number}{photo.suffix}"
return path
##
import itertools
for end in itertools.chain([""], (f"_{n}" for n in itertools.count(2))):
    path = folder / (photo.stem + "_hidden" + end + photo.suffix)
    if not path.exists():
        return path
##
import os
name = os.path.join(folder, photo.stem + "_hidden" + photo.suffix)
n = 2
while os.path.exists(name):
    name = os.path.join(folder, f"{photo.stem}_hidden_{n}{photo.suffix}")
    n = n + 1
return name
##
def safe_name(photo, folder, number=1):
    more = "" if number == 1 else f"_{number}"
    path = Path(folder) / f"{photo.stem}_hidden{more}{photo.suffix}"
    return safe_name(photo, folder, number + 1) if path.exists() else path
##
taken = {p.name for p in folder.iterdir()}
name, n = f"{photo.stem}_hidden{photo.suffix}", 2
while name in taken:
    name, n = f"{photo.stem}_hidden_{n}{photo.suffix}", n + 1
return folder.joinpath(name)
""",
)
