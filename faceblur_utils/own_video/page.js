// Your own video in the page: it is put together here, passes on what the kernel says, and knows the keys.

const SILENT = "The kernel has not answered for a while. It may be busy; if it was restarted, run this cell again.";
const HELP = `<p>${KEY}</p><p><b>Keys:</b> <kbd>Space</kbd> plays; <kbd>←</kbd> <kbd>→</kbd> one frame, with <kbd>Shift</kbd>
  a second; <kbd>J</kbd> <kbd>K</kbd> <kbd>L</kbd> backwards, stop, forwards (again: faster); <kbd>N</kbd> the next frames that need a
  look; <kbd>↑</kbd> <kbd>↓</kbd> another row; <kbd>H</kbd> hides or keeps who is chosen; <kbd>F</kbd> flips clip and result;
  <kbd>U</kbd> undoes. <kbd>B</kbd> adds a box in the middle: arrow keys move it, <kbd>Shift</kbd> and arrow keys size it,
  <kbd>,</kbd> and <kbd>.</kbd> step, <kbd>Enter</kbd> accepts it, <kbd>Esc</kbd> drops it; <kbd>Delete</kbd> removes the box that is
  chosen. <b>Mouse or finger:</b> drag a box on the clip, drag it to move it, its white corner to size it.</p>
  <p>All are hidden until you keep somebody clear; who is kept is covered wherever it is not sure who it is.</p>`;

function render({ model, el }) {
  let clip = null; // as the kernel last described it
  let times = [];
  let looks = [];
  let suggested = [];
  let coming = []; // rows, until all have come

  // --- the page ------------------------------------------------------------------------------------------------------

  const root = make("div", { className: "fb-vid" }, make("style", { textContent: STYLE }));
  const trouble = make("span");
  const troubled = make("div", { className: "fb-bar fb-warn", role: "alert", hidden: true }, trouble, button("Close", () => complain("")));
  const heard = make("p", { className: "fb-heard", role: "status" });
  const meter = make("p", { className: "fb-small", role: "status" });
  const lines = make("ul", { className: "fb-small", "aria-label": "What was decided" });
  const say = (text) => tell(heard, text);

  const kernel = connect(model, (message, buffers) => receive[message.is]?.(message, buffers), (silent) => {
    if (silent) complain(SILENT);
    else if (trouble.textContent === SILENT) complain("");
  });
  const { ask } = kernel;

  const choosing = newChoosing(kernel, told, complain, root);
  const player = newPlayer(ask, {
    sketch: (given) => mending.drawn(given),
    dropped: () => mending.dropped(),
    pick: (track) => rows.withTrack(track) && rows.choose(rows.withTrack(track).key, true),
    moved: (share) => root.style.setProperty("--fb-at", share),
  });
  const mending = newMending(ask, player, told, say);
  const writing = newWriting(kernel, told, choosing.openDecisions);
  const rows = newRows({
    toggle: (row) => ask({ do: "toggle", numbers: row.numbers }).then(told),
    seek: (share) => player.seek(share),
    lost: () => player.pane.focus({ preventScroll: true }),
    chosen,
  });
  const details = newDetails({
    join: (key) => join(rows.chosen().numbers, rows.all().find((one) => one.key === key).numbers),
    accept: (one) => join(one.one, one.other),
    part: () => ask({ do: "part", numbers: rows.chosen().numbers }).then(told),
    change: () => mending.change(rows.chosen().box),
    remove: removeBox,
  });

  const hide = button("H: keep clear", toggleChosen, { className: "fb-first" });
  const next = button("N: next look", nextLook, { title: "The next frames that need a look" });
  const add = button("B: box", addBox, { title: "Add a box where somebody was missed" });
  const undo = button("↶", () => ask({ do: "undo" }).then(told), { title: "Undo: U, or Ctrl+Z", "aria-label": "Undo" });
  const redo = button("↷", () => ask({ do: "redo" }).then(told), { title: "Redo", "aria-label": "Redo" });
  const master = newStrip((share) => player.seek(share));
  rows.head.append(
    make("div", { className: "fb-line" }, player.clock, player.range),
    make("div", { className: "fb-line" }, make("span", { className: "fb-small", textContent: "to look at" }), master.strip),
  );
  const bench = bar(player.transport, hide, next, add, undo, redo, player.view);
  const work = make("div", { hidden: true }, player.panes, bench, mending.box, player.words);
  const help = make("div", { className: "fb-small", innerHTML: HELP });
  const metering = button("Meter: ask about the frame shown", switchMeter, { "aria-pressed": "false" });
  const rest = make("div", { hidden: true }, details.box, lines, bar(metering, meter), mending.spans, writing.box, help);
  root.append(choosing.box, troubled, work, rows.list, rest, heard);
  rows.list.hidden = true;
  el.append(root);

  // --- what the kernel says ------------------------------------------------------------------------------------------

  const receive = {
    ...writing.receive,
    colours(message) {
      for (const name of ["hidden", "clear", "warn"]) root.style.setProperty(`--fb-${name}`, message[name]);
      choosing.piece(message.piece);
      writing.piece(message.piece);
    },
    clip(message, buffers) {
      if (clip?.name !== message.name || (clip.state === "ready" && message.state !== "ready")) forget();
      clip = message;
      if (buffers.length) {
        const { buffer, byteOffset, byteLength } = buffers[0];
        times = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
        player.set(clip, times);
      }
      work.hidden = rest.hidden = rows.head.hidden = clip.state !== "ready";
      rows.list.hidden = false;
      for (const part of [choosing, writing]) part.set(clip);
      mending.set(clip.end);
    },
    search: (message) => choosing.search(message),
    seen(message) {
      if (clip?.state === "ready") return;
      const found = message.rows.map(({ number, runs, hidden }) => ({
        key: String(number),
        numbers: [number],
        name: `Face ${number}`,
        box: null,
        hidden,
        doubtful: false,
        runs: runs.map(([start, end]) => ["detected", start, end]),
        clear: [],
        words: `seen from ${seconds(runs[0][0])} so far`,
      }));
      rows.set(found, Math.max(clip?.end ?? 1, message.reached));
    },
    rows(message) {
      coming = message.start === 0 ? message.rows : [...coming, ...message.rows];
      if (coming.length >= message.total) rows.set(coming, clip.end);
    },
    looks(message) {
      looks = message.looks;
      drawLooks(master.svg, looks, message.spans, times, clip.end);
      off(next, looks.length === 0);
      off(undo, !message.undo);
      off(redo, !message.redo);
      mending.showSpans(message.spans);
      lines.replaceChildren(...message.lines.map((text) => make("li", { textContent: text })));
      const many = `${looks.length} ${looks.length === 1 ? "stretch" : "stretches"} of frames to look at`;
      const kept = rows.all().filter((row) => row.box === null && !row.hidden).map((row) => row.name.toLowerCase());
      const hidden = kept.length ? `all but ${kept.join(", ")} hidden` : "everybody is hidden";
      if (message.decided && !clip.nobody) choosing.say(`${hidden}; ${looks.length ? many : "no frame needs a look"}.`);
    },
    pictures(message, buffers) {
      rows.addPictures(message, buffers);
      showDetails();
    },
    suggested(message) {
      suggested = message.suggestions;
      showDetails();
    },
    deciding(message) {
      const left = message.seconds ? `, about ${duration(message.seconds)} left` : "";
      const share = message.total ? ` (${Math.floor((100 * message.done) / message.total)} %${left})` : "";
      choosing.say(`working out when who stays clear can be told apart${share}. Until then, all are shown hidden.`);
    },
    frame: (message, buffers) => player.frame(message, buffers),
    sketch: (message) => mending.said(message),
    meter(message) {
      tell(meter, [message.words, ...message.fails.map((one) => one.words), message.caveat ?? ""].join(" "), message.fails.length > 0);
    },
    trouble(message) {
      player.failed();
      if (message.about === "write") writing.failed(message.text);
      else complain(message.text);
      choosing.failed(message.text);
    },
  };

  function switchMeter() {
    const on = metering.getAttribute("aria-pressed") === "false";
    metering.setAttribute("aria-pressed", String(on));
    tell(meter, "");
    ask({ do: "meter", on }).then(told);
  }

  /** Show what went wrong with something that was asked for. */
  function told(answer) {
    if (answer.trouble) complain(answer.trouble);
    return answer;
  }

  function complain(text) {
    tell(trouble, text);
    troubled.hidden = !text;
  }

  function forget() {
    suggested = [];
    player.clear();
    rows.clear();
    mending.leave();
    writing.forget();
    complain("");
    tell(meter, "");
  }

  // --- people --------------------------------------------------------------------------------------------------------

  function chosen(row, aloud) {
    player.choose(row);
    hide.hidden = !row || row.box !== null;
    if (!hide.hidden) hide.textContent = row.hidden ? `H: keep ${row.name} clear` : `H: hide ${row.name}`;
    if (aloud && row) say(`${row.name}, ${row.hidden ? "hidden" : "clear"}, ${row.words}`);
    showDetails();
  }

  function showDetails() {
    const row = rows.chosen();
    const about = suggested.filter(({ one, other }) => row?.numbers.some((number) => one.includes(number) || other.includes(number)));
    details.show(row, rows.all(), row ? rows.pictures(row) : [], about);
  }

  function toggleChosen() {
    const row = rows.chosen();
    if (row && row.box === null) ask({ do: "toggle", numbers: row.numbers }).then(told);
  }

  function join(one, other) {
    ask({ do: "join", one, other }).then(told);
  }

  function nextLook() {
    const after = looks.find(([first]) => first > player.at()) ?? looks[0];
    if (!after) return;
    player.stop();
    player.want(after[0]);
    say(`Look at it: ${after[2]}`);
  }

  function addBox() {
    player.stop();
    player.draft();
    player.pane.focus({ preventScroll: true });
  }

  function removeBox() {
    const row = rows.chosen();
    if (row && row.box !== null) ask({ do: "remove box", place: row.box }).then(told);
  }

  // --- keys ----------------------------------------------------------------------------------------------------------

  const EARLY = { ArrowUp: () => rows.move(-1), ArrowDown: () => rows.move(1), h: toggleChosen };
  const KEYS = {
    ...EARLY,
    j: () => player.start(-1),
    k: () => player.stop(),
    l: () => player.start(1),
    n: nextLook,
    b: addBox,
    u: () => ask({ do: "undo" }).then(told),
    f: () => player.flip(player.view.value === "after" ? "before" : "after"),
    ",": () => player.step(-1),
    ".": () => player.step(1),
    Delete: removeBox,
    Escape: () => mending.active() && mending.drop(),
  };

  /** Do what a key means; false if it means nothing here. */
  function onKey(event) {
    if (event.altKey || event.target.matches("input:not([type=range]):not([type=checkbox]), select, textarea")) return false;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey) return key === "z" && !work.hidden ? KEYS.u() : false;
    if (work.hidden) return EARLY[key]?.() ?? false;
    if (player.keyOnSketch(event)) return true;
    if (key === "Enter") return mending.active() && event.target === player.pane && mending.accept();
    if (key === " ") return !event.target.matches("button, summary, a, [type=checkbox]") && player.toggle();
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const way = key === "ArrowLeft" ? -1 : 1;
      return event.shiftKey ? player.seekTime(player.time() + way) : player.step(way);
    }
    return key in KEYS && !(event.repeat && "hbu".includes(key)) ? KEYS[key]() : false;
  }

  root.addEventListener("keydown", (event) => {
    if (onKey(event) !== false) event.preventDefault();
    // A slip of the finger (B, X, D D) would be a command to the notebook. Ctrl+S and the like JupyterLab may have.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });

  ask({ do: "hello" });
  const unname = nameSliders(root);
  return () => {
    unname();
    player.stop();
    kernel.close();
  };
}

export default { render };
