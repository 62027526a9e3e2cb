// The boxes over a photo: what the kernel found and what was drawn, by mouse, finger and keyboard. page.js has the rest.

const SVG = "http://www.w3.org/2000/svg";
const DRAG = 4; // CSS pixels that a hand moves while clicking
const TARGET = 24; // CSS pixels: the least that can be hit well (WCAG 2.2, 2.5.8)

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

/**
 * Draw boxes into `svg`, and tell the kernel what becomes of them. `work` is what their keys are pressed in; `ask` and
 * `act` ask the kernel, `say` tells the user, and `buttons` are those that a choice switches on and off, or leads to.
 */
function boxesOver({ svg, work, buttons, ask, act, say }) {
  let photo = null; // as in the kernel's last message
  let selected = null; // number of the face that had the focus last
  let marks = new Map(); // number of each face that the meter has seen fail -> how
  const ghost = rectangle(svg, "fb-ghost");
  ghost.style.display = "none";

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
    off(buttons.remove, !faceOf(selected)?.drawn);
    off(buttons.hideAll, photo.faces.every((face) => face.hidden));
    off(buttons.clearAll, photo.faces.every((face) => !face.hidden));
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
        say(answer.trouble, true);
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
    buttons.add.focus({ preventScroll: true });
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
    if (event.key === "Tab") return; // or nobody gets past a face by keyboard
    if (event.key.toLowerCase() === "n") addBox();
    else if (event.key === "Escape" && drag) drop();
    else if (event.key === "Escape") buttons.save.focus();
    else if (svg.contains(event.target) && numberOf(event.target)) onFace(event, faceOf(numberOf(event.target)));
    else return;
    event.preventDefault();
  });

  function onFace(event, face) {
    if (event.key === " " || event.key === "Enter") {
      if (!event.repeat) toggle(face.number);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      if (face.drawn) removeBox();
      else say("A detector found this face: Space leaves it clear. Only a box that you drew can be removed.");
    } else if (event.key in ARROWS) {
      if (!face.drawn) {
        say("A detector found this face. Only a box that you drew can be moved; press N to add one.");
        return;
      }
      const step = Math.max(1, Math.round(Math.max(photo.width, photo.height) / 200));
      const [dx, dy] = ARROWS[event.key].map((way) => way * step);
      change(face.number, (event.shiftKey ? sized : shifted)(edges(face), dx, dy));
    }
  }

  return {
    /** Show the boxes of a photo; those of another one that was shown before go. */
    show(message) {
      if (photo?.id !== message.id) {
        selected = null;
        for (const group of groups.values()) group.remove();
        groups.clear(); // every photo counts its faces from 1
      }
      photo = message;
      for (const face of photo.faces) {
        const box = moving.get(nameOf(photo.id, face.number));
        if (box) [face.left, face.top, face.right, face.bottom] = box; // newer than what the kernel knew
      }
      draw();
    },
    mark(fails) {
      marks = new Map(fails.map(({ number, words }) => [number, words]));
      if (photo) draw();
    },
    forget() {
      photo = null;
    },
    add: addBox,
    remove: removeBox,
    stop: () => resized.disconnect(),
  };
}
