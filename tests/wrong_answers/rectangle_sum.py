"""Answers to an exercise of lesson 01."""

from . import exercise

rectangle_sum = exercise(
    "rectangle_sum",
    "integral, left, top, right, bottom",
    wrong="""
## subtracted twice
return integral[bottom, right] - integral[top, right] - integral[bottom, left]
## Two corners are not enough
return integral[bottom, right] - integral[top, left]
## everything from|upper left
return integral[bottom, right]
## mixed up|swapped
return integral[right, bottom] - integral[left, bottom] - integral[right, top] + integral[left, top]
## no index needs - 1
b, r = bottom - 1, right - 1
return integral[b, r] - integral[top, r] - integral[b, left] + integral[top, left]
## no index needs \\+ 1|too many
b, r = bottom + 1, right + 1
return integral[b, r] - integral[top, r] - integral[b, left] + integral[top, left]
## wrong sign
return integral[top, right] + integral[bottom, left] - integral[bottom, right] - integral[top, left]
## taken away twice|A .* added|is added
return integral[bottom, right] - integral[top, right] - integral[bottom, left] - integral[top, left]
## sum of the integral image|already sums
return integral[top:bottom, left:right].sum()
## returned None
a, b, c, d = integral[top, left], integral[top, right], integral[bottom, left], integral[bottom, right]
total = d - b - c + a
## `print` shows
print(integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left])
## all four|added
return integral[bottom, right] + integral[top, right] + integral[bottom, left] + integral[top, left]
## lies to the left|never uses its argument `left`
return integral[bottom, right] - integral[top, right]
## lies above|never uses its argument `top`
return integral[bottom, right] - integral[bottom, left]
## mean|divided
total = integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left]
return total / max(1, (right - left) * (bottom - top))
## not width and height
h, w = bottom + top, right + left
return integral[h, w] - integral[top, w] - integral[h, left] + integral[top, left]
## top - 1|row above|no index needs - 1
return integral[bottom, right] - integral[top - 1, right] - integral[bottom, left - 1] + integral[top - 1, left - 1]
## slice|shape|one number
return integral[top:bottom, left:right]
## uint8|wrap
return np.uint8(integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left])
## passed in has changed|integral image was changed
integral -= integral[top, left]
return integral[bottom, right] - integral[top, right] - integral[bottom, left]
## reads `grey`|never uses
return grey[top:bottom, left:right].sum()
## text|str
return str(integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left])
## absolute|subtracted twice
return abs(integral[bottom, right] - integral[top, right] - integral[bottom, left])
## signs of A and B
a, b = integral[top, left], integral[top, right]
c, d = integral[bottom, left], integral[bottom, right]
return d - c + b - a
## cumsum
integral = integral.cumsum(axis=0).cumsum(axis=1)
return integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left]
## uint16
return np.uint16(int(integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left]) % 65536)
## B is missing
return integral[bottom, right] - integral[bottom, left] + integral[top, left]
## last row alone
return integral[bottom, right] - integral[bottom, left] - integral[bottom - 1, right] + integral[bottom - 1, left]
""",
    right="""
##
a, b = integral[top, left], integral[top, right]
c, d = integral[bottom, left], integral[bottom, right]
return d - b - c + a
##
return int(integral[bottom, right]) - int(integral[top, right]) - int(integral[bottom, left]) + int(integral[top, left])
##
return float(integral[bottom][right] - integral[top][right] - integral[bottom][left] + integral[top][left])
##
A, B, C, D = (integral[p] for p in ((top, left), (top, right), (bottom, left), (bottom, right)))
return A + D - (B + C)
##
return np.diff(np.diff(integral[[top, bottom]][:, [left, right]], axis=0), axis=1)[0, 0]
##
return np.array(integral[bottom, right] - integral[top, right] - integral[bottom, left] + integral[top, left])
""",
)
