"""Answers to an exercise of a deeper lesson of lesson 01."""

from . import exercise

window_scores = exercise(
    "window_scores",
    "cells, template",
    wrong="""
## mean of the products
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template).mean()
return score
## window alone
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = cells[i : i + high, j : j + wide].sum()
return score
## are added
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] + template).sum()
return score
## difference of window
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] - template).sum()
return score
## far window and template are apart
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = abs(cells[i : i + high, j : j + wide] - template).sum()
return score
## apart, squared
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = ((cells[i : i + high, j : j + wide] - template) ** 2).sum()
return score
## largest product
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template).max()
return score
## sums are multiplied
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = cells[i : i + high, j : j + wide].sum() * template.sum()
return score
## first of the directions
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide, 0] * template[:, :, 0]).sum()
return score
## upside down
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template[::-1, ::-1]).sum()
return score
## divided by the lengths
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template).sum() / np.linalg.norm(template) / np.linalg.norm(cells[i : i + high, j : j + wide])
return score
## One row and one column of places are missing
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high, cells.shape[1] - wide))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template).sum()
return score
## whole numbers
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1), int)
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template).sum()
return score
## returned None
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template).sum()
## All scores are 0
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        s = (cells[i : i + high, j : j + wide] * template).sum()
return score
## one long row
high, wide = template.shape[:2]
score = []
for i in range(cells.shape[0] - high + 1):
    for j in range(cells.shape[1] - wide + 1):
        score.append((cells[i : i + high, j : j + wide] * template).sum())
return score
## largest score alone
high, wide = template.shape[:2]
return max(
    (cells[i : i + high, j : j + wide] * template).sum()
    for i in range(cells.shape[0] - high + 1)
    for j in range(cells.shape[1] - wide + 1)
)
## for each direction
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1, 9))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template).sum(axis=(0, 1))
return score
## changed places
high, wide = template.shape[:2]
score = np.zeros((cells.shape[1] - wide + 1, cells.shape[0] - high + 1))
for i in range(score.shape[1]):
    for j in range(score.shape[0]):
        score[j, i] = (cells[i : i + high, j : j + wide] * template).sum()
return score
## could not be broadcast|shapes
score = np.zeros((cells.shape[0] - 9, cells.shape[1] - 9))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + 10, j : j + 10] * template).sum()
return score
## jumps by its own size|place
high, wide = template.shape[:2]
return np.array([
    [(cells[i : i + high, j : j + wide] * template).sum() for j in range(0, cells.shape[1] - wide + 1, wide)]
    for i in range(0, cells.shape[0] - high + 1, high)
])
""",
    right="""
##
high, wide = template.shape[:2]
score = np.zeros((cells.shape[0] - high + 1, cells.shape[1] - wide + 1))
for i in range(score.shape[0]):
    for j in range(score.shape[1]):
        score[i, j] = (cells[i : i + high, j : j + wide] * template).sum()
return score
##
h, w, _ = template.shape
rows, columns = cells.shape[0] - h + 1, cells.shape[1] - w + 1
return np.array([[np.sum(cells[i : i + h, j : j + w] * template) for j in range(columns)] for i in range(rows)])
##
windows = np.lib.stride_tricks.sliding_window_view(cells, template.shape)[:, :, 0]
return np.einsum("ijklm,klm->ij", windows, template)
##
h, w = template.shape[:2]
score = np.zeros((cells.shape[0] - h + 1, cells.shape[1] - w + 1), np.float32)
for (i, j), _ in np.ndenumerate(score):
    score[i, j] = np.vdot(cells[i : i + h, j : j + w], template)
return score
##
h, w = template.shape[:2]
score = []
for i in range(cells.shape[0] - h + 1):
    row = []
    for j in range(cells.shape[1] - w + 1):
        row.append(float((cells[i : i + h, j : j + w] * template).sum()))
    score.append(row)
return score
""",
)
