"""Answers to an exercise of lesson 02."""

from . import exercise

grow_box = exercise(
    "grow_box",
    "start_x, end_x, start_y, end_y, margin",
    wrong="""
## cut off|round
dx, dy = int((end_x - start_x) * margin), int((end_y - start_y) * margin)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## whole numbers
dx, dy = (end_x - start_x) * margin, (end_y - start_y) * margin
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## starts must move
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
return start_x, end_x + dx, start_y, end_y + dy
## ends must move|only at its starts
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
return start_x - dx, end_x, start_y - dy, end_y
## each side
dx, dy = round((end_x - start_x) * margin / 2), round((end_y - start_y) * margin / 2)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## share of the height
d = round((end_x - start_x) * margin)
return start_x - d, end_x + d, start_y - d, end_y + d
## share of the width
d = round((end_y - start_y) * margin)
return start_x - d, end_x + d, start_y - d, end_y + d
## swapped|Width and height
dx, dy = round((end_y - start_y) * margin), round((end_x - start_x) * margin)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## shrank
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
return start_x + dx, end_x - dx, start_y + dy, end_y - dy
## moved|plus or minus
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
return start_x + dx, end_x + dx, start_y + dy, end_y + dy
## pixels? for the margin|margin is a share|never
return start_x - round(margin), end_x + round(margin), start_y - round(margin), end_y + round(margin)
## returned None
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
start_x, end_x, start_y, end_y = start_x - dx, end_x + dx, start_y - dy, end_y + dy
## order
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
return start_x - dx, start_y - dy, end_x + dx, end_y + dy
## max\\(0|may reach over
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
return max(0, start_x - dx), end_x + dx, max(0, start_y - dy), end_y + dy
## end, not of the width|of the coordinates
return (round(start_x * (1 - margin)), round(end_x * (1 + margin)),
        round(start_y * (1 - margin)), round(end_y * (1 + margin)))
## up|ceil
dx, dy = math.ceil((end_x - start_x) * margin), math.ceil((end_y - start_y) * margin)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## never uses|0\\.25
dx, dy = round((end_x - start_x) * 0.25), round((end_y - start_y) * 0.25)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## 1 pixel|One pixel
dx, dy = round((end_x - start_x + 1) * margin), round((end_y - start_y + 1) * margin)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## No margin, no change|at least
dx, dy = max(1, round((end_x - start_x) * margin)), max(1, round((end_y - start_y) * margin))
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## along X|only along X
dx = round((end_x - start_x) * margin)
return start_x - dx, end_x + dx, start_y, end_y
## TypeError.*line
dx = [round(side * margin) for side in (end_x - start_x, end_y - start_y)]
return start_x - dx, end_x + dx, start_y - dx, end_y + dx
## //|cut off|round
dx, dy = (end_x - start_x) * margin // 1, (end_y - start_y) * margin // 1
return int(start_x - dx), int(end_x + dx), int(start_y - dy), int(end_y + dy)
## whole size|by 1 \\+|factor
w, h = round((end_x - start_x) * (1 + margin)), round((end_y - start_y) * (1 + margin))
return start_x - w, end_x + w, start_y - h, end_y + h
## negative|minus
dx, dy = round((start_x - end_x) * margin), round((start_y - end_y) * margin)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## percent|100
dx, dy = round((end_x - start_x) * margin / 100), round((end_y - start_y) * margin / 100)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## `print` shows
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
print(start_x - dx, end_x + dx, start_y - dy, end_y + dy)
## start.*before|already grown|again
start_x = start_x - round((end_x - start_x) * margin)
end_x = end_x + round((end_x - start_x) * margin)
start_y = start_y - round((end_y - start_y) * margin)
end_y = end_y + round((end_y - start_y) * margin)
return start_x, end_x, start_y, end_y
## grew by .5, 4, 6, 7
dx = margin * (end_x - start_x)
dy = margin * (end_y - start_y)
return round(start_x - dx), round(end_x + dx), round(start_y - dy), round(end_y + dy)
## rounded before it was multiplied
dx = round(margin) * (end_x - start_x)
dy = round(margin) * (end_y - start_y)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## 90.0 is a float.*np.round keeps
dx = np.round(margin * (end_x - start_x))
dy = np.round(margin * (end_y - start_y))
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## as `margin`.*is a value fixed
margin = 0.3
dx = round(margin * (end_x - start_x))
dy = round(margin * (end_y - start_y))
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
## counted from the starts
dx = round((1 + margin) * (end_x - start_x))
dy = round((1 + margin) * (end_y - start_y))
return start_x - dx, start_x + dx, start_y - dy, start_y + dy
""",
    right="""
##
dx, dy = round((end_x - start_x) * margin), round((end_y - start_y) * margin)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
##
dx, dy = np.rint((end_x - start_x) * margin).astype(int), np.rint((end_y - start_y) * margin).astype(int)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
##
size = np.array([end_x - start_x, end_x - start_x, end_y - start_y, end_y - start_y])
return np.array([start_x, end_x, start_y, end_y]) + np.array([-1, 1, -1, 1]) * np.round(size * margin).astype(int)
##
dx, dy = int((end_x - start_x) * margin + 0.5), int((end_y - start_y) * margin + 0.5)
return [start_x - dx, end_x + dx, start_y - dy, end_y + dy]
##
width, height = end_x - start_x, end_y - start_y
along_x, along_y = int(round(margin * width)), int(round(margin * height))
start_x -= along_x
end_x += along_x
start_y -= along_y
end_y += along_y
return start_x, end_x, start_y, end_y
##
dx = int(margin * (end_x - start_x) + 0.5)
dy = int(margin * (end_y - start_y) + 0.5)
return start_x - dx, end_x + dx, start_y - dy, end_y + dy
""",
)
