"""What a bench shows in a page: its picture's pixels, where things are, and whether that is the kernel's picture."""

import json
import time
from base64 import b64decode

import cv2
import lab as tool
import numpy as np
import pytest

# Draws anew, in the kernel, what a bench should show at its present values.
DUE = """
def due(model_id=None):
    import base64, gc
    from faceblur_utils.compare.explorer import Live
    from faceblur_utils.figures import encode_jpeg
    shown, = [e for e in gc.get_objects() if isinstance(e, Live) and e.model_id == model_id] if model_id else [explorer]
    sheet, caption = shown._draw()
    picture = base64.b64encode(encode_jpeg(sheet.picture, 95)).decode()
    values = [value for value in shown.values.values()]
    return {"picture": picture, "caption": caption, "error": shown.error, "values": values}
import json
"""
RECT = "one => { const box = one.getBoundingClientRect(); return [box.left, box.top, box.right, box.bottom] }"


def pixels(canvas):
    """The picture in the page, RGB uint8."""
    content = b64decode(canvas.evaluate("canvas => canvas.toDataURL('image/png')").split(",")[1])
    return cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR_RGB)


def shown_is_due(page, bench, model_id=None):
    """Wait until the kernel has the page's values and the page shows its picture; give what is due.

    Parameters
    ----------
    page : playwright.sync_api.Page
    bench : playwright.sync_api.Locator
        Of the root element.
    model_id : str, optional
        Of the widget that the cell shows; by default the kernel's variable ``explorer``.
    """
    until = time.monotonic() + 60
    while True:
        # The page holds the newest value back while an answer is under way, so the kernel may not know yet.
        answer = page.evaluate(tool.ASK, [DUE, f"json.dumps(due({model_id!r}), default=repr)"])
        try:
            due = json.loads(answer[1:-1].encode().decode("unicode_escape"))
        except ValueError:
            pytest.fail(f"the kernel says {answer}", pytrace=False)
        value = float(bench.locator("input[type=range]").first.input_value())
        picture = cv2.imdecode(np.frombuffer(b64decode(due.pop("picture")), np.uint8), cv2.IMREAD_COLOR_RGB)
        shown = pixels(bench.locator("canvas"))
        same = shown.shape == picture.shape and cv2.PSNR(shown, picture) > 29
        if same and value in due["values"] and due["caption"] in bench.locator(".fb-below p").nth(1).inner_text():
            return due | {"picture": picture}
        assert time.monotonic() < until, f"it stands at {value}, and the page does not show what is due: {due}"
        time.sleep(0.1)
