"""Answers to an exercise of lesson 04."""

from . import exercise

blend = exercise(
    "blend",
    "roi, blurred, alpha",
    wrong="""
## share of the blurred|turned round|swapped
alpha = alpha[..., None]
return np.rint((1 - alpha) * blurred + alpha * roi).astype(np.uint8)
## cuts|cut off
alpha = alpha[..., None]
return (alpha * blurred + (1 - alpha) * roi).astype(np.uint8)
## float(32|64)
alpha = alpha[..., None]
return np.rint(alpha * blurred + (1 - alpha) * roi)
## ValueError.*broadcast.*line|broadcast
return np.rint(alpha * blurred + (1 - alpha) * roi).astype(np.uint8)
## returned None
alpha = alpha[..., None]
result = np.rint(alpha * blurred + (1 - alpha) * roi).astype(np.uint8)
## half|never uses
return np.rint((blurred.astype(float) + roi) / 2).astype(np.uint8)
## wrap
return (blurred + roi) // 2
## either|hard|np.where|no mixing
return np.where(alpha[..., None] > 0.5, blurred, roi)
## either|hard|no mixing
return np.where(alpha[..., None] > 0, blurred, roi)
## either|hard|no mixing
a = alpha[..., None].astype(np.uint8)
return a * blurred + (1 - a) * roi
## passed in.*changed
alpha = alpha[..., None]
roi[:] = np.rint(alpha * blurred + (1 - alpha) * roi)
return roi
## passed in.*changed
alpha *= 1.0001
a = np.clip(alpha[..., None] / 1.0001, 0, 1)
return np.rint(a * blurred + (1 - a) * roi).astype(np.uint8)
## `print` shows
alpha = alpha[..., None]
print(np.rint(alpha * blurred + (1 - alpha) * roi).astype(np.uint8))
## without (the )?roi|roi.*missing|black
return np.rint(alpha[..., None] * blurred).astype(np.uint8)
## brackets|1 - alpha \\* roi
alpha = alpha[..., None]
return np.clip(np.rint(alpha * blurred + 1 - alpha * roi), 0, 255).astype(np.uint8)
## added|whole of roi|not weighted|full
return np.clip(np.rint(alpha[..., None] * blurred + roi), 0, 255).astype(np.uint8)
## 255
a = alpha[..., None] / 255
return np.rint(a * blurred + (1 - a) * roi).astype(np.uint8)
## squared|twice
a = alpha[..., None] ** 2
return np.rint(a * blurred + (1 - a) * roi).astype(np.uint8)
## channel
result = roi.copy()
result[..., 0] = np.rint(alpha * blurred[..., 0] + (1 - alpha) * roi[..., 0])
return result
## rounded before|each product|off by 1|1 grey level
a = alpha[..., None]
return (a * blurred).astype(np.uint8) + ((1 - a) * roi).astype(np.uint8)
## mean of alpha|one (number|alpha)|everywhere the same
a = alpha.mean()
return np.rint(a * blurred + (1 - a) * roi).astype(np.uint8)
## up|ceil
a = alpha[..., None].astype(float)
return np.ceil(a * blurred + (1 - a) * roi).astype(np.uint8)
## first row|alpha of the first|each row
a = alpha[:1, :, None]
return np.rint(a * blurred + (1 - a) * roi).astype(np.uint8)
## blurred (region )?(itself|everywhere)|never uses
return blurred.copy()
## 1 \\+|plus
a = alpha[..., None]
return np.clip(np.rint(a * blurred + (1 + a) * roi), 0, 255).astype(np.uint8)
## shape
a = alpha.ravel()[:, None]
return np.rint(a * blurred.reshape(-1, 3) + (1 - a) * roi.reshape(-1, 3)).astype(np.uint8)
## below 0 wraps
a = alpha[..., None]
return np.rint(roi + a * (blurred - roi)).astype(np.uint8)
## stands in front
a = alpha[None, ...]
return np.rint(a * blurred + (1 - a) * roi).astype(np.uint8)
## rounded up
a = alpha[..., None]
return np.ceil(a * blurred + (1 - a) * roi).astype(np.uint8)
## Brackets are missing
a = alpha[..., None]
return np.rint(a * blurred + 1 - a * roi).astype(np.uint8)
## stands in front
a = np.stack([alpha, alpha, alpha])
return np.rint(a * blurred + (1 - a) * roi).astype(np.uint8)
## pixel named above
a = alpha[..., None] ** 3
return np.rint(a * blurred + (1 - a) * roi).astype(np.uint8)
""",
    right="""
##
alpha = alpha[..., None]
return np.rint(alpha * blurred + (1 - alpha) * roi).astype(np.uint8)
##
result = np.zeros_like(roi)
for c in range(3):
    result[:, :, c] = np.round(blurred[:, :, c] * alpha + roi[:, :, c] * (1 - alpha))
return result
##
a = np.dstack([alpha] * 3)
return (a * blurred + (1 - a) * roi + 0.5).astype("uint8")
##
difference = blurred.astype(float) - roi
return np.rint(roi + alpha[:, :, np.newaxis] * difference).astype(np.uint8)
##
out = roi.copy()
for y in range(roi.shape[0]):
    for x in range(roi.shape[1]):
        out[y, x] = np.rint(alpha[y, x] * blurred[y, x] + (1 - alpha[y, x]) * roi[y, x])
return out
##
mixed = np.einsum("yx,yxc->yxc", alpha, blurred) + np.einsum("yx,yxc->yxc", 1 - alpha, roi)
return np.clip(np.round(mixed), 0, 255).astype(np.uint8)
##
a = alpha.astype(np.float32)
return cv2.blendLinear(blurred, roi, a, 1 - a)
""",
)
