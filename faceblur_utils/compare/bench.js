// Controls and the picture that they move, together on any screen. bench.py sends what has changed, and the words.
// The page tells the kernel the newest value only: while an answer is under way, those before it are skipped.

const LOST = 8000; // ms after which it says why that may be
const RESTS = 700; // ms without a change after which a screen reader hears the caption
const PLAYED = 6000; // ms from strength 0 to 1
const SMALLEST = 200; // pixels of height below which nothing is made smaller
const LOW = 420; // pixels of height below which only strength, view and picture stay in sight
const KEYS = () =>
  _("Keys: arrows move the strength, 1 to 9 show a method alone, 0 all, Space plays, F flips, D shows differences, comma and full stop move the curtain, Escape goes back.");
const STILL = () => _("A still picture: run this cell to move the sliders.");

function render({ model, el }) {
  translations = model.get("spoken") ?? {};
  const view = Math.random().toString(36).slice(2);
  const knobs = new Map();
  const groups = new Map();
  let told = { fits: false, panels: [], methods: 0 };

  // --- the page ------------------------------------------------------------------------------------------------------

  const picture = makePicture();
  const first = make("div", { className: "fb-first" });
  const rest = make("details", { className: "fb-rest" }, make("summary", { textContent: _("More controls") }));
  const present = button(_("Present"), () => (presenting() ? leave() : enter()));
  const play = button(_("Play"), () => toggle());
  const flipping = button(_("Flip by itself"), () => flipByItself(!picture.flipping));
  const save = button(_("Save picture"), () => ask({ do: "picture" }));
  const film = button(_("Save film"), () => ask({ do: "film" }));
  play.title = _("Move the strength from 0 to 1.");
  film.title = _("An MP4 in which the strength goes from 0 to 1.");
  const buttons = make("div", { className: "fb-buttons", hidden: true }, present, play, flipping, save, film);
  const controls = make("div", { className: "fb-controls" }, first, buttons, rest);
  const waiting = make("span", { role: "status" });
  const bar = make("progress", { max: 1, "aria-label": _("How much is done") });
  const busy = make("div", { className: "fb-busy", hidden: true }, waiting, bar);
  const stage = make("div", { className: "fb-stage" }, picture.canvas, busy);
  const caption = make("p");
  const help = make("p", { className: "fb-help", textContent: KEYS() });
  const spoken = make("div", { className: "fb-spoken", role: "status" });
  const trouble = make("p", { className: "fb-trouble", role: "alert", hidden: true });
  const copies = make("div", { className: "fb-copy" });
  const saved = make("p", { role: "status" });
  const below = make("div", { className: "fb-below", tabIndex: 0, role: "group", "aria-label": _("About the picture") });
  below.append(trouble, caption, copies, saved, help);
  const rows = make("div", { tabIndex: 0, role: "group", "aria-label": _("Calls and measures") });
  const table = make("details", { className: "fb-table", hidden: true }, make("summary", { textContent: _("All calls, and what was measured") }), rows);
  const main = make("div", { className: "fb-main", hidden: true }, controls, stage, below);
  const still = make("img", { className: "fb-still", alt: "" });
  const stillNote = make("p", { textContent: STILL() });
  const root = make("div", { className: "fb-bench" }, still, stillNote, main, table, spoken);
  root.dataset.lmSuppressShortcuts = "true"; // keys pressed here are not the notebook's
  el.append(root);
  let url = null;
  const showStill = () => {
    const bytes = model.get("still");
    if (!main.hidden || !bytes?.byteLength) return;
    if (url) URL.revokeObjectURL(url);
    url = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    still.src = url;
    still.alt = model.get("words");
  };
  still.hidden = stillNote.hidden = !model.get("still")?.byteLength;
  showStill();
  model.on("change:still", showStill);

  const questions = makeQuestions(model, view, late);
  const { ask } = questions;
  const put = (name, value) => {
    if (name === "curtain") picture.hang(value);
    questions.put(name, value);
  };

  /** Say that an answer is late, and why that may be. */
  function late() {
    const waits = questions.waiting();
    if (waits < LATE || told.busy) return;
    say(waits < LOST ? _("Working ...") : _("The kernel has not answered for a while: it may be running another cell, or have stopped."), null);
    setTimeout(late, 1000);
  }

  function say(words, share) {
    busy.hidden = !words;
    if (waiting.textContent !== words) waiting.textContent = words;
    if (share === null || share === undefined) bar.removeAttribute("value");
    else bar.value = share;
  }

  // --- from the kernel -----------------------------------------------------------------------------------------------

  function onMessage(message, buffers) {
    if (message.is !== "state") return;
    const came = performance.now();
    const flight = questions.answered(message);
    if (main.hidden) {
      main.hidden = false;
      still.hidden = stillNote.hidden = true;
    }
    told = { ...told, ...message };
    const answered = knobs.get(flight?.name);
    if (answered) answered.waits = questions.pending(flight.name);
    showKnobs(message.knobs ?? {});
    answered?.show({});
    if (message.file) return download(message.file, buffers.at(-1));
    if (message.picture) {
      const figure = message.picture.figure;
      picture.take(message.picture, buffers).then((took) => {
        if (figure) arrange();
        const detail = { ...took, name: flight?.name, value: flight?.value, at: flight?.at, sent: flight?.sent, came, kernel: message.kernel };
        requestAnimationFrame(() => {
          root.dispatchEvent(new CustomEvent("painted", { detail }));
          if (!figure) setTimeout(arrange); // it makes the page lay itself out, for which new pixels do not wait
        });
      });
    }
    if (message.alt !== undefined) picture.canvas.setAttribute("aria-label", message.alt);
    if (message.caption !== undefined) showCaption(message.caption);
    if (message.copy) copies.replaceChildren(...message.copy.map(copyRow));
    if (message.trouble !== undefined) {
      trouble.textContent = message.trouble;
      trouble.hidden = !message.trouble;
      if (message.trouble) below.scrollTop = 0;
    }
    if (message.table !== undefined) {
      rows.innerHTML = message.table;
      table.hidden = !message.table;
    }
    say(told.busy?.[0] ?? "", told.busy?.[1]);
    if (message.fits !== undefined) buttons.hidden = !message.fits;
    stage.classList.toggle("fb-drag", shows("curtain"));
    stage.classList.toggle("fb-click", ["side by side", "difference", "one method"].some(shows));
    flipping.hidden = !shows("flip");
    tellFront(); // said at once, so that its line has its room before the first flip
    if (told.fits && !stage.hasAttribute("tabindex")) {
      stage.tabIndex = 0;
      stage.setAttribute("role", "group");
      stage.setAttribute("aria-label", `${_("Picture.")} ${KEYS()}`);
    }
    if (!message.picture) arrange();
    questions.pump();
  }

  function showKnobs(states) {
    for (const [name, state] of Object.entries(states)) {
      const knob = knobs.get(name);
      if (!knob) {
        const made = drawKnob(name, state, (value) => put(name, value));
        knobs.set(name, made);
        groupOf(state.group).append(made.element);
        continue;
      }
      // What somebody is moving now is not moved back by an answer to a question before.
      if (questions.pending(name)) delete state.value;
      else if (name === "curtain" && state.value !== undefined) picture.hang(state.value);
      knob.show(state);
    }
    for (const group of groups.values()) group.hidden = [...group.children].every((child) => child.hidden);
    rest.hidden = groups.size < 2;
  }

  function groupOf(name) {
    if (!groups.has(name)) {
      const group = groups.size ? make("div", { className: "fb-group" }) : first;
      if (groups.size) rest.append(group);
      groups.set(name, group);
    }
    return groups.get(name);
  }

  let resting;
  function showCaption(text) {
    caption.textContent = text;
    clearTimeout(resting);
    resting = setTimeout(() => (spoken.textContent = text), RESTS);
  }

  function download([name, type, note], bytes) {
    const link = make("a", { href: URL.createObjectURL(new Blob([bytes], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    saved.textContent = `Saved as ${name}, where the browser keeps what it downloads. ${note}`;
    below.scrollTop = saved.offsetTop;
  }

  // --- all of it in sight --------------------------------------------------------------------------------------------

  let lowest = 0; // height that the words below the picture have needed
  let lastWidth = 0;
  let lastRoom;
  let opened = null; // whether somebody has opened or closed the other controls
  rest.querySelector("summary").addEventListener("click", () => (opened = !rest.open));
  rest.addEventListener("toggle", arrange);

  function visibleHeight() {
    if (presenting()) return window.innerHeight - 20;
    // Inside a cell, outputs may scroll by themselves: it is the notebook's height that counts.
    let scroller = root.closest(".jp-Cell")?.parentElement ?? root.parentElement;
    const scrolls = (one) => /auto|scroll/.test(getComputedStyle(one).overflowY) && one.clientHeight > 120;
    while (scroller && !scrolls(scroller)) scroller = scroller.parentElement;
    const whole = scroller && scroller !== document.documentElement ? Math.min(scroller.clientHeight, window.innerHeight) : window.innerHeight;
    // A short cell and what it shows are looked at together.
    const input = root.closest(".jp-Cell")?.querySelector(".jp-Cell-inputWrapper")?.offsetHeight ?? 0;
    return whole - (input < whole / 5 ? input : 0) - 22;
  }

  function arrange() {
    const width = root.clientWidth;
    if (!width || main.hidden) return;
    if (width !== lastWidth) [lastWidth, lowest] = [width, 0];
    const large = presenting() || knobs.get("projector")?.state.value === true;
    root.classList.toggle("fb-large", large);
    const height = Math.max(SMALLEST, visibleHeight());
    const column = large ? 380 : 270;
    const low = height < LOW;
    if (low !== rest.contains(buttons)) { // moved only then: an element that is put anew loses the focus
      if (low) rest.append(buttons);
      else controls.insertBefore(buttons, rest);
    }
    const most = Math.max(44, Math.min(large ? 220 : 140, 0.22 * height));
    main.style.setProperty("--fb-below", "auto");
    lowest = Math.max(lowest, Math.min(most, below.scrollHeight + 2));
    main.style.setProperty("--fb-below", `${lowest}px`);
    main.style.setProperty("--fb-height", `${height}px`);
    main.style.setProperty("--fb-column", `${column}px`);
    const aside = width >= (large ? 900 : 600) && (groups.size > 1 || larger(width, height, column));
    root.classList.toggle("fb-side", aside);
    rest.open = opened ?? aside;
    rest.style.maxHeight = "";
    if (!aside && rest.open) rest.style.maxHeight = `${Math.max(80, 0.55 * height - lowest - first.offsetHeight)}px`;
    const room = {
      width: Math.floor((aside ? width - column - 12 : width) - 8),
      height: Math.floor(height - lowest - (aside ? 0 : controls.offsetHeight) - 14),
      ratio: Math.min(2, Math.max(1, window.devicePixelRatio)),
      large,
    };
    picture.fit(room.width, Math.max(60, room.height), told.fits && lastRoom ? lastRoom.ratio : 1);
    if (told.fits) tellRoom(room);
  }

  /** Whether the picture of few controls is larger beside them than below them. */
  function larger(width, height, column) {
    const [wide, high] = picture.size;
    const scale = (across, down) => Math.min(1, across / wide, down / high);
    return scale(width - column - 20, height - lowest) > 1.1 * scale(width, height - lowest - first.offsetHeight);
  }

  let roomTimer = null;
  function tellRoom(room) {
    const near = lastRoom && ["width", "height"].every((name) => Math.abs(room[name] - lastRoom[name]) < 5);
    if (room.height < 40 || (near && lastRoom.ratio === room.ratio && lastRoom.large === room.large)) return;
    clearTimeout(roomTimer);
    roomTimer = setTimeout(() => {
      lastRoom = room;
      ask({ do: "room", room });
    }, lastRoom ? 200 : 0);
  }

  // --- views, keys, pointers -----------------------------------------------------------------------------------------

  const shows = (name) => {
    const state = knobs.get("view")?.state;
    return state?.options[state.value] === name;
  };

  function choose(name, value) {
    const knob = knobs.get(name);
    const place = typeof value === "number" ? value : knob.state.options.indexOf(value);
    knob.show({ value: place });
    put(name, place);
  }

  function alone(method) {
    if (method === null || method === undefined || method >= told.methods) return;
    choose("method", method);
    choose("view", "one method");
  }

  function flipByItself(on) {
    picture.flip(on, tellFront);
    flipping.setAttribute("aria-pressed", String(on));
  }

  let front = ""; // what was said last
  function tellFront() {
    const side = shows("flip") && knobs.get(picture.front ? "right" : "left").state;
    const now = side ? `Now: ${side.options[side.value]}` : "";
    if (now !== front) saved.textContent = front = now;
  }

  let playing = null;
  function toggle() {
    if (playing) return stop();
    const knob = knobs.get("strength");
    if (knob.state.disabled) return;
    const started = performance.now();
    play.textContent = _("Stop");
    playing = setInterval(() => {
      const share = Math.min(1, (performance.now() - started) / PLAYED);
      knob.put(Number(share.toFixed(2)));
      if (share === 1) stop();
    }, 50);
  }

  function stop() {
    clearInterval(playing);
    playing = null;
    play.textContent = _("Play");
  }

  const pressed = {
    " ": toggle,
    0: () => choose("view", "side by side"),
    f: () => {
      if (!shows("flip")) return choose("view", "flip");
      picture.turn();
      tellFront();
    },
    d: () => choose("view", shows("difference") ? "side by side" : "difference"),
    ",": () => knobs.get("curtain").nudge(-2),
    ".": () => knobs.get("curtain").nudge(2),
    ArrowRight: () => knobs.get("strength").nudge(1),
    ArrowLeft: () => knobs.get("strength").nudge(-1),
    ArrowUp: () => knobs.get("strength").nudge(5),
    ArrowDown: () => knobs.get("strength").nudge(-5),
    Escape: () => (presenting() ? leave() : choose("view", "side by side")),
  };
  for (let number = 1; number <= 9; number += 1) pressed[number] = () => alone(number - 1);

  root.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (!told.fits || event.ctrlKey || event.metaKey || event.altKey) return;
    const own = event.target.closest("input, select, button, summary, .fb-below, .fb-table");
    if (own && event.key !== "Escape") return;
    const act = pressed[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  let dragging = false;
  const drag = (event) => {
    const knob = knobs.get("curtain");
    const value = picture.perCentAt(event);
    if (value === knob.state.value) return;
    knob.show({ value });
    put("curtain", value);
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button || !shows("curtain")) return;
    dragging = true;
    stage.setPointerCapture(event.pointerId);
    drag(event);
  });
  stage.addEventListener("pointermove", (event) => dragging && drag(event));
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, () => (dragging = false));
  stage.addEventListener("click", (event) => {
    if (shows("one method")) return choose("view", "side by side");
    if (shows("side by side") || shows("difference")) alone(told.panels[picture.panelAt(event)]);
  });

  // --- the whole screen ----------------------------------------------------------------------------------------------

  const presenting = () => root.classList.contains("fb-present");
  async function enter() {
    root.classList.add("fb-present");
    present.textContent = _("Leave");
    try {
      await root.requestFullscreen();
    } catch {
      // a browser that gives only its window (phones): it lies over the page all the same
    }
    arrange();
    stage.focus();
  }
  function leave() {
    root.classList.remove("fb-present");
    present.textContent = _("Present");
    if (document.fullscreenElement) document.exitFullscreen();
    arrange();
    present.focus();
  }
  const onFullscreen = () => (document.fullscreenElement !== root && presenting() ? leave() : arrange());
  document.addEventListener("fullscreenchange", onFullscreen);

  // --- from the first look to the last -------------------------------------------------------------------------------

  model.on("msg:custom", onMessage);
  const watch = new ResizeObserver(arrange);
  watch.observe(root);
  window.addEventListener("resize", arrange);
  ask({ do: "hello" });
  return () => {
    model.off("msg:custom", onMessage);
    model.off("change:still", showStill);
    document.removeEventListener("fullscreenchange", onFullscreen);
    window.removeEventListener("resize", arrange);
    watch.disconnect();
    stop();
    clearTimeout(roomTimer);
    clearTimeout(resting);
    picture.close();
    if (url) URL.revokeObjectURL(url);
  };
}

export default { render };
