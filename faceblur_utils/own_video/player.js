// Your own video: the player. Frames are asked for one at a time, the newest first; boxes lie over the picture before.

const DRAG = 4; // CSS pixels that a hand moves while clicking
const TARGET = 24; // CSS pixels: the least that can be hit well (WCAG 2.2, 2.5.8)
const FASTEST = 4; // times as fast as the clip
const AHEAD = 2; // frames on the way while it plays: the kernel draws one while the page shows another
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** `act` is told of a box that is drawn or moved (`sketch`), of a click on one (`pick`), and where we are (`moved`). */
function newPlayer(ask, act) {
  let clip = null;
  let times = [];
  let at = 0; // the frame that is wanted
  let shown = null; // what the kernel last said of a frame
  let asked = []; // frames that the kernel was asked for and has not sent
  let playing = null; // {way, from, since, speed}
  let sketch = null; // {number, box} of a box that does not count yet
  let chosen = new Set(); // tracks of the row that is chosen

  const before = make("img", { alt: "", draggable: false });
  const after = make("img", { draggable: false });
  const svg = draw("svg", { preserveAspectRatio: "none", "aria-hidden": "true" });
  const pane = make("div", { className: "fb-pane", tabIndex: 0, role: "group", "aria-label": "Clip" }, before, svg);
  pane.setAttribute("aria-description", "Space plays, arrow keys step, B adds a box in the middle.");
  const first = make("figure", {}, make("figcaption", { textContent: "Clip" }), pane);
  const heading = make("figcaption", { textContent: "As it will be written" });
  const second = make("figure", {}, heading, make("div", { className: "fb-pane" }, after));
  const panes = make("div", { className: "fb-panes" }, first, second);
  const range = make("input", { type: "range", min: 0, step: 1, value: 0, "aria-label": "Frame" });
  const time = make("span", { className: "fb-time" });
  const play = button("▶ Play", () => toggle(), { title: "Space; J plays backwards, L forwards, K stops" });
  const view = make("select", { "aria-label": "Pictures" });
  for (const [value, text] of [["both", "side by side"], ["before", "clip alone"], ["after", "result alone"]]) {
    view.append(make("option", { value, textContent: text }));
  }
  view.onchange = () => flip(view.value);
  const words = make("p", { className: "fb-words", role: "status" });
  const transport = bar(
    button("◀ frame", () => step(-1), { title: "Left arrow" }),
    play,
    button("frame ▶", () => step(1), { title: "Right arrow" }),
  );

  function flip(value) {
    view.value = value;
    first.hidden = value === "after";
    second.hidden = value === "before";
    panes.classList.toggle("fb-one", value !== "both");
    drawBoxes();
  }

  // --- which frame ---------------------------------------------------------------------------------------------------

  /** Number of the frame that is shown at some second. */
  function numberAt(moment) {
    let low = 0;
    let high = times.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (times[middle] <= moment + 1e-6) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function want(number) {
    if (!clip) return;
    at = Math.min(Math.max(Math.round(number), 0), clip.frames - 1);
    range.value = at;
    range.setAttribute("aria-valuetext", `${seconds(times[at])}, frame ${at + 1} of ${clip.frames}`);
    time.textContent = `${seconds(times[at])}, frame ${at + 1} of ${clip.frames}`;
    act.moved(times[at] / clip.end);
    request();
  }

  function request() {
    if (asked.length >= (playing ? AHEAD : 1) || asked.includes(at) || (!asked.length && shown?.number === at)) return;
    const number = at;
    asked.push(number);
    ask({ do: "frame", number }).then((answer) => {
      if (answer.trouble) asked = asked.filter((one) => one !== number);
    });
  }

  function frame(message, buffers) {
    asked = asked.slice(asked.indexOf(message.number) + 1); // what was asked for before it does not come any more
    if (!clip || message.number >= clip.frames) return;
    shown = message;
    setPicture(before, buffers[0]);
    setPicture(after, buffers[1]);
    after.alt = `Frame ${message.number + 1} as it will be written: ${message.words}`;
    before.alt = `Frame ${message.number + 1} of the clip`;
    heading.textContent = message.decided ? "As it will be written" : "Being worked out: until then, all are hidden";
    drawBoxes();
    if (!playing) say();
    request();
  }

  function say() {
    if (!shown) return;
    const look = shown.why.length ? ` Look at it: ${shown.why.join(", ")}.` : "";
    tell(words, `${seconds(shown.time)}: ${shown.words}${look}`, shown.warn);
  }

  function step(by) {
    stop();
    want(at + by);
  }

  // --- playing -------------------------------------------------------------------------------------------------------

  function toggle() {
    if (playing) stop();
    else start(1);
  }

  function start(way) {
    if (!clip) return;
    const faster = playing?.way === way ? Math.min(2 * playing.speed, FASTEST) : 1;
    if (!playing && way > 0 && at === clip.frames - 1) want(0);
    playing = { way, speed: faster, from: times[at], since: performance.now() };
    play.textContent = faster > 1 ? `❚❚ ${faster} ×` : "❚❚ Stop";
    requestAnimationFrame(tick);
  }

  function stop() {
    if (!playing) return;
    playing = null;
    play.textContent = "▶ Play";
    say();
  }

  function tick() {
    if (!playing || !pane.isConnected) return;
    const moment = playing.from + (playing.way * playing.speed * (performance.now() - playing.since)) / 1000;
    // No more are asked for than the kernel has on the way: nobody waits for those between.
    if (asked.length < AHEAD) want(numberAt(moment));
    if (moment < 0 || moment >= clip.end) stop();
    else requestAnimationFrame(tick);
  }

  range.addEventListener("input", () => {
    stop();
    want(Number(range.value));
  });

  // --- boxes ---------------------------------------------------------------------------------------------------------

  const unit = () => (clip ? clip.width / (svg.getBoundingClientRect().width || clip.width) : 1);

  /** The boxes on the picture; of a sketch that is being moved, the page knows better than the kernel. */
  function boxes() {
    if (!shown) return [];
    const here = sketch?.number === shown.number;
    const known = shown.boxes.filter((one) => !(here && one.state === "draft"));
    return here ? [...known, { track: 0, edges: sketch.box, state: "draft", kind: "added" }] : known;
  }

  function drawBoxes() {
    if (!clip) return;
    const one = unit();
    svg.replaceChildren(
      ...boxes().map(({ track, edges, kind, state, doubtful }) => {
        const group = draw("g", { "data-state": state });
        group.toggleAttribute("data-doubtful", Boolean(doubtful));
        group.toggleAttribute("data-chosen", chosen.has(track));
        for (const part of ["rim", "edge"]) {
          const rect = draw("rect", { class: `fb-${part}` });
          place(rect, edges);
          group.append(rect);
        }
        const said = [state === "draft" ? "new" : String(track), doubtful ? "?" : "", kind === "detected" || kind === "added" ? "" : kind];
        const text = draw("text", { x: edges[0] + 2 * one, y: edges[1] > 16 * one ? edges[1] - 4 * one : edges[1] + 14 * one });
        text.style.fontSize = `${14 * one}px`;
        text.style.strokeWidth = `${3 * one}px`;
        text.textContent = said.filter(Boolean).join(" ") + (state === "clear" ? " clear" : "");
        group.append(text);
        if (state === "draft") {
          const [, , right, bottom] = edges;
          const handle = draw("rect", { class: "fb-handle" });
          place(handle, [right - 6 * one, bottom - 6 * one, right + 6 * one, bottom + 6 * one]);
          group.append(handle);
        }
        return group;
      }),
    );
  }

  const within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);

  /** Move a box by whole pixels, and keep all of it inside the picture. */
  function shifted([left, top, right, bottom], dx, dy) {
    const x = within(left + dx, clip.width - (right - left)) - left;
    const y = within(top + dy, clip.height - (bottom - top)) - top;
    return [left + x, top + y, right + x, bottom + y];
  }

  function sized([left, top, right, bottom], dx, dy) {
    const least = Math.max(4, Math.round(8 * unit()));
    const end = (start, value, most) => Math.min(Math.max(Math.round(value), start + least), most);
    return [left, top, end(left, right + dx, clip.width), end(top, bottom + dy, clip.height)];
  }

  /** In the middle of the picture, as large as its faces are. */
  function usual() {
    const sides = boxes().map(({ edges }) => Math.max(edges[2] - edges[0], edges[3] - edges[1])).sort((a, b) => a - b);
    const side = sides[sides.length >> 1] ?? Math.min(clip.width, clip.height) / 4;
    const [left, top] = [clip.width, clip.height].map((length) => Math.round((length - side) / 2));
    return [left, top, left + Math.round(side), top + Math.round(side)];
  }

  function setSketch(number, box) {
    sketch = box && { number, box };
    drawBoxes();
  }

  /** A box that was drawn, moved or sized: shown at once, and told. */
  function sketched(box) {
    setSketch(shown.number, box);
    act.sketch({ number: shown.number, box });
  }

  // --- by mouse, pen or finger ---------------------------------------------------------------------------------------

  let drag = null;

  function pointOf(event) {
    const frame = svg.getBoundingClientRect();
    return [((event.clientX - frame.left) / frame.width) * clip.width, ((event.clientY - frame.top) / frame.height) * clip.height];
  }

  const inside = ([left, top, right, bottom], x, y) => x >= left && x < right && y >= top && y < bottom;

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !shown) return;
    event.preventDefault();
    pane.focus({ preventScroll: true });
    stop();
    const [x, y] = pointOf(event);
    const own = boxes().find((one) => one.state === "draft");
    const grasped = own && Math.hypot(x - own.edges[2], y - own.edges[3]) < (TARGET / 2) * unit();
    const what = grasped ? "size" : own && inside(own.edges, x, y) ? "move" : "draw";
    drag = { what, x, y, box: own?.edges, from: [event.clientX, event.clientY], begun: false };
  });

  svg.addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.begun && Math.hypot(event.clientX - drag.from[0], event.clientY - drag.from[1]) < DRAG) return;
    if (!drag.begun) svg.setPointerCapture(event.pointerId);
    drag.begun = true;
    const [x, y] = pointOf(event);
    if (drag.what === "draw") {
      const xs = [within(drag.x, clip.width), within(x, clip.width)];
      const ys = [within(drag.y, clip.height), within(y, clip.height)];
      drag.drawn = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    } else drag.drawn = (drag.what === "move" ? shifted : sized)(drag.box, x - drag.x, y - drag.y);
    setSketch(shown.number, drag.drawn);
  });

  svg.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { drawn, begun } = drag;
    drag = null;
    if (drawn && drawn[2] - drawn[0] >= 4 && drawn[3] - drawn[1] >= 4) sketched(drawn);
    else if (begun) act.dropped();
    else {
      const area = ([left, top, right, bottom]) => (right - left) * (bottom - top);
      const hit = boxes().filter((one) => inside(one.edges, ...pointOf(event))).sort((a, b) => area(a.edges) - area(b.edges))[0];
      if (hit && hit.state !== "draft") act.pick(hit.track);
    }
  });
  svg.addEventListener("pointercancel", () => {
    if (drag?.begun) act.dropped();
    drag = null;
  });

  // --- by keyboard ---------------------------------------------------------------------------------------------------

  /** Keys on the picture while there is a sketch: true if one was meant for it. */
  function keyOnSketch(event) {
    if (!sketch || event.target !== pane || !(event.key in ARROWS)) return false;
    const here = boxes().find((one) => one.state === "draft");
    if (!here) return false;
    const by = Math.max(1, Math.round(Math.max(clip.width, clip.height) / 100));
    const [dx, dy] = ARROWS[event.key].map((way) => way * by);
    sketched((event.shiftKey ? sized : shifted)(here.edges, dx, dy));
    return true;
  }

  new ResizeObserver(drawBoxes).observe(svg);

  return {
    panes,
    transport,
    view,
    range,
    clock: time,
    words,
    pane,
    frame,
    want,
    step,
    start,
    stop,
    toggle,
    flip,
    keyOnSketch,
    setSketch,
    draft: () => sketched(usual()),
    seek: (share) => (stop(), want(numberAt(share * (clip?.end ?? 0)))),
    seekTime: (moment) => (stop(), want(numberAt(moment))),
    at: () => at,
    time: () => times[at] ?? 0,
    choose(row) {
      chosen = new Set(row?.numbers ?? []);
      drawBoxes();
    },
    failed() {
      asked = [];
    },
    set(given, moments) {
      const other = clip?.name !== given.name || clip?.frames !== given.frames;
      clip = given;
      times = moments;
      range.max = clip.frames - 1;
      panes.style.setProperty("--fb-wide", clip.width);
      panes.style.setProperty("--fb-high", clip.height);
      svg.setAttribute("viewBox", `0 0 ${clip.width} ${clip.height}`);
      if (other) at = 0;
      shown = null;
      asked = [];
      want(at);
    },
    clear() {
      stop();
      clip = shown = sketch = null;
      for (const picture of [before, after]) picture.removeAttribute("src");
      svg.replaceChildren();
    },
  };
}
