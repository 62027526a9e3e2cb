// Your own video in the page: what all parts share. Elements, the style, and questions to the kernel.
// page.py holds the clip and decides; these files show and ask. The widget's state stays empty: whatever is a user's
// travels in messages, so that there is nothing for JupyterLab to save in the notebook.

const SVG = "http://www.w3.org/2000/svg";
const PATIENCE = 20_000; // ms until the page says that the kernel does not answer

const STYLE = `
.fb-vid { --fb-line: var(--jp-border-color1, #767676); --fb-paper: var(--jp-layout-color1, #fff);
  --fb-soft: var(--jp-layout-color2, #eee); --fb-focus: var(--jp-brand-color1, #0072b2); --fb-ink: var(--jp-ui-font-color1, #222);
  --fb-tall: clamp(150px, 33vh, 420px); --fb-who: 232px;
  color: var(--fb-ink); font: 14px/1.4 var(--jp-ui-font-family, sans-serif); padding: 2px; }
.fb-vid p { margin: 3px 0; }
.fb-vid h4 { font-size: 14px; margin: 12px 0 4px; }
.fb-vid :is(button, select, input) { font: inherit; color: inherit; background: var(--fb-soft); border: 1px solid var(--fb-line);
  border-radius: 4px; min-height: 30px; box-sizing: border-box; }
.fb-vid button { padding: 2px 10px; cursor: pointer; }
.fb-vid button:is(:disabled, [aria-disabled=true]) { opacity: .55; cursor: default; }
.fb-vid button[aria-pressed=true] { border: 2px solid var(--fb-focus); padding: 1px 9px; font-weight: 600; }
.fb-vid .fb-first { font-weight: 600; }
.fb-vid :is(button, select, input, summary, .fb-pane, .fb-report):focus-visible { outline: 3px solid var(--fb-focus); outline-offset: 1px; }
.fb-vid .fb-bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin: 4px 0; }
.fb-vid .fb-bar > p { flex: 1 1 14em; margin: 0; }
.fb-vid input[type=text] { flex: 1 1 10em; min-width: 8em; padding: 0 6px; }
.fb-vid input[type=number] { width: 6.5em; padding: 0 4px; }
.fb-vid input[type=checkbox] { min-height: 18px; width: 18px; vertical-align: -4px; }
.fb-vid progress { width: 12em; }
.fb-vid .fb-warn { border-left: 5px solid var(--fb-warn, #d55e00); padding-left: 8px; }
.fb-vid p.fb-warn { font-weight: 600; }
.fb-vid .fb-panes { display: flex; gap: 8px; }
.fb-vid figure { flex: 1 1 0; min-width: 0; margin: 0; }
.fb-vid figcaption { font-weight: 600; font-size: 13px; }
.fb-vid .fb-one { --fb-tall: clamp(150px, 46vh, 700px); }
.fb-vid .fb-pane { position: relative; background: var(--fb-soft); outline-offset: -3px;
  width: min(100%, calc(var(--fb-tall) * var(--fb-wide, 16) / var(--fb-high, 9))); aspect-ratio: var(--fb-wide, 16) / var(--fb-high, 9); }
.fb-vid .fb-pane > * { position: absolute; inset: 0; width: 100%; height: 100%; display: block; }
.fb-vid .fb-pane > img:not([src]) { visibility: hidden; }
.fb-vid .fb-pane svg { touch-action: pinch-zoom; cursor: crosshair; overflow: hidden; user-select: none; }
.fb-vid .fb-pane rect { fill: none; vector-effect: non-scaling-stroke; }
.fb-vid .fb-rim { stroke: #000; stroke-width: 4.5px; }
.fb-vid .fb-edge { stroke: var(--fb-hidden, #e69f00); stroke-width: 2.5px; }
.fb-vid [data-doubtful] :is(.fb-rim, .fb-edge) { stroke-dasharray: 8 5; }
.fb-vid [data-state=clear] .fb-edge { stroke: var(--fb-clear, #56b4e9); }
.fb-vid [data-state=clear] :is(.fb-rim, .fb-edge) { stroke-dasharray: .1 7; stroke-linecap: round; }
.fb-vid [data-state=draft] .fb-edge { stroke: #fff; stroke-dasharray: 5 4; }
.fb-vid [data-chosen] .fb-rim { stroke-width: 8px; }
.fb-vid .fb-pane text { fill: #fff; stroke: #000; paint-order: stroke; font-weight: 700; pointer-events: none; }
.fb-vid .fb-pane .fb-handle { fill: #fff; stroke: #000; stroke-width: 1px; cursor: nwse-resize; }
.fb-vid .fb-words { min-height: 1.4em; }
.fb-vid .fb-time { font-variant-numeric: tabular-nums; }
.fb-vid .fb-line { display: grid; grid-template-columns: var(--fb-who) 1fr; gap: 6px; align-items: center; }
.fb-vid .fb-line input[type=range] { width: calc(100% + 16px); margin: 0 -8px; min-height: 24px; background: none; border: 0; }
.fb-vid .fb-rows { max-height: max(190px, 31vh); overflow-y: auto; border: 1px solid var(--fb-line); }
.fb-vid .fb-head { position: sticky; top: 0; z-index: 1; background: var(--fb-paper); padding-left: 4px; border-bottom: 1px solid var(--fb-line); }
.fb-vid .fb-head .fb-strip { height: 18px; }
.fb-vid .fb-people .fb-line { min-height: 40px; content-visibility: auto; contain-intrinsic-height: 40px; border-left: 4px solid transparent; }
.fb-vid .fb-people .fb-line[data-chosen] { border-left-color: var(--fb-focus); background: var(--fb-soft); }
.fb-vid .fb-who { display: flex; gap: 4px; align-items: center; min-width: 0; }
.fb-vid .fb-who > button:first-child { flex: 1 1 auto; min-width: 0; display: flex; align-items: center; gap: 5px; text-align: left;
  padding: 1px 4px; min-height: 36px; overflow: hidden; }
.fb-vid .fb-who img { width: 32px; height: 32px; object-fit: cover; border-radius: 3px; flex: none; }
.fb-vid .fb-who [role=switch] { width: 78px; flex: none; padding: 1px 4px; min-height: 36px; }
.fb-vid .fb-who [aria-checked=false] { border: 2px dotted var(--fb-clear, #56b4e9); font-weight: 600; }
.fb-vid .fb-strip { position: relative; height: 28px; cursor: pointer; }
.fb-vid .fb-strip svg { width: 100%; height: 100%; display: block; background: var(--fb-paper); border-bottom: 1px solid var(--fb-line); }
.fb-vid .fb-strip::after { content: ""; position: absolute; top: 0; bottom: 0; left: calc(var(--fb-at, 0) * 100%); width: 2px;
  margin-left: -1px; background: var(--fb-warn, #d55e00); }
.fb-vid .fb-detected, .fb-key .fb-detected { fill: #0072b2; }
.fb-vid .fb-bridged { fill: #0072b2; opacity: .75; }
.fb-vid .fb-held { fill: #0072b2; opacity: .75; }
.fb-vid .fb-doubtful { fill: none; stroke: #b35a00; stroke-width: 2px; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
.fb-vid .fb-added { fill: #8a6d00; }
.fb-vid .fb-clear { fill: #009e73; }
.fb-vid .fb-look { fill: #d55e00; }
.fb-vid .fb-span { fill: #555; opacity: .5; }
.fb-vid .fb-key svg { width: 34px; height: 16px; vertical-align: -3px; border: 1px solid var(--fb-line); background: var(--fb-paper); }
.fb-vid kbd { border: 1px solid var(--fb-line); border-radius: 3px; padding: 0 4px; font-size: 12px; }
.fb-vid .fb-small { font-size: 13px; }
.fb-vid ul { margin: 2px 0; padding-left: 1.4em; }
.fb-vid .fb-report { white-space: pre-wrap; max-height: 12em; overflow: auto; border: 1px solid var(--fb-line); padding: 6px; margin: 4px 0; }
.fb-vid.fb-drop { outline: 3px dashed var(--fb-focus); outline-offset: -2px; }
.fb-vid .fb-heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.fb-vid [hidden] { display: none !important; }
`;

function draw(kind, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const bar = (...children) => make("div", { className: "fb-bar" }, ...children);

/** Write words; the same words again are not, for a screen reader would speak them again. */
function tell(element, text, warn = false) {
  if (element.textContent !== text) element.textContent = text;
  element.classList.toggle("fb-warn", warn);
}

function place(rect, [left, top, right, bottom]) {
  rect.setAttribute("x", left);
  rect.setAttribute("y", top);
  rect.setAttribute("width", Math.max(0, right - left));
  rect.setAttribute("height", Math.max(0, bottom - top));
}

const seconds = (value) => `${value.toFixed(2)} s`;

/** How long something takes, in the words that are read at a glance. */
function duration(value) {
  if (value < 90) return `${Math.max(1, Math.round(value))} s`;
  return value < 5400 ? `${Math.round(value / 60)} min` : `${(value / 3600).toFixed(1)} h`;
}

function setPicture(picture, content) {
  const before = picture.src;
  picture.onload = picture.onerror = () => before && URL.revokeObjectURL(before);
  picture.src = URL.createObjectURL(new Blob([content], { type: "image/jpeg" }));
}

function save(name, parts, type) {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** Questions to the kernel. `receive` is called with what it says, `silent` when it does not answer, and does again. */
function connect(model, receive, silent) {
  const view = Math.random().toString(36).slice(2);
  const waiting = new Map();
  const pieces = new Map();
  let requests = 0;

  /** Ask for something; the answer has a `trouble` if it failed. */
  function ask(what, buffers = []) {
    const request = ++requests;
    return new Promise((resolve) => {
      const timer = setTimeout(() => silent(true), PATIENCE);
      waiting.set(request, (answer) => {
        clearTimeout(timer);
        waiting.delete(request);
        silent(false);
        resolve(answer);
      });
      try {
        model.send({ ...what, view, request }, undefined, buffers);
      } catch (error) {
        waiting.get(request)({ trouble: `The kernel cannot be reached (${error.message}); run this cell again.` });
      }
    });
  }

  function onMessage(message, buffers) {
    if (message.is === "done") {
      if (message.view === view) waiting.get(message.request)?.(message);
    } else if (message.is === "piece") {
      if (message.view === view) pieces.set(message.request, buffers[0]);
    } else receive(message, buffers);
  }
  model.on("msg:custom", onMessage);

  /** Ask for a piece of a file. */
  async function piece(what) {
    const request = requests + 1;
    const answer = await ask(what);
    const content = pieces.get(request);
    pieces.delete(request);
    return { ...answer, content };
  }

  /** Send a file piece by piece, each when the one before has arrived; give what is wrong, if anything. */
  async function upload(what, file, size, report) {
    for (let start = 0; ; start += size) {
      let part;
      try {
        part = await file.slice(start, start + size).arrayBuffer();
      } catch (error) {
        await ask({ do: "give up upload" });
        return `${file.name} cannot be read by the browser (${error.message}).`;
      }
      if (report(start) === false) {
        await ask({ do: "give up upload" });
        return "Stopped; nothing of it was kept.";
      }
      const answer = await ask({ do: "upload", what, name: file.name, size: file.size, start }, [part]);
      if (answer.trouble || start + size >= file.size) return answer.trouble;
    }
  }

  return { ask, piece, upload, close: () => model.off("msg:custom", onMessage) };
}
