"""Answers to an exercise of lesson 06."""

from . import exercise

clean_copy = exercise(
    "clean_copy",
    "content",
    wrong="""
## still carries|as it was
return content
## array
return read_image(content)
## orientation|turn the pixels
picture = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION)
return cv2.imencode(".jpg", picture)[1].tobytes()
## orientation|turn the pixels
file = BytesIO()
Image.fromarray(np.asarray(Image.open(BytesIO(content)))).save(file, "JPEG")
return file.getvalue()
## always|rot90|turned
return encode_image(np.rot90(np.asarray(Image.open(BytesIO(content))), -1).copy())
## turned.*(twice|again)|on its side
return encode_image(np.rot90(read_image(content)).copy())
## turned.*(twice|again)|upside down
return encode_image(np.rot90(read_image(content), 2).copy())
## mirrored
return encode_image(read_image(content)[:, ::-1].copy())
## \\.jpg
return encode_image(read_image(content), ".png")
## returned None
encode_image(read_image(content))
## red and blue|BGR
return encode_image(read_image(content)[:, :, ::-1].copy())
## red and blue|BGR
return cv2.imencode(".jpg", read_image(content))[1].tobytes()
## still carries
photo = Image.open(BytesIO(content))
file = BytesIO()
photo.save(file, "JPEG", exif=photo.getexif())
return file.getvalue()
## still carries
file = BytesIO()
Image.open(BytesIO(content)).save(file, "JPEG")
return file.getvalue()
## let its error through|no error
try:
    return encode_image(read_image(content))
except Exception:
    return content
## let its error through|no error
try:
    return encode_image(read_image(content))
except Exception as error:
    print(error)
## `print` shows
print(encode_image(read_image(content)))
## str|bytes
return str(encode_image(read_image(content)))
## brackets|function
return encode_image
## name of a file|TypeError|bytes.*line|Error.*line
return encode_image(content)
## cut off|cannot be read|end
return encode_image(read_image(content))[:-200]
## size|smaller|shape
return encode_image(read_image(content)[::2, ::2].copy())
## grey
grey = cv2.cvtColor(read_image(content), cv2.COLOR_RGB2GRAY)
return encode_image(np.dstack([grey] * 3))
## darker|brightness
return encode_image(read_image(content) // 2)
## BytesIO
file = BytesIO()
Image.fromarray(read_image(content)).save(file, "JPEG")
return file
## cursor|empty|nothing|getvalue
file = BytesIO()
Image.fromarray(read_image(content)).save(file, "JPEG")
return file.read()
## photo\\.jpg|FileNotFoundError|never uses
return encode_image(read_image("photo.jpg"))
## whole content|header|cannot be read|bytes
return content[content.index(b"\\xff\\xdb"):]
## Image
return Image.fromarray(read_image(content))
## begins with other bytes
return read_image(content).tobytes()
## to the wrong side
picture = Image.open(BytesIO(content))
pixels = np.array(picture.convert("RGB"))
if picture.getexif().get(274) == 6:
    pixels = np.rot90(pixels)
return encode_image(pixels)
## others are not: 3 and 8
picture = Image.open(BytesIO(content))
pixels = np.array(picture.convert("RGB"))
if picture.getexif().get(274) == 6:
    pixels = np.rot90(pixels, -1)
return encode_image(pixels)
## less detail
buffer = BytesIO()
Image.fromarray(read_image(content)).save(buffer, "JPEG", quality=3)
return buffer.getvalue()
""",
    right="""
##
return encode_image(read_image(content))
##
from PIL import ImageOps
photo = Image.open(BytesIO(content))
upright = ImageOps.exif_transpose(photo).convert("RGB")
file = BytesIO()
Image.fromarray(np.asarray(upright)).save(file, "JPEG", quality=90)
return file.getvalue()
##
pixels = read_image(content)
ok, coded = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
if not ok:
    raise ValueError("not encoded")
return bytes(coded)
##
def clean_copy(photo_bytes):
    image = read_image(photo_bytes)
    file = BytesIO()
    Image.fromarray(image).save(file, format="JPEG")
    return bytearray(file.getvalue())
##
image = read_image(content).copy()
return encode_image(image, ".jpg")
""",
)
