// Your own photos in the page: choose, look, click, download.
// page.py holds the photos and decides; this file shows and asks. The widget's state stays empty: whatever is a
// user's travels in messages, so that there is nothing for JupyterLab to save in the notebook.

const SVG = "http://www.w3.org/2000/svg";
const READABLE = ".jpg,.jpeg,.png,.webp,.tif,.tiff,.bmp,.heic,.heif,.avif,.jp2,.j2k,.jpf,.jpx,image/*";
const DRAG = 4; // CSS pixels that a hand moves while clicking
const TARGET = 24; // CSS pixels: the least that can be hit well (WCAG 2.2, 2.5.8)
const PATIENCE = 20_000; // ms until the page says that the kernel does not answer

const STYLE = `
.fb-own { --fb-line: var(--jp-border-color1, #999); --fb-paper: var(--jp-layout-color1, #fff);
  --fb-soft: var(--jp-layout-color2, #eee); --fb-focus: var(--jp-brand-color1, #0072b2);
  color: var(--jp-ui-font-color1, #222); font: 14px/1.45 var(--jp-ui-font-family, sans-serif); padding: 4px 2px; }
.fb-own p { margin: 6px 0; }
.fb-own button { font: inherit; color: inherit; background: var(--fb-soft); border: 1px solid var(--fb-line);
  border-radius: 4px; padding: 4px 12px; min-height: 32px; cursor: pointer; }
.fb-own button:is(:disabled, [aria-disabled=true]) { opacity: .5; cursor: default; }
.fb-own button[aria-pressed=true] { border: 2px solid var(--fb-focus); padding: 3px 11px; font-weight: 600; }
.fb-own .fb-first { font-weight: 600; }
.fb-own :is(button, summary):focus-visible { outline: 3px solid var(--fb-focus); outline-offset: 1px; }
.fb-own .fb-row { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 8px 0; }
.fb-own .fb-row > p { flex: 1 1 20em; margin: 0; }
.fb-own progress { width: 14em; }
.fb-own .fb-list { max-height: 12em; overflow-y: auto; padding: 3px; }
.fb-own .fb-list small { display: block; font-size: 12px; }
.fb-own .fb-list button { text-align: left; line-height: 1.3; }
.fb-own .fb-words { min-height: 2.9em; margin: 8px 0; }
.fb-own .fb-warn { border-left: 5px solid var(--fb-warn, #d55e00); padding-left: 8px; }
.fb-own p.fb-warn { font-weight: 600; }
.fb-own .fb-saved { min-height: 1.45em; }
.fb-own ul { margin: 4px 0; padding-left: 1.6em; }
.fb-own .fb-warn > ul { flex: 1 1 20em; }
.fb-own .fb-meter { min-height: 2.9em; margin: 8px 0; }
.fb-own .fb-meter ul { max-height: 9.6em; overflow-y: auto; }
.fb-own .fb-mark { fill: #fff; stroke: #000; paint-order: stroke; font-weight: 700; pointer-events: none; }
.fb-own .fb-carried { max-height: 11em; overflow-y: auto; }
.fb-own .fb-panes { display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start; }
.fb-own figure { flex: 1 1 300px; min-width: 0; margin: 0; }
.fb-own .fb-large figure { flex-basis: 100%; }
.fb-own figcaption { font-weight: 600; margin: 0 0 4px; }
.fb-own .fb-frame { position: relative; background: var(--fb-soft);
  width: min(100%, calc(var(--fb-tall, 480px) * var(--fb-wide) / var(--fb-high))); aspect-ratio: var(--fb-wide) / var(--fb-high); }
.fb-own .fb-large { --fb-tall: 85vh; }
.fb-own .fb-frame > * { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
.fb-own .fb-frame > img:not([src]) { visibility: hidden; }
.fb-own svg { touch-action: pinch-zoom; cursor: crosshair; overflow: visible; outline: none; user-select: none; }
.fb-own svg.fb-hit { cursor: pointer; }
.fb-own svg rect { fill: none; vector-effect: non-scaling-stroke; }
.fb-own g { outline: none; }
.fb-own .fb-rim { stroke: #000; stroke-width: 5px; }
.fb-own .fb-line { stroke: var(--fb-hidden, #e69f00); stroke-width: 2.5px; pointer-events: all; }
.fb-own g[data-doubtful] :is(.fb-rim, .fb-line) { stroke-dasharray: 10 6; }
.fb-own g[aria-checked=false] .fb-line { stroke: var(--fb-clear, #56b4e9); stroke-width: 3.5px; }
.fb-own g[aria-checked=false] .fb-rim { stroke-width: 6px; }
.fb-own g[aria-checked=false] :is(.fb-rim, .fb-line) { stroke-dasharray: .1 8; stroke-linecap: round; }
.fb-own svg .fb-handle { fill: #fff; stroke: #000; stroke-width: 1px; cursor: nwse-resize; }
.fb-own .fb-ring { stroke: none; }
.fb-own g:focus .fb-ring { stroke: #fff; stroke-width: 2px; filter: drop-shadow(0 0 1px #000) drop-shadow(0 0 1px #000); }
.fb-own .fb-ghost { stroke: #fff; stroke-width: 2px; stroke-dasharray: 4 4; filter: drop-shadow(0 0 1px #000); }
.fb-own .fb-key { display: inline-block; width: 26px; height: 12px; border: 3px solid var(--fb-hidden, #e69f00);
  vertical-align: -2px; box-sizing: border-box; outline: 1px solid #000; }
.fb-own .fb-key.fb-is-doubtful { border-style: dashed; outline: none; }
.fb-own .fb-key.fb-is-clear { border: 3px dotted var(--fb-clear, #56b4e9); outline: none; }
.fb-own kbd { border: 1px solid var(--fb-line); border-radius: 3px; padding: 0 4px; font-size: 12px; }
.fb-own .fb-help { font-size: 13px; }
.fb-own.fb-drop { outline: 3px dashed var(--fb-focus); outline-offset: -2px; }
.fb-own [hidden] { display: none !important; }
`;

/** Make an element. Names with a dash and `role` become attributes, everything else properties. */
function make(kind, properties = {}, ...children) {
  const element = document.createElement(kind);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "role" || name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

function rectangle(parent, className) {
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("class", className);
  parent.append(rect);
  return rect;
}

function place(rect, { left, top, right, bottom }, pad = 0) {
  rect.setAttribute("x", left - pad);
  rect.setAttribute("y", top - pad);
  rect.setAttribute("width", Math.max(0, right - left + 2 * pad));
  rect.setAttribute("height", Math.max(0, bottom - top + 2 * pad));
}

const edges = (face) => [face.left, face.top, face.right, face.bottom];

function render({ model, el }) {
  const view = Math.random().toString(36).slice(2);
  let piece = 1 << 20; // bytes a message; the kernel says how many
  let photo = null; // what is shown: as in the kernel's last message
  let selected = null; // number of the face that had the focus last
  let uploading = false;

  // --- the page ------------------------------------------------------------------------------------------------------

  const style = make("style", { textContent: STYLE });
  const input = make("input", { type: "file", multiple: true, accept: READABLE, hidden: true });
  const choose = button("Choose photos ...", () => input.click(), "fb-first");
  const news = make("p", { role: "status" });
  const progress = make("progress", { max: 1, value: 0, hidden: true, "aria-label": "Photos read" });
  const troubles = make("ul");
  const troubled = make("div", { className: "fb-row fb-warn", role: "alert", hidden: true }, troubles);
  troubled.append(button("Close", () => showTroubles([])));
  const list = make("div", { className: "fb-row fb-list", role: "group", "aria-label": "Your photos", hidden: true });

  const add = button("Add a box", () => addBox());
  const remove = button("Remove this box", () => removeBox());
  const hideAll = button("Hide all", () => act({ do: "set all", hidden: true }));
  const clearAll = button("Leave all clear", () => act({ do: "set all", hidden: false }));
  const large = button("Large pictures", () => enlarge());
  const forget = button("Take this photo away", () => act({ do: "forget" }));
  large.setAttribute("aria-pressed", "false");
  const words = make("p", { className: "fb-words", role: "status" });

  const original = make("img", { alt: "", draggable: false });
  const result = make("img", { draggable: false });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("role", "group");
  svg.setAttribute("tabindex", "-1");
  svg.setAttribute("preserveAspectRatio", "none");
  const ghost = rectangle(svg, "fb-ghost");
  ghost.style.display = "none";
  const heading = make("figcaption", { textContent: "Result" });
  const panes = make(
    "div",
    { className: "fb-panes" },
    make("figure", {}, make("figcaption", { textContent: "Photo" }), make("div", { className: "fb-frame" }, original, svg)),
    make("figure", {}, heading, make("div", { className: "fb-frame" }, result)),
  );
  const metered = make("p", { role: "status" });
  const failing = make("ul");
  const caveat = make("p", { className: "fb-help" });
  const meter = make("div", { className: "fb-meter" }, metered, failing, caveat);
  const help = make("div", { className: "fb-help" });
  help.innerHTML = `
    <p><span class="fb-key"></span> is hidden, <span class="fb-key fb-is-doubtful"></span> <b>?</b> is hidden and doubtful: the
    detector is not sure, so look at it. <span class="fb-key fb-is-clear"></span> stays clear, and a box with a white corner is
    one that you drew. <b>Mouse:</b> click a face to leave it clear, click again to hide it. Drag to draw a box around
    a face that was missed; drag such a box to move it, and its white corner to size it.
    <b>Keyboard:</b> <kbd>Tab</kbd> to a face; <kbd>Space</kbd> or <kbd>Enter</kbd> leaves it clear or hides it; <kbd>N</kbd> adds
    a box, arrow keys move it, <kbd>Shift</kbd> and arrow keys size it, <kbd>Delete</kbd> removes it;
    <kbd>Esc</kbd> goes on to the download.</p>`;
  const save = button("Download this photo", () => download(photo.id), "fb-first");
  const saveAll = button("Download all", () => download(null));
  const saved = make("p", { className: "fb-saved", role: "status" });
  const carries = make("p");
  const carried = make("ul", { className: "fb-carried" });

  const work = make(
    "div",
    { hidden: true },
    row(add, remove, hideAll, clearAll, large, forget),
    words,
    panes,
    meter,
    help,
    row(save, saveAll),
    saved,
    carries,
    carried,
  );
  const root = make("div", { className: "fb-own" }, style, row(choose, input, progress, news), troubled, list, work);
  el.append(root);
  const invitation = "or drop them here. They go to this notebook's kernel and nowhere else; nothing of them is saved in the notebook.";
  news.textContent = invitation;

  function button(text, onclick, className = "") {
    const click = (event) => event.currentTarget.ariaDisabled !== "true" && onclick();
    return make("button", { type: "button", textContent: text, onclick: click, className });
  }

  /** Switch a button off, but let it keep the focus: with `disabled`, who uses the keyboard would be thrown out. */
  function off(button, whether) {
    button.setAttribute("aria-disabled", String(whether));
  }

  function row(...children) {
    return make("div", { className: "fb-row" }, ...children);
  }

  function tell(element, text, warn = false) {
    if (element.textContent !== text) element.textContent = text; // a screen reader would speak the same words again
    element.classList.toggle("fb-warn", warn);
  }

  function showTroubles(texts) {
    troubles.replaceChildren(...texts.map((text) => make("li", { textContent: text })));
    troubled.hidden = texts.length === 0;
  }

  // --- questions to the kernel, and what it says ---------------------------------------------------------------------

  let requests = 0;
  const waiting = new Map();
  const pieces = new Map();

  /** Ask the kernel for something; the answer has a `trouble` if it failed. */
  function ask(what, buffers = []) {
    const request = ++requests;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const text = "The kernel has not answered for a while. It may be busy; if it was restarted, run this cell again.";
        tell(uploading || !photo ? news : words, text, true);
      }, PATIENCE);
      waiting.set(request, (answer) => {
        clearTimeout(timer);
        waiting.delete(request);
        resolve(answer);
      });
      try {
        model.send({ ...what, view, request }, undefined, buffers);
      } catch (error) {
        waiting.get(request)({ trouble: `The kernel cannot be reached (${error.message}); run this cell again.` });
      }
    });
  }

  /** Ask for something about the photo shown, and tell above it if it fails. */
  async function act(what) {
    const answer = await ask({ id: photo.id, ...what });
    if (answer.trouble) tell(words, answer.trouble, true);
    return answer;
  }

  const receive = {
    colours(message) {
      for (const name of ["hidden", "clear", "warn"]) root.style.setProperty(`--fb-${name}`, message[name]);
      piece = message.piece;
    },
    list(message) {
      const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
      list.replaceChildren(
        ...message.photos.map(({ id, name, note, warn }) => {
          const one = button("", () => ask({ do: "show", id }));
          one.append(name, make("small", { textContent: (warn ? "⚠ " : "") + note }));
          one.dataset.id = id;
          one.setAttribute("aria-pressed", String(id === message.shown));
          return one;
        }),
      );
      list.querySelector(`[data-id="${focused}"]`)?.focus();
      list.hidden = message.photos.length === 0;
      saveAll.hidden = message.photos.length < 2;
      saveAll.textContent = `Download all ${message.photos.length} as a ZIP file`;
    },
    photo(message, buffers) {
      if (message.id === null) {
        if (work.contains(document.activeElement)) choose.focus();
        work.hidden = true;
        photo = null;
        return;
      }
      work.hidden = false;
      const other = photo?.id !== message.id;
      if (other) {
        selected = null;
        for (const group of groups.values()) group.remove();
        groups.clear(); // every photo counts its faces from 1
        tell(saved, "");
        for (const picture of [original, result]) picture.removeAttribute("src");
      }
      photo = message;
      for (const face of photo.faces) {
        const box = moving.get(nameOf(photo.id, face.number));
        if (box) [face.left, face.top, face.right, face.bottom] = box; // newer than what the kernel knew
      }
      message.pictures.forEach((name, place) => setPicture(name === "original" ? original : result, buffers[place]));
      if (!message.pictures.includes("result")) result.removeAttribute("src");
      done();
      panes.style.setProperty("--fb-wide", message.width);
      panes.style.setProperty("--fb-high", message.height);
      svg.setAttribute("viewBox", `0 0 ${message.width} ${message.height}`);
      svg.setAttribute("aria-label", `Faces in ${message.name}`);
      result.alt = `Result: ${message.name}. ${message.words}`;
      tell(words, message.words, message.warn);
      save.textContent = message.nothing ? "Download this photo with nothing hidden" : "Download this photo";
      const some = message.metadata.length > 0;
      carries.textContent = some
        ? `${message.name} also carries what follows. The download carries none of it:`
        : `${message.name} carries no metadata, and neither does the download.`;
      carried.replaceChildren(...message.metadata.map((line) => make("li", { textContent: line })));
      carried.hidden = !some;
      // What the meter said was about the picture before. Its room stays, so that the buttons below do not jump.
      meter.style.minHeight = other || message.nothing ? "" : `${meter.offsetHeight}px`;
      showMeter({ words: "", fails: [] });
      draw();
    },
    meter(message) {
      if (photo?.id !== message.id) return;
      if (message.caveat) meter.style.minHeight = ""; // it is the last word
      showMeter(message);
      draw();
    },
    working(message) {
      working(message.text);
    },
    trouble(message) {
      done();
      tell(photo ? words : news, message.text, true);
    },
    piece(message, buffers) {
      if (message.view !== view) return; // another view of this widget asked
      if (!pieces.has(message.request)) pieces.set(message.request, []);
      pieces.get(message.request).push(...buffers);
    },
    done(message) {
      if (message.view !== view) return;
      done();
      waiting.get(message.request)?.(message);
    },
  };

  const onMessage = (message, buffers) => receive[message.is]?.(message, buffers);
  model.on("msg:custom", onMessage);

  function setPicture(picture, content) {
    const before = picture.src;
    picture.onload = picture.onerror = () => URL.revokeObjectURL(before);
    picture.src = URL.createObjectURL(new Blob([content], { type: "image/jpeg" }));
  }

  let later = null;
  /** Say that something is being done, unless it is done before anybody wonders. */
  function working(text) {
    clearTimeout(later);
    later = setTimeout(() => {
      heading.textContent = "Result (working ...)";
      if (text) tell(uploading || !photo ? news : words, text);
    }, 300);
  }

  function done() {
    clearTimeout(later);
    heading.textContent = "Result";
  }

  let marks = new Map(); // number of each face that the meter has seen fail -> how

  function showMeter(message) {
    tell(metered, message.words, message.fails.length > 0);
    failing.replaceChildren(...message.fails.map(({ words }) => make("li", { textContent: words })));
    caveat.textContent = message.caveat ?? "";
    marks = new Map(message.fails.map(({ number, words }) => [number, words]));
  }

  // --- boxes over the photo ------------------------------------------------------------------------------------------

  const groups = new Map();

  /** Pixels of the photo in one CSS pixel. */
  const unit = () => (photo ? photo.width / (svg.getBoundingClientRect().width || photo.width) : 1);

  function draw() {
    const present = new Set(photo.faces.map((face) => face.number));
    for (const [number, group] of groups) {
      if (present.has(number)) continue;
      if (group.contains(document.activeElement)) svg.focus();
      group.remove();
      groups.delete(number);
    }
    let next = ghost; // the one that follows in the tab order; those in place are left alone, to keep the focus
    [...photo.faces].reverse().forEach((face, place) => {
      let group = groups.get(face.number);
      if (!group) {
        group = newGroup(face);
        svg.insertBefore(group, next);
      }
      next = group;
      group.setAttribute("aria-checked", String(face.hidden));
      group.toggleAttribute("data-doubtful", face.doubtful);
      const what = face.drawn ? "box drawn by hand" : face.doubtful ? "face found, doubtful" : "face found";
      const at = photo.faces.length - place;
      const failed = marks.get(face.number);
      group.setAttribute("aria-label", `Hide ${at} of ${photo.faces.length}, ${what}${failed ? `. Meter: ${failed}` : ""}`);
      group.querySelector(".fb-mark").textContent = (face.doubtful ? "? " : "") + (failed ? `✗ ${at}` : "");
      locate(face);
    });
    enable();
  }

  function newGroup(face) {
    const group = document.createElementNS(SVG, "g");
    group.dataset.number = face.number;
    group.setAttribute("role", "checkbox");
    group.setAttribute("tabindex", "0");
    if (face.drawn) {
      group.setAttribute("aria-description", "Arrow keys move it, Shift and arrow keys size it, Delete removes it.");
    }
    for (const part of ["ring", "rim", "line"]) rectangle(group, `fb-${part}`);
    if (face.drawn) rectangle(group, "fb-handle");
    const mark = document.createElementNS(SVG, "text");
    mark.setAttribute("class", "fb-mark");
    mark.setAttribute("aria-hidden", "true");
    group.append(mark);
    groups.set(face.number, group);
    return group;
  }

  function locate(face) {
    const group = groups.get(face.number);
    const [ring, rim, line, handle] = group.querySelectorAll("rect");
    const mark = group.querySelector(".fb-mark");
    const one = unit();
    mark.style.fontSize = `${15 * one}px`; // in pixels of the photo, as everything here
    mark.style.strokeWidth = `${3 * one}px`;
    const above = face.top > 18 * one; // where there is room: on the face, it would hide what is to be looked at
    mark.setAttribute("x", face.left + (above ? 0 : 3) * one);
    mark.setAttribute("y", face.top + (above ? -4 : 15) * one);
    place(ring, face, 5 * one);
    place(rim, face);
    place(line, face);
    if (handle) place(handle, corner(face), 6 * one);
  }

  const corner = ({ right, bottom }) => ({ left: right, top: bottom, right, bottom });

  function enable() {
    off(remove, !faceOf(selected)?.drawn);
    off(hideAll, photo.faces.every((face) => face.hidden));
    off(clearAll, photo.faces.every((face) => !face.hidden));
  }

  const resized = new ResizeObserver(() => photo?.faces.forEach(locate));
  resized.observe(svg);

  const faceOf = (number) => photo?.faces.find((face) => face.number === number);
  const numberOf = (element) => Number(element.closest?.("g[data-number]")?.dataset.number) || null;

  function select(number) {
    groups.get(number)?.focus({ preventScroll: true });
  }

  svg.addEventListener("focusin", (event) => {
    selected = numberOf(event.target);
    enable();
  });

  /** The smallest face under a point; a tiny one is given a margin that can be hit. */
  function faceAt(x, y) {
    const near = photo.faces.filter((face) => {
      const [padX, padY] = [face.right - face.left, face.bottom - face.top].map((side) => Math.max(0, (TARGET * unit() - side) / 2));
      return x >= face.left - padX && x < face.right + padX && y >= face.top - padY && y < face.bottom + padY;
    });
    const area = (face) => (face.right - face.left) * (face.bottom - face.top);
    return near.sort((one, two) => area(one) - area(two))[0];
  }

  function pointOf(event) {
    const frame = svg.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) / frame.width) * photo.width,
      ((event.clientY - frame.top) / frame.height) * photo.height,
    ];
  }

  const within = (value, most) => Math.min(Math.max(Math.round(value), 0), most);

  /** Move a box by whole pixels, and keep all of it inside the photo. */
  function shifted([left, top, right, bottom], dx, dy) {
    const x = within(left + dx, photo.width - (right - left)) - left;
    const y = within(top + dy, photo.height - (bottom - top)) - top;
    return [left + x, top + y, right + x, bottom + y];
  }

  function sized([left, top, right, bottom], dx, dy) {
    const least = Math.max(4, Math.round(8 * unit())); // smaller ones could not be grasped any more
    const end = (start, value, most) => Math.min(Math.max(Math.round(value), start + least), most);
    return [left, top, end(left, right + dx, photo.width), end(top, bottom + dy, photo.height)];
  }

  function toggle(number) {
    return act({ do: "toggle", number });
  }

  // A box that is being moved, faster than the kernel answers: only its last place counts.
  const moving = new Map();
  const nameOf = (id, number) => `${id}/${number}`;
  async function change(number, box) {
    const face = faceOf(number);
    [face.left, face.top, face.right, face.bottom] = box;
    locate(face);
    const id = photo.id;
    const name = nameOf(id, number);
    const underWay = moving.has(name);
    moving.set(name, box);
    if (underWay) return;
    let told;
    do {
      told = moving.get(name);
      const answer = await ask({ do: "change", id, number, box: told });
      if (answer.trouble) {
        tell(words, answer.trouble, true);
        break;
      }
    } while (moving.get(name) !== told);
    moving.delete(name);
  }

  async function addBox(box) {
    const answer = await act({ do: "draw", box: box ?? usual() });
    if (answer.number) select(answer.number);
  }

  /** In the middle of the photo, as large as its faces are. */
  function usual() {
    const sides = photo.faces.map((face) => Math.max(face.right - face.left, face.bottom - face.top)).sort((a, b) => a - b);
    const least = Math.min(photo.width, photo.height);
    const side = Math.min(sides[sides.length >> 1] ?? least / 5, least);
    const [left, top] = [photo.width, photo.height].map((length) => Math.round((length - side) / 2));
    return [left, top, left + Math.round(side), top + Math.round(side)];
  }

  async function removeBox() {
    if (!faceOf(selected)?.drawn) return;
    await act({ do: "remove", number: selected });
    add.focus({ preventScroll: true });
  }

  function enlarge() {
    const on = panes.classList.toggle("fb-large");
    large.setAttribute("aria-pressed", String(on));
  }

  // By mouse, pen or finger.
  let drag = null;
  let dragged = false;

  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !photo) return;
    event.preventDefault(); // nothing is selected or dragged away
    const [x, y] = pointOf(event);
    dragged = false;
    const reach = TARGET / 2 * unit();
    const sizing = photo.faces.find((face) => face.drawn && Math.hypot(x - face.right, y - face.bottom) < reach);
    const face = sizing ?? faceAt(x, y);
    const what = sizing ? "size" : face?.drawn ? "move" : "draw";
    drag = { what, face, x, y, from: [event.clientX, event.clientY], box: face && edges(face) };
    if (face) select(face.number);
  });

  svg.addEventListener("pointermove", (event) => {
    if (!photo) return;
    const [x, y] = pointOf(event);
    svg.classList.toggle("fb-hit", !drag && Boolean(faceAt(x, y)));
    if (!drag) return;
    if (!dragged && Math.hypot(event.clientX - drag.from[0], event.clientY - drag.from[1]) < DRAG) return;
    if (!dragged) svg.setPointerCapture(event.pointerId);
    dragged = true;
    if (drag.what === "draw") {
      const xs = [within(drag.x, photo.width), within(x, photo.width)];
      const ys = [within(drag.y, photo.height), within(y, photo.height)];
      drag.drawn = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      const [left, top, right, bottom] = drag.drawn;
      place(ghost, { left, top, right, bottom });
      ghost.style.display = "";
    } else if (faceOf(drag.face.number)) {
      const step = drag.what === "move" ? shifted : sized;
      change(drag.face.number, step(drag.box, x - drag.x, y - drag.y));
    }
  });

  function drop() {
    drag = null;
    ghost.style.display = "none";
  }

  svg.addEventListener("pointerup", () => {
    const box = drag?.drawn;
    drop();
    if (box) addBox(box);
  });
  svg.addEventListener("pointercancel", drop);

  svg.addEventListener("click", (event) => {
    if (dragged || !photo) return;
    // Assistive technology clicks without a place.
    const number = event.detail === 0 ? numberOf(event.target) : faceAt(...pointOf(event))?.number;
    if (number) toggle(number);
  });

  // By keyboard.
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  work.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !photo) return;
    if (event.key.toLowerCase() === "n") addBox();
    else if (event.key === "Escape" && drag) drop();
    else if (event.key === "Escape") save.focus();
    else if (svg.contains(event.target) && numberOf(event.target)) onFace(event, faceOf(numberOf(event.target)));
    else return;
    event.preventDefault();
  });

  function onFace(event, face) {
    if (event.key === " " || event.key === "Enter") {
      if (!event.repeat) toggle(face.number);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      if (face.drawn) removeBox();
      else tell(words, "A detector found this face: Space leaves it clear. Only a box that you drew can be removed.");
    } else if (event.key in ARROWS) {
      if (!face.drawn) {
        tell(words, "A detector found this face. Only a box that you drew can be moved; press N to add one.");
        return;
      }
      const step = Math.max(1, Math.round(Math.max(photo.width, photo.height) / 200));
      const [dx, dy] = ARROWS[event.key].map((way) => way * step);
      change(face.number, (event.shiftKey ? sized : shifted)(edges(face), dx, dy));
    }
  }

  // A slip of the finger (B, X, D D) would be a command to the notebook. Ctrl+S and the like JupyterLab may have.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });

  // --- photos in -----------------------------------------------------------------------------------------------------

  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = ""; // so that the same file can be chosen again
    upload(files);
  });
  root.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    root.classList.add("fb-drop");
  });
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget)) root.classList.remove("fb-drop");
  });
  root.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    root.classList.remove("fb-drop");
    upload([...event.dataTransfer.files]);
  });

  async function upload(files) {
    if (!files.length) return;
    if (uploading) {
      tell(news, "Please wait until the photos chosen before are read.");
      return;
    }
    uploading = true;
    off(choose, true);
    progress.hidden = false;
    showTroubles([]);
    const failed = [];
    const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
    let before = 0;
    for (const [place, file] of files.entries()) {
      tell(news, `Reading photo ${place + 1} of ${files.length}: ${file.name}`);
      const first = failed.length === place; // none of those before could be shown
      const trouble = await send(file, first, (bytes) => (progress.value = (before + bytes) / total));
      if (trouble) failed.push(trouble);
      before += file.size;
      showTroubles(failed);
    }
    const read = files.length - failed.length;
    tell(news, `${read} of ${files.length} ${files.length === 1 ? "photo" : "photos"} read.`, failed.length > 0);
    progress.hidden = true;
    uploading = false;
    off(choose, false);
    // When files are dropped, another cell may be the active one, and JupyterLab keeps that one in view.
    setTimeout(() => choose.scrollIntoView({ block: "nearest" }), 100);
  }

  /** Send a file piece by piece, each when the one before has arrived; give what is wrong with it, if anything. */
  async function send(file, first, report) {
    for (let start = 0; ; start += piece) {
      let part;
      try {
        part = await file.slice(start, start + piece).arrayBuffer();
      } catch (error) {
        return `${file.name} cannot be read by the browser (${error.message}).`;
      }
      report(Math.min(start, file.size));
      const answer = await ask({ do: "upload", name: file.name, size: file.size, start, first }, [part]);
      if (answer.trouble || start + piece >= file.size) return answer.trouble;
    }
  }

  // --- photos out ----------------------------------------------------------------------------------------------------

  async function download(id) {
    for (const one of [save, saveAll]) off(one, true);
    tell(saved, "Making the file ...");
    const answer = await ask({ do: "download", id });
    for (const one of [save, saveAll]) off(one, false);
    const content = new Blob(pieces.get(answer.request) ?? []);
    pieces.delete(answer.request);
    if (answer.trouble) tell(saved, answer.trouble, true);
    else if (content.size !== answer.size) tell(saved, `${answer.name} did not arrive whole; try again.`, true);
    else {
      const url = URL.createObjectURL(content);
      make("a", { href: url, download: answer.name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      tell(saved, `${answer.name} is in your browser's downloads. ${answer.said}`);
    }
  }

  ask({ do: "hello" });
  return () => {
    model.off("msg:custom", onMessage);
    resized.disconnect();
    clearTimeout(later);
  };
}

export default { render };
