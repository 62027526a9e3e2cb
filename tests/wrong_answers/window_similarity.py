"""Answers to an exercise of lesson 05."""

from . import exercise

window_similarity = exercise(
    "window_similarity",
    "a, b",
    wrong="""
## wrap
cov = ((a - a.mean()) * (b - b.mean())).mean()
ma, mb = np.uint8(a.mean()), np.uint8(b.mean())
return ((2 * ma * mb + C1) * (2 * cov + C2)) / ((ma**2 + mb**2 + C1) * (a.var() + b.var() + C2))
## standard deviation|\\.std
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.std() + b.std() + C2))
## Without C1 and C2
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return (2 * a.mean() * b.mean() * 2 * cov) / ((a.mean() ** 2 + b.mean() ** 2) * (a.var() + b.var()))
## C1 and C2 .*(swapped|changed places)
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return ((2 * a.mean() * b.mean() + C2) * (2 * cov + C1)) / ((a.mean() ** 2 + b.mean() ** 2 + C2) * (a.var() + b.var() + C1))
## C1
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return (2 * a.mean() * b.mean() * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2) * (a.var() + b.var() + C2))
## C2
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return ((2 * a.mean() * b.mean() + C1) * 2 * cov) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var()))
## not divided|sum
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).sum()
return ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## 2 in front of the covariance|2 \\* cov|factor 2
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return ((2 * a.mean() * b.mean() + C1) * (cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## 2 in front of the means
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return ((a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## subtract|means? (are|were)? ?not taken
a, b = a.astype(float), b.astype(float)
cov = (a * b).mean()
return ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## absolute
a, b = a.astype(float), b.astype(float)
cov = np.abs((a - a.mean()) * (b - b.mean())).mean()
return ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## brightness|first factor|means alone
a, b = a.astype(float), b.astype(float)
return (2 * a.mean() * b.mean() + C1) / (a.mean() ** 2 + b.mean() ** 2 + C1)
## second factor|without the means|structure
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return (2 * cov + C2) / (a.var() + b.var() + C2)
## means are squared|squared
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() + b.mean() + C1) * (a.var() + b.var() + C2))
## returned None
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
s = ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## shape|one number|each pixel
a, b = a.astype(float), b.astype(float)
cov = (a - a.mean()) * (b - b.mean())
return ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## correlation
a, b = a.astype(float), b.astype(float)
if a.std() * b.std() == 0: return 1.0
return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])
## added|sum of the two|times
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
one = (2 * a.mean() * b.mean() + C1) / (a.mean() ** 2 + b.mean() ** 2 + C1)
return (one + (2 * cov + C2) / (a.var() + b.var() + C2)) / 2
## upside down
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2)) / ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2))
## variances.*multiplied|\\* b.var|added
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() * b.var() + C2))
## brackets
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / (a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2)
## a twice|never uses
a = a.astype(float)
cov = ((a - a.mean()) * (a - a.mean())).mean()
return ((2 * a.mean() * a.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + a.mean() ** 2 + C1) * (a.var() + a.var() + C2))
## wrap
cov = (a * b).mean() - a.mean() * b.mean()
return ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## whole|mean squared|difference
return 1 - ((a.astype(float) - b) ** 2).mean() / 255**2
## `print` shows
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
print(((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2)))
## rounded
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
s = ((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
return round(s, 1)
## variance of a - b
a, b = a.astype(float), b.astype(float)
cov = (a - b).var()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## divided by 255
a, b = a / 255, b / 255
cov = ((a - a.mean()) * (b - b.mean())).mean()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## each column
a, b = a.astype(float), b.astype(float)
ma, mb = a.mean(axis=0), b.mean(axis=0)
cov = ((a - ma) * (b - mb)).mean(axis=0)
s = (2 * ma * mb + C1) * (2 * cov + C2) / ((ma ** 2 + mb ** 2 + C1) * (a.var(axis=0) + b.var(axis=0) + C2))
return s.mean()
## added and then squared
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / (((a.mean() + b.mean()) ** 2 + C1) * (a.var() + b.var() + C2))
## corrcoef
a, b = a.astype(float), b.astype(float)
cov = np.corrcoef(a.ravel(), b.ravel())[0, 1]
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## int16
a, b = a.astype(np.int16), b.astype(np.int16)
cov = (a * b).mean() - a.mean() * b.mean()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## variance of a stands twice
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + a.var() + C2))
## standard deviations
a, b = a.astype(float), b.astype(float)
cov = a.std() * b.std()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## not squared
C1, C2 = 0.01 * 255, 0.03 * 255
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## other window
a, b = a.astype(float), b.astype(float)
cov = ((a - b.mean()) * (b - a.mean())).mean()
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
## divided differently
a, b = a.astype(float), b.astype(float)
cov = np.cov(a.ravel(), b.ravel())[0, 1]
return (2 * a.mean() * b.mean() + C1) * (2 * cov + C2) / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2))
""",
    right="""
##
a, b = a.astype(float), b.astype(float)
cov = ((a - a.mean()) * (b - b.mean())).mean()
above = (2 * a.mean() * b.mean() + C1) * (2 * cov + C2)
below = (a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var() + b.var() + C2)
return above / below
##
table = np.cov(a.ravel(), b.ravel())
ma, mb = a.mean(), b.mean()
return (2 * ma * mb + C1) * (2 * table[0, 1] + C2) / ((ma**2 + mb**2 + C1) * (table[0, 0] + table[1, 1] + C2))
##
n = a.size
xs, ys = [int(v) for v in a.ravel()], [int(v) for v in b.ravel()]
mx, my = sum(xs) / n, sum(ys) / n
vx = sum((x - mx) ** 2 for x in xs) / n
vy = sum((y - my) ** 2 for y in ys) / n
cov = sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / n
return (2 * mx * my + C1) / (mx * mx + my * my + C1) * (2 * cov + C2) / (vx + vy + C2)
##
a, b = np.float64(a), np.float64(b)
cov = np.mean(a * b) - np.mean(a) * np.mean(b)
return np.array((2 * a.mean() * b.mean() + C1) * (2 * cov + C2)
                / ((a.mean() ** 2 + b.mean() ** 2 + C1) * (a.var(ddof=0) + b.var() + C2)))
##
cov = np.cov(a.ravel(), b.ravel())[0, 1]
ma, mb = a.mean(), b.mean()
return float((2 * ma * mb + C1) * (2 * cov + C2) / ((ma**2 + mb**2 + C1) * (a.var(ddof=1) + b.var(ddof=1) + C2)))
""",
)
