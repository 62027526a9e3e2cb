"""Answers to an exercise of lesson 03."""

from . import exercise

gaussian_kernel = exercise(
    "gaussian_kernel",
    "ksize, sigma",
    wrong="""
## sum to
x = np.arange(ksize) - ksize // 2
return np.exp(-(x**2) / (2 * sigma**2))
## sum to.*Divide by their own sum
x = np.arange(ksize) - ksize // 2
return np.exp(-(x**2) / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))
## distance must be 0 in the middle|subtract
x = np.arange(ksize)
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.sum()
## 2 in front
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / sigma**2)
return w / w.sum()
## sigma is squared
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / (2 * sigma))
return w / w.sum()
## distance is squared|x is squared
x = np.abs(np.arange(ksize) - ksize // 2)
w = np.exp(-x / (2 * sigma**2))
return w / w.sum()
## brackets
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / 2 * sigma**2)
return w / w.sum()
## minus|grow
x = np.arange(ksize) - ksize // 2
w = np.exp(x**2 / (2 * sigma**2))
return w / w.sum()
## two dimensions
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / (2 * sigma**2))
w = np.outer(w, w)
return w / w.sum()
## box
return np.ones(ksize) / ksize
## weights too (many|few)|ksize distances|arange leaves
x = np.arange(-(ksize // 2), ksize // 2)
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.sum()
## ksize on each side|2 \\* ksize|distances
x = np.arange(-ksize, ksize + 1)
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.sum()
## returned None
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / (2 * sigma**2))
w /= w.sum()
## largest.*1|max
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.max()
## half a (step|pixel)|ksize / 2
x = np.arange(ksize) - ksize / 2
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.sum()
## int|round
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / (2 * sigma**2))
return np.round(255 * w / w.sum()).astype(int)
## never uses|sigma
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / 2)
return w / w.sum()
## never uses|ksize
x = np.arange(11) - 5
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.sum()
## mean
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.mean()
## base|2 \\*\\*|np.exp
x = np.arange(ksize) - ksize // 2
w = 2.0 ** (-(x**2) / (2 * sigma**2))
return w / w.sum()
## TypeError.*line
x = list(range(ksize))
w = np.exp(-((x - ksize // 2) ** 2) / (2 * sigma**2))
return w / w.sum()
## column|two dimensions|\\(11, 1\\)
x = np.arange(ksize)[:, None] - ksize // 2
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.sum()
## straight|triangle|exp
x = np.abs(np.arange(ksize) - ksize // 2)
w = 1.0 + ksize // 2 - x
return w / w.sum()
## squeezed
x = np.linspace(-1, 1, ksize)
w = np.exp(-(x**2) / (2 * sigma**2))
return w / w.sum()
## rounded
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x**2) / (2 * sigma**2))
return np.round(w / w.sum(), 2)
## generator
x = np.arange(ksize) - ksize // 2
total = np.exp(-(x**2) / (2 * sigma**2)).sum()
return (math.exp(-(d**2) / (2 * sigma**2)) / total for d in x)
## as `sigma`.*is a value fixed
sigma = 0.3 * ((ksize - 1) * 0.5 - 1) + 0.8
x = np.arange(ksize) - ksize // 2
w = np.exp(-x ** 2 / (2 * sigma ** 2))
return w / w.sum()
## array of int keeps no fractions
w = np.zeros(ksize, dtype=int)
for i in range(ksize):
    w[i] = math.exp(-(i - ksize // 2) ** 2 / (2 * sigma ** 2))
return w / w.sum()
## NumPy array of them
w = [math.exp(-(i - ksize // 2) ** 2 / (2 * sigma ** 2)) for i in range(ksize)]
return [v / sum(w) for v in w]
## then one division
w = np.zeros(ksize)
for i in range(ksize):
    w[i] = math.exp(-(i - ksize // 2) ** 2 / (2 * sigma ** 2))
    w[i] /= w.sum()
return w
## no power
x = np.arange(ksize) - ksize // 2
w = np.exp(-(x ^ 2) / (2 * sigma ** 2))
return w / w.sum()
## for one number got an array
x = np.arange(ksize) - ksize // 2
w = math.exp(-x ** 2 / (2 * sigma ** 2))
return w / w.sum()
""",
    right="""
##
x = np.arange(ksize) - ksize // 2
weights = np.exp(-(x**2) / (2 * sigma**2))
return weights / weights.sum()
##
return cv2.getGaussianKernel(ksize, sigma)[:, 0]
##
weights = [math.exp(-((i - ksize // 2) ** 2) / (2 * sigma**2)) for i in range(ksize)]
total = sum(weights)
return np.array([weight / total for weight in weights])
##
half = ksize // 2
x = np.linspace(-half, half, ksize)
g = np.exp(-0.5 * (x / sigma) ** 2) / (sigma * math.sqrt(2 * math.pi))
return g / g.sum()
##
w = np.zeros(ksize)
for n in range(ksize):
    w[n] = np.exp(-(n - (ksize - 1) / 2) ** 2 / 2 / sigma / sigma)
w /= w.sum()
return w
##
x = np.arange(ksize, dtype=np.float32) - ksize // 2
w = np.exp(-(x**2) / np.float32(2 * sigma**2))
return w / w.sum()
""",
)
