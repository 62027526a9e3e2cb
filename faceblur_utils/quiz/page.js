// You against the machine, in the page: a hidden face, four candidates, the score.
// page.py asks and decides; this file shows. The widget's state stays empty: pictures and answers travel in messages,
// and the page does not know who it is before somebody has answered.

const PATIENCE = 20_000; // ms until the page says that the kernel does not answer
const LEAST = 300; // CSS pixels: a window lower than this is scrolled
const ABOVE = 20; // of the window's height, for what lies between it and the page

const KEYS = "Keys: 1 to 4 answer, Enter goes on, R another game, F full screen. In a room: a show of hands, and type the number.";

function render({ model, el }) {
  let game = 0; // which game, and which of its rounds is shown
  let number = null;
  let answered = false;
  let over = false;
  let urls = [];

  // --- the page ------------------------------------------------------------------------------------------------------

  const ask = make("p", { className: "fb-ask", role: "status", textContent: "Who is it?" }); // spoken when it changes
  const which = make("p");
  const lines = make("p", { className: "fb-lines" });
  const probe = make("img", { alt: "The hidden face. Who is it?", draggable: false });
  const four = [1, 2, 3, 4].map((place) => {
    const picture = make("img", { alt: `Candidate ${place}, in the clear`, draggable: false });
    const badge = make("b", { textContent: place, "aria-hidden": "true" });
    const one = make("button", { type: "button", className: "fb-one", onclick: () => answer(place - 1) }, picture, badge);
    return { one, picture, badge, name: String(place) };
  });
  const candidates = make("div", { className: "fb-four", role: "group", "aria-label": "Four candidates" }, ...four.map(({ one }) => one));
  const board = make("div", { className: "fb-board", hidden: true }, make("figure", {}, probe), candidates);
  const rows = make("tbody");
  const head = make("tr", {}, ...["", "named rightly", "gave up at strength"].map((text) => make("th", { textContent: text, scope: "col" })));
  const words = make("ul");
  const end = make("div", { className: "fb-end", hidden: true, tabIndex: 0, role: "region", "aria-label": "Score" }, make("table", {}, make("thead", {}, head), rows), words);
  const said = make("p", { className: "fb-said", role: "status" });
  const next = button("Next", () => goOn(), { className: "fb-first" });
  const again = button("Another game", () => send({ do: "restart" }));
  const large = button("Full screen", () => fill());
  const keys = make("small", { className: "fb-keys", textContent: KEYS });
  const credit = make("p");
  const credits = make("details", { hidden: true }, make("summary", { textContent: "Pictures" }), credit);
  const bar = make("progress", { max: 1, value: 0, "aria-label": "What the machines have answered" });
  const doing = make("small");
  const machines = make("div", { className: "fb-machines", hidden: true }, bar, doing);
  const root = make(
    "div",
    { className: "fb-quiz", tabIndex: -1, role: "group", "aria-label": "Quiz: who is it?" },
    make("div", { className: "fb-head" }, ask, which, lines),
    board,
    end,
    said,
    make("div", { className: "fb-foot" }, next, again, large, keys, credits, machines),
  );
  el.append(root);

  function tell(text, warn = false) {
    write(said, text);
    said.classList.toggle("fb-trouble", warn);
  }

  /** As high as what can be seen at once: nobody scrolls in the middle of a round. */
  function fit() {
    const filled = document.fullscreenElement === root;
    const notebook = root.closest(".jp-WindowedPanel-outer"); // JupyterLab scrolls this, and not the window
    const room = filled ? window.innerHeight : (notebook?.clientHeight ?? window.innerHeight) - ABOVE;
    root.style.setProperty("--fb-room", `${Math.max(LEAST, room)}px`);
    large.textContent = filled ? "Leave full screen" : "Full screen";
  }
  const sized = new ResizeObserver(fit);
  window.addEventListener("resize", fit);
  document.addEventListener("fullscreenchange", fit);

  function fill() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => tell("This browser does not fill the screen; its own key for that is F11.", true));
  }

  // --- questions to the kernel ---------------------------------------------------------------------------------------

  let patience = null;

  function send(what) {
    clearTimeout(patience);
    const silent = "The kernel has not answered for a while. It may be busy; if it was restarted, run this cell again.";
    patience = setTimeout(() => tell(silent, true), PATIENCE);
    try {
      model.send({ game, number, ...what });
    } catch (error) {
      clearTimeout(patience);
      tell(`The kernel cannot be reached (${error.message}); run this cell again.`, true);
    }
  }

  function answer(choice) {
    if (number !== null && !answered && !over) send({ do: "answer", choice });
  }

  function goOn() {
    if (answered && !over) send({ do: "next" });
  }

  // --- what the kernel says ------------------------------------------------------------------------------------------

  const receive = {
    round(message, buffers) {
      const other = message.game !== game || message.number !== number;
      [game, number] = [message.game, message.number];
      if (!other) return; // another view of this widget has come
      [answered, over] = [false, false];
      for (const url of urls) URL.revokeObjectURL(url);
      urls = buffers.map((content) => URL.createObjectURL(new Blob([content], { type: "image/jpeg" })));
      [probe, ...four.map(({ picture }) => picture)].forEach((picture, place) => (picture.src = urls[place]));
      four.forEach(({ one, badge, name }) => mark(one, badge, name, ""));
      for (const { one } of four) off(one, false);
      board.hidden = next.hidden = false;
      end.hidden = true;
      write(ask, `Round ${number + 1} of ${message.of}: who is it?`);
      which.textContent = message.words;
      credit.textContent = message.credit;
      credits.hidden = !message.credit;
      off(next, true);
      tell("Type 1, 2, 3 or 4, or choose a picture.");
      if (root.contains(document.activeElement) || document.activeElement === document.body) root.focus({ preventScroll: true });
    },
    outcome(message) {
      if (message.number !== number) return;
      four.forEach(({ one, badge, name }, place) => {
        const kind = place === message.right ? "is" : place === message.choice ? "no" : "";
        mark(one, badge, name, kind);
        off(one, true);
      });
      off(next, false);
      if (!answered && root.contains(document.activeElement)) next.focus({ preventScroll: true });
      answered = true;
      tell(message.words);
    },
    score(message) {
      const [you] = message.lines;
      const chance = (asked) => String(asked / 4);
      lines.textContent = you[2] ? `You ${you[1]} of ${you[2]} (chance: ${chance(you[2])})` : "";
      if (!message.end.length) return;
      const first = !over;
      const held = root.contains(document.activeElement); // it may be Next, which goes
      over = true;
      board.hidden = next.hidden = true; // nothing follows
      end.hidden = false;
      off(next, true);
      write(ask, "You against the machine");
      which.textContent = "";
      const cells = [...message.lines.map(([title, right, asked, stop]) => [title, asked ? `${right} of ${asked}` : "...", stop || "..."])];
      cells.push(["Chance", `${chance(message.of)} of ${message.of}`, ""]);
      rows.replaceChildren(...cells.map(([title, ...rest]) => make("tr", {}, make("th", { textContent: title, scope: "row" }), ...rest.map((text) => make("td", { textContent: text })))));
      words.replaceChildren(...message.end.map((text) => make("li", { textContent: text })));
      if (first) {
        tell(`The end: you named ${you[1]} of ${you[2]} rightly. Press R for another game.`);
        if (held) end.focus({ preventScroll: true });
      }
    },
    progress(message) {
      machines.hidden = !message.words;
      bar.value = message.of ? message.done / message.of : 0;
      doing.textContent = message.words;
      if (number === null) which.textContent = message.words;
    },
    trouble(message) {
      tell(message.text, true);
    },
  };

  function mark(one, badge, name, kind) {
    one.classList.toggle("fb-is", kind === "is");
    one.classList.toggle("fb-no", kind === "no");
    badge.textContent = kind === "is" ? `✓ ${name}` : kind === "no" ? `✗ ${name}` : name;
    const means = { is: ", the right one", no: ", your answer, wrong" }[kind] ?? "";
    one.setAttribute("aria-label", `Candidate ${name}${means}`);
  }

  const onMessage = (message, buffers) => {
    clearTimeout(patience);
    if (said.textContent.startsWith("The kernel has not answered")) tell("");
    if (message.game < game) return;
    receive[message.is]?.(message, buffers);
  };
  model.on("msg:custom", onMessage);

  // --- by keyboard ---------------------------------------------------------------------------------------------------

  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return; // those JupyterLab may have
    event.stopPropagation(); // a slip of the finger (B, X, D D) would be a command to the notebook
    if (event.altKey || event.repeat) return;
    const key = event.key.toLowerCase();
    const own = event.target.closest?.("button, summary");
    if (/^[1-4]$/.test(key)) answer(Number(key) - 1);
    else if (key === "n" || (key === "enter" && (!own || four.some(({ one }) => one === own && answered)))) goOn();
    else if (key === "r") send({ do: "restart" });
    else if (key === "f") fill();
    else return;
    event.preventDefault();
  });

  fit();
  requestAnimationFrame(() => {
    fit(); // now it is in the page
    const notebook = root.closest(".jp-WindowedPanel-outer");
    if (notebook) sized.observe(notebook);
  });
  send({ do: "hello" });
  return () => {
    model.off("msg:custom", onMessage);
    sized.disconnect();
    window.removeEventListener("resize", fit);
    document.removeEventListener("fullscreenchange", fit);
    clearTimeout(patience);
    for (const url of urls) URL.revokeObjectURL(url);
  };
}

export default { render };
