// Your own video: people as strips. A row for each, with its thumbnail, a switch, and when it is seen.

const WIDE = 1000;
const HIGH = 24;
// Where a state is drawn: told apart by height and pattern, and not by colour alone.
const PLACES = { detected: [4, 18], bridged: [9, 9], held: [14, 4], doubtful: [7, 12], added: [4, 18], clear: [0, 3] };

const KEY = `<span class="fb-key">
  <svg viewBox="0 0 34 24"><rect class="fb-detected" y="4" width="34" height="18"/></svg> detected,
  <svg viewBox="0 0 34 24"><rect class="fb-bridged" y="9" width="34" height="9"/></svg> bridged: seen before and after,
  <svg viewBox="0 0 34 24"><rect class="fb-held" y="14" width="34" height="4"/></svg> held: seen only before or only after,
  <svg viewBox="0 0 34 24"><rect class="fb-doubtful" x="2" y="7" width="30" height="12"/></svg> doubtful,
  <svg viewBox="0 0 34 24"><rect class="fb-added" y="4" width="34" height="18"/></svg> drawn by hand,
  <svg viewBox="0 0 34 24"><rect class="fb-clear" y="0" width="34" height="4"/></svg> (on top) clear in what is written,
  <svg viewBox="0 0 34 24"><rect class="fb-look" y="2" width="34" height="20"/></svg> look at these frames.</span>`;

/** A strip over the whole clip, to be clicked. `seek` is told the share of the clip. */
function newStrip(seek) {
  const svg = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  // A click makes it the place where keys go; Tab passes it by.
  const strip = make("div", { className: "fb-strip", tabIndex: -1 }, svg);
  const go = (event) => {
    const frame = strip.getBoundingClientRect();
    seek(Math.min(Math.max((event.clientX - frame.left) / frame.width, 0), 1));
  };
  strip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    strip.setPointerCapture(event.pointerId);
    go(event);
  });
  strip.addEventListener("pointermove", (event) => strip.hasPointerCapture(event.pointerId) && go(event));
  return { strip, svg };
}

function rect(svg, className, start, end, length, [top, high]) {
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("class", `fb-${className}`);
  rect.setAttribute("x", (start / length) * WIDE);
  rect.setAttribute("width", Math.max(((end - start) / length) * WIDE, 1.5)); // one frame of an hour can be seen, too
  rect.setAttribute("y", top);
  rect.setAttribute("height", high);
  svg.append(rect);
}

/** Rows of people. `act` is told what was asked for: choose, toggle and seek. */
function newRows(act) {
  const list = make("div", { className: "fb-people", role: "group", "aria-label": "People in the clip" });
  const head = make("div", { className: "fb-head", hidden: true });
  const whole = make("div", { className: "fb-rows" }, head, list);
  const rows = new Map(); // key -> what the kernel said, and its elements
  const pictures = new Map(); // number of a track -> Blobs
  let chosen = null;
  let length = 1;

  function element(row) {
    const face = make("img", { alt: "", hidden: true });
    const name = make("span");
    const who = make("button", { type: "button", onclick: () => choose(row.key, true) }, face, name);
    const toggle = make("button", { type: "button", role: "switch", onclick: () => act.toggle(rows.get(row.key)) });
    const { strip, svg } = newStrip((share) => {
      choose(row.key);
      act.seek(share);
    });
    const line = make("div", { className: "fb-line", role: "group" }, make("div", { className: "fb-who" }, who, toggle), strip);
    return { line, who, face, name, toggle, svg };
  }

  function show(row) {
    const before = rows.get(row.key);
    const parts = before?.parts ?? element(row);
    rows.set(row.key, { ...row, parts });
    const text = JSON.stringify([row, length]);
    if (before?.text === text) return parts;
    rows.get(row.key).text = text;
    tell(parts.name, row.name + (row.doubtful ? " ?" : ""));
    parts.toggle.hidden = row.box !== null;
    parts.toggle.setAttribute("aria-checked", String(row.hidden));
    parts.toggle.setAttribute("aria-label", `Hide ${row.name}`);
    parts.toggle.textContent = row.hidden ? "■ hidden" : "□ clear";
    const state = row.box === null ? (row.hidden ? "hidden, " : "clear, ") : "hidden, ";
    parts.line.setAttribute("aria-label", `${row.name}, ${state}${row.words}`);
    parts.who.setAttribute("aria-label", `${row.name}${row.doubtful ? ", doubtful" : ""}: ${row.words}`);
    parts.svg.replaceChildren();
    for (const [state, start, end] of row.runs) rect(parts.svg, state, start, end, length, PLACES[state]);
    for (const [start, end] of row.clear) rect(parts.svg, "clear", start, end, length, PLACES.clear);
    showFace(row.key);
    return parts;
  }

  function showFace(key) {
    const row = rows.get(key);
    const picture = row.numbers.map((number) => pictures.get(number)?.[0]).find(Boolean);
    if (!picture || row.picture === picture) return;
    row.picture = row.parts.picture = picture;
    row.parts.face.hidden = false;
    setPicture(row.parts.face, picture);
  }

  /** Show these rows and no others, in this order. Elements stay, to keep the focus. */
  function set(given, seconds) {
    length = seconds || 1;
    const keys = new Set(given.map((row) => row.key));
    for (const [key, row] of rows) {
      if (keys.has(key)) continue;
      if (row.parts.line.contains(document.activeElement)) act.lost();
      row.parts.line.remove();
      rows.delete(key);
    }
    let after = null;
    for (const row of given) {
      const { line } = show(row);
      if (after ? after.nextSibling !== line : list.firstChild !== line) list.insertBefore(line, after ? after.nextSibling : list.firstChild);
      after = line;
    }
    if (!rows.has(chosen)) {
      const heir = given.find((row) => row.numbers.some((number) => chosen?.split("-").includes(String(number))));
      choose(heir?.key ?? given[0]?.key ?? null);
    } else choose(chosen);
  }

  function choose(key, told = false) {
    chosen = key;
    for (const [name, { parts }] of rows) {
      parts.line.toggleAttribute("data-chosen", name === key);
      parts.who.setAttribute("aria-pressed", String(name === key));
    }
    act.chosen(rows.get(key) ?? null, told);
  }

  return {
    list: whole,
    head,
    set,
    choose,
    all: () => [...rows.values()],
    chosen: () => rows.get(chosen) ?? null,
    /** Choose the next row, or the one before. */
    move(way) {
      const keys = [...rows.keys()];
      const order = [...list.children].map((line) => keys.find((key) => rows.get(key).parts.line === line));
      const at = order.indexOf(chosen);
      const next = order[Math.min(Math.max(at + way, 0), order.length - 1)];
      if (next === undefined) return;
      choose(next, true);
      rows.get(next).parts.line.scrollIntoView({ block: "nearest" });
      if (list.contains(document.activeElement)) rows.get(next).parts.who.focus({ preventScroll: true });
    },
    withTrack: (number) => [...rows.values()].find((row) => row.numbers.includes(number)),
    addPictures({ tracks, counts }, buffers) {
      let from = 0;
      tracks.forEach((number, at) => {
        if (counts[at]) pictures.set(number, buffers.slice(from, from + counts[at]));
        from += counts[at];
      });
      for (const key of rows.keys()) showFace(key);
    },
    pictures: (row) => row.numbers.flatMap((number) => pictures.get(number) ?? []),
    clear() {
      pictures.clear();
      set([], 1);
    },
  };
}

/** The strip above all rows: which frames need a look, and when the whole picture is hidden or nothing is. */
function drawLooks(svg, looks, spans, times, length) {
  svg.replaceChildren();
  for (const [start, end, what] of spans) rect(svg, "span", start, end ?? length, length, what === "hide" ? [0, 24] : [20, 4]);
  for (const [first, last] of looks) rect(svg, "look", times[first], times[last + 1] ?? length, length, [2, 16]);
}

/** What can be done with the row that is chosen: look at its pictures, join it, part it, mend it. */
function newDetails(act) {
  const words = make("p", { role: "status" });
  const faces = make("div", { className: "fb-bar" });
  const other = make("select", { "aria-label": "Another row of the same person" });
  const join = button("Join: the same person", () => other.value && act.join(other.value));
  const part = button("Part: not the same person", () => act.part());
  const change = button("Change this box", () => act.change());
  const remove = button("Remove this box", () => act.remove());
  const suggestions = make("ul");
  const box = make("div", { className: "fb-small" }, words, faces, make("div", { className: "fb-bar" }, other, join, part, change, remove), suggestions);
  return {
    box,
    show(row, rows, pictures, suggested) {
      tell(words, row ? `${row.name}: ${row.words}.` : "");
      faces.replaceChildren();
      for (const content of pictures) {
        const picture = make("img", { alt: `${row.name}, clear`, height: 72 });
        setPicture(picture, content);
        faces.append(picture);
      }
      const others = rows.filter((one) => one !== row && one.box === null);
      const joinable = row && row.box === null && others.length > 0;
      const before = other.value;
      other.replaceChildren(...others.map((one) => make("option", { value: one.key, textContent: one.name })));
      if (others.some((one) => one.key === before)) other.value = before;
      for (const one of [other, join]) one.hidden = !joinable;
      part.hidden = !row || row.numbers.length < 2;
      change.hidden = remove.hidden = !row || row.box === null;
      suggestions.replaceChildren(
        ...suggested.map((one) => {
          const name = (numbers) => `face ${numbers.join(", ")}`;
          const accept = button(`Join ${name(one.one)} and ${name(one.other)}`, () => act.accept(one));
          return make("li", {}, `Face ${one.other.join(", ")} ${one.words} `, accept);
        }),
      );
      off(join, !joinable);
    },
  };
}
