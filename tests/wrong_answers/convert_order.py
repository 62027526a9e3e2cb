"""Answers to an exercise of lesson 02."""

from . import exercise

convert_order = exercise(
    "convert_order",
    "x, y, width, height",
    wrong="""
## lengths
return y, width, height, x
## order is not
return x, y, x + width, y + height
## order is not
return x, x + width, y, y + height
## order is not
return y, x, y + height, x + width
## order is not
return y + height, x + width, y, x
## order is not
return y, x, y + height, x + width
## Which length runs along X
return y, x + height, y + width, x
## x and y|X and Y
return x, y + height, x + width, y
## inclusive|last pixel|exclusive
return y, x + width - 1, y + height - 1, x
## 1 too (large|many)|one too (large|many)
return y, x + width + 1, y + height + 1, x
## three numbers|four numbers
return y, x + width, y + height
## returned None
top, right, bottom, left = y, x + width, y + height, x
## `print` shows
print(y, x + width, y + height, x)
## whole numbers
return y, x + width / 1, y + height, x
## minus|subtract
return y, x - width, y - height, x
## half|centre
return y - height // 2, x + width // 2, y + height // 2, x - width // 2
## fixed|never uses|hard
return 20, 37, 64, 7
## dict
return {"top": y, "right": x + width, "bottom": y + height, "left": x}
## text|str
return f"{y}, {x + width}, {y + height}, {x}"
## Box
return Box(x, y, x + width, y + height)
## set
return {y, x + width, y + height, x}
## height.*left edge|right.*is 20
return y, width, y + height, x
## y \\+ width|Which length
return y, x + width, y + width, x
## 0 is a pixel
return (y or 1), x + width, y + height, (x or 1)
## below|upwards|bottom
return y + height, x + width, y, x
## multiplied|times
return y, x * width, y * height, x
## generator
return (number for number in (y, x + width, y + height, x))
""",
    right="""
##
return y, x + width, y + height, x
##
top = y
right = x + width
bottom = y + height
left = x
return [top, right, bottom, left]
##
return np.array([y, x + width, y + height, x])
##
return np.int64(y), np.int64(x + width), np.int32(y + height), np.int64(x)
##
box = Box.from_xywh(x, y, width, height)
return box.top, box.right, box.bottom, box.left
##
def convert_order(a, b, c, d):
    return tuple(sum(pair) for pair in ((b, 0), (a, c), (b, d), (a, 0)))
""",
)
