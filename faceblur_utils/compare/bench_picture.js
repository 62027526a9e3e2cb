// The picture of a bench: a figure that matplotlib has drawn, and panels painted into it as they come.

const FLIP = 1000; // ms for which each of two pictures is shown

/** Make the picture. `take(message, buffers)` paints what has come; the promise ends when it is on the canvas. */
function makePicture() {
  const canvas = make("canvas", { role: "img", "aria-label": _("The picture is on its way."), width: 16, height: 16 });
  const pen = canvas.getContext("2d");
  const picture = { canvas, places: [], pair: "", size: [16, 16], empty: true, front: 0, flipping: false };
  let figure = null;
  let panels = [];
  let perCent = 50;
  let queue = Promise.resolve();
  let clock = null;

  // In Chromium this takes half of the time of a Blob, which goes through another process. It is missing where the page
  // comes from another machine without encryption.
  const decoded = async (bytes, type) => {
    if (!window.ImageDecoder) return createImageBitmap(new Blob([bytes], { type }));
    const decoder = new ImageDecoder({ data: bytes, type });
    try {
      return (await decoder.decode()).image;
    } finally {
      decoder.close();
    }
  };

  /** Pictures may be decoded in any order, and are painted in the order in which they came. */
  picture.take = (message, buffers) => {
    const started = performance.now();
    const parts = buffers.map((bytes, place) => decoded(bytes, message.figure && place === 0 ? "image/png" : "image/jpeg"));
    const result = queue.then(async () => {
      const bitmaps = await Promise.all(parts);
      const ready = performance.now();
      if (message.figure) {
        figure?.close();
        for (const panel of panels) panel?.close();
        [figure, panels] = [bitmaps.shift(), []];
        [picture.size, picture.places, picture.pair] = [message.size, message.places, message.pair];
        [canvas.width, canvas.height] = message.size;
        pen.drawImage(figure, 0, 0);
        if (picture.pair !== "flip") stopClock();
      }
      message.which.forEach((number, place) => {
        panels[number]?.close();
        panels[number] = bitmaps[place];
      });
      picture.empty = false;
      paint(message.which);
      return { decode: ready - started, paint: performance.now() - ready };
    });
    queue = result.catch(() => {});
    return result;
  };

  function paint(which) {
    if (picture.pair === "curtain") paintCurtain();
    else if (picture.pair === "flip") draw(picture.front);
    else which.forEach(draw);
  }

  function draw(number) {
    const [x, y, width, height] = picture.places[number] ?? [];
    if (panels[number]) pen.drawImage(panels[number], x, y, width, height);
  }

  function paintCurtain() {
    const [x, y, width, height] = picture.places[0] ?? [];
    if (!panels[0] || !panels[1]) return;
    const at = Math.round((width * perCent) / 100);
    pen.drawImage(panels[1], x, y, width, height);
    if (at > 0) pen.drawImage(panels[0], 0, 0, at, height, x, y, at, height);
    // A black rim beside white keeps the line visible on any picture.
    for (const [ink, wide] of [["#000", 5], ["#fff", 1]]) {
      pen.fillStyle = ink;
      const left = Math.min(width - wide, Math.max(0, at - (wide - 1) / 2));
      pen.fillRect(x + left, y, wide, height);
    }
  }

  picture.hang = (value) => {
    perCent = value;
    if (picture.pair === "curtain") paintCurtain();
  };

  /** Show the other one of two. */
  picture.turn = () => {
    picture.front = 1 - picture.front;
    if (picture.pair === "flip") draw(picture.front);
  };

  function stopClock() {
    clearInterval(clock);
    picture.flipping = false;
  }

  /** Let it flip by itself, or stop; `told()` after each. */
  picture.flip = (on, told) => {
    stopClock();
    picture.flipping = on;
    if (on) {
      clock = setInterval(() => {
        picture.turn();
        told();
      }, FLIP);
    }
  };

  /** Number of the panel at a place of the page, or -1. */
  picture.panelAt = (event) => {
    const [x, y] = inPicture(event);
    return picture.places.findIndex(([left, top, width, height]) => x >= left && x < left + width && y >= top && y < top + height);
  };

  /** Where in the panel's width, 0 to 100. */
  picture.perCentAt = (event) => {
    const [left, , width] = picture.places[0];
    return Math.round(Math.min(100, Math.max(0, (100 * (inPicture(event)[0] - left)) / width)));
  };

  function inPicture(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  }

  /** Fit it to its room, in the page's units; no larger than it is. */
  picture.fit = (width, height, ratio) => {
    const [wide, high] = picture.size;
    const scale = Math.min(1 / ratio, width / wide, height / high);
    canvas.style.width = `${Math.max(1, Math.floor(wide * scale))}px`;
    canvas.style.height = `${Math.max(1, Math.floor(high * scale))}px`;
  };

  picture.close = () => {
    stopClock();
    figure?.close();
    for (const panel of panels) panel?.close();
    panels = [];
  };
  return picture;
}
