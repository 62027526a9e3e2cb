"""Answers to an exercise of lesson 09."""

from . import exercise

nearest_person = exercise(
    "nearest_person",
    "probe, album",
    wrong="""
## absolute|L1|not squared
return min(album, key=lambda name: np.abs(album[name] - probe).sum(axis=1).min())
## last picture
return min(album, key=lambda name: np.linalg.norm(album[name][-1] - probe))
## first picture
return min(album, key=lambda name: np.linalg.norm(album[name][0] - probe))
## mean
return min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).mean())
## mean
return min(album, key=lambda name: np.linalg.norm(album[name].mean(axis=0) - probe))
## worst|farthest picture
return min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).max())
## farthest|largest
return max(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).min())
## all pictures together|axis=1|number of pictures
return min(album, key=lambda name: np.linalg.norm(album[name] - probe))
## signs|cancel
return min(album, key=lambda name: np.abs((album[name] - probe).sum(axis=1)).min())
## signs|cancel|negative
return min(album, key=lambda name: (album[name] - probe).sum(axis=1).min())
## threshold|0\\.6|always guesses|returned None
best = min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).min())
return best if np.linalg.norm(album[best] - probe, axis=1).min() < 0.6 else None
## distance, not|name
return min(np.linalg.norm(album[name] - probe, axis=1).min() for name in album)
## place|index|name
return int(np.argmin([np.linalg.norm(album[name] - probe, axis=1).min() for name in album]))
## returned None
best = min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).min())
## `print` shows
print(min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).min()))
## axis
return min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=0).min())
## largest (single )?difference|one number
return min(album, key=lambda name: np.abs(album[name] - probe).max(axis=1).min())
## first (person|name)|alphabet
return min(album)
## last person
for name in album:
    distance = np.linalg.norm(album[name] - probe, axis=1).min()
return name
## return.*loop|first (person|name)
best, nearest = None, np.inf
for name, pictures in album.items():
    distance = np.linalg.norm(pictures - probe, axis=1).min()
    if distance < nearest:
        best, nearest = name, distance
    return best
## ValueError.*line|ambiguous
return min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1))
## tuple
best, nearest = None, np.inf
for name, pictures in album.items():
    distance = np.linalg.norm(pictures - probe, axis=1).min()
    if distance < nearest: best, nearest = name, distance
return best, nearest
## updated
best, nearest = None, 9.0
for name, pictures in album.items():
    distance = np.linalg.norm(pictures - probe, axis=1).min()
    if distance < nearest: best = name
return best
## starts at 1|1 or more|farther than|returned None
best, nearest = None, 1.0
for name, pictures in album.items():
    distance = np.linalg.norm(pictures - probe, axis=1).min()
    if distance < nearest: best, nearest = name, distance
return best
## sum
return min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).sum())
## dot|scalar product|angle|length
return max(album, key=lambda name: (album[name] @ probe).max())
## angle|cosine
def cos(a, b): return (a @ b) / np.linalg.norm(a, axis=1) / np.linalg.norm(b)
return max(album, key=lambda name: cos(album[name], probe).max())
## most often|votes|majority|how many
near = {name: (np.linalg.norm(album[name] - probe, axis=1) < 0.6).sum() for name in album}
return max(near, key=near.get)
## passed in has changed
for name in album: album[name] -= probe
best = min(album, key=lambda name: np.linalg.norm(album[name], axis=1).min())
return best
## list
return sorted(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).min())
## length of the (encodings|pictures)|never uses
return min(album, key=lambda name: np.linalg.norm(album[name], axis=1).min())
## median
return min(album, key=lambda name: np.median(np.linalg.norm(album[name] - probe, axis=1)))
## number of the picture
everything = np.vstack(list(album.values()))
place = np.linalg.norm(everything - probe, axis=1).argmin()
names = list(album)
return names[min(place, len(names) - 1)]
## 1 decimal
return min(album, key=lambda name: round(float(np.linalg.norm(album[name] - probe, axis=1).min()), 1))
## ends at the first
for name, pictures in album.items():
    if np.linalg.norm(pictures - probe, axis=1).min() < 0.6:
        return name
## linalg.norm
return min(album, key=lambda name: abs((album[name] - probe).sum(axis=1)).min())
""",
    right="""
##
return min(album, key=lambda name: np.linalg.norm(album[name] - probe, axis=1).min())
##
best, nearest = None, float("inf")
for name, pictures in album.items():
    for picture in pictures:
        distance = math.sqrt(sum((a - b) ** 2 for a, b in zip(picture, probe)))
        if distance < nearest:
            best, nearest = name, distance
return best
##
names, encodings = [], []
for name in album:
    names += [name] * len(album[name])
    encodings.append(album[name])
table = np.vstack(encodings)
return np.array(names)[((table - probe) ** 2).sum(axis=1).argmin()]
##
distances = {name: min(np.sqrt(((one - probe) ** 2).sum()) for one in pictures) for name, pictures in album.items()}
return sorted(distances.items(), key=lambda item: item[1])[0][0]
##
import faceblur_utils
everyone = [(float(np.linalg.norm(p - probe)), name) for name, ps in album.items() for p in ps]
return min(everyone)[1]
""",
)
