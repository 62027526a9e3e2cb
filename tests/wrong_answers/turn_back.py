"""Answers to the exercise of the deeper lesson on hard photos."""

from . import exercise

turn_back = exercise(
    "turn_back",
    "left, top, right, bottom, height",
    wrong="""
## another place|never uses
return left, top, right, bottom
## mirrors|never uses
return top, left, bottom, right
## against the clock
return height - bottom, left, height - top, right
## half a turn
return height - right, height - bottom, height - left, height - top
## did not change places
return left, height - bottom, right, height - top
## did not change places
return height - right, top, height - left, bottom
## exclusive
return top, height - 1 - right, bottom, height - 1 - left
## exclusive
return top, height - right, bottom, height - left - 1
## changed sides
return top, height - left, bottom, height - right
## width and a height
return top, height - right, bottom - top, right - left
## nearer to 0
return top, height - left, bottom, height - left + (right - left)
## height was added
return top, height + left, bottom, height + right
## below zero
return top, right - height, bottom, left - height
## Only the top
return top, height - right, bottom, left
## Only the bottom
return top, right, bottom, height - left
## columns were counted
return height - bottom, height - right, height - top, height - left
## left is `top`
return bottom, height - right, top, height - left
## order is not
return top, bottom, height - right, height - left
## exclusive
return top, height - right + 1, bottom, height - left + 1
## returned None
box = top, height - right, bottom, height - left
## `print` shows
print(top, height - right, bottom, height - left)
## whole numbers
return float(top), height - right, bottom, height - left
## brackets|two|group
return (top, height - right), (bottom, height - left)
## whatever|never uses
return top, 200 - right, bottom, 200 - left
## three|3 numbers
return top, height - right, bottom
## NameError.*line
return top, photo_height - right, bottom, photo_height - left
""",
    right="""
##
return top, height - right, bottom, height - left
##
return [top, height - right, bottom, height - left]
##
return np.array([top, -right, bottom, -left]) + [0, height, 0, height]
##
new_left, new_right = top, bottom
new_top = height - right
return new_left, new_top, new_right, new_top + (right - left)
##
where = np.zeros((right + 1, bottom + 1), bool)
turned = np.zeros((bottom, height), bool)
turned[top:bottom, left:right] = True
rows, columns = np.nonzero(np.rot90(turned))
return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
""",
)
