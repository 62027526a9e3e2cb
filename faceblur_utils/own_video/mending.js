// Your own video: what a person adds. A box where somebody was missed, and times in which all is hidden, or nothing.

const number = (input) => (input.value === "" ? null : Number(input.value));
const moment = (name, empty) => make("input", { type: "number", min: 0, step: 0.01, "aria-label": name, placeholder: empty });

/** `player` gives the time and draws; `told` shows what went wrong, `say` speaks. */
function newMending(ask, player, told, say) {
  let draft = null; // {number, box, place}: a box that does not count yet; place: which box it will replace

  const from = moment("Covered from, in seconds; empty: as far as it can be followed", "auto");
  const to = moment("Covered to, in seconds; empty: as far as it can be followed", "auto");
  const followed = make("p", { role: "status" });
  const accept = button("Accept the box", () => acceptDraft(), { className: "fb-first" });
  const box = bar(
    "New box from",
    from,
    button("here", () => here(from), { "aria-label": "From the time shown" }),
    "to",
    to,
    button("here", () => here(to), { "aria-label": "To the time shown" }),
    "s",
    accept,
    button("Drop it", () => drop()),
    followed,
  );
  box.hidden = true;
  for (const one of [from, to]) one.onchange = () => sketch();

  function here(input) {
    input.value = player.time().toFixed(2);
    input.dispatchEvent(new Event("change"));
  }

  function drawn({ number, box: edges }) {
    draft = { number, box: edges, place: draft?.place ?? null };
    box.hidden = false;
    accept.textContent = draft.place === null ? "Accept the box" : `Accept the change of box ${draft.place + 1}`;
    sketch();
  }

  // A box that is being moved, faster than the kernel answers: only its last place counts.
  let telling = false;
  let again = false;
  async function sketch() {
    again = true;
    if (telling || !draft) return;
    telling = true;
    while (again && draft) {
      again = false;
      const answer = await ask({ do: "sketch", number: draft.number, box: draft.box, start: number(from), end: number(to) });
      if (answer.trouble) tell(followed, answer.trouble, true);
    }
    telling = false;
  }

  function leave() {
    draft = null;
    box.hidden = true;
    from.value = to.value = "";
    tell(followed, "");
    player.setSketch(null, null);
  }

  async function acceptDraft() {
    while (telling) await new Promise((later) => setTimeout(later, 30));
    if (!draft) return;
    const answer = told(await ask({ do: "accept", place: draft.place }));
    if (answer.trouble) return;
    leave();
    say("The box counts now.");
    player.pane.focus({ preventScroll: true });
  }

  function drop() {
    leave();
    ask({ do: "sketch", box: null }).then(told);
    player.pane.focus({ preventScroll: true });
  }

  // --- times ---------------------------------------------------------------------------------------------------------

  const start = moment("From, in seconds; empty: the start", "start");
  const end = moment("To, in seconds; empty: the end", "end");
  const what = make("select", { "aria-label": "What is hidden" });
  what.append(
    make("option", { value: "hide", textContent: "hide the whole picture" }),
    make("option", { value: "show", textContent: "hide nothing but boxes drawn by hand" }),
  );
  const list = make("ul");
  const spans = make(
    "details",
    { className: "fb-small" },
    make("summary", { textContent: "A time in which everything is hidden, or nothing" }),
    bar(
      "from",
      start,
      button("here", () => here(start), { "aria-label": "The time begins here" }),
      "to",
      end,
      button("here", () => here(end), { "aria-label": "The time ends here" }),
      what,
      button("Add", () => ask({ do: "span", start: number(start) ?? 0, end: number(end), what: what.value }).then(told)),
    ),
    list,
  );

  return {
    box,
    spans,
    drawn,
    drop,
    leave,
    accept: acceptDraft,
    active: () => draft !== null,
    /** A drag that came to nothing. */
    dropped: () => player.setSketch(draft?.number, draft?.box),
    said: (message) => message.there && draft && tell(followed, message.words),
    /** Change a box that counts. */
    async change(place) {
      const known = told(await ask({ do: "box", place }));
      if (known.trouble) return;
      player.stop();
      player.want(known.number);
      from.value = known.start ?? "";
      to.value = known.end ?? "";
      draft = { place };
      player.setSketch(known.number, known.box);
      drawn(known);
      player.pane.focus({ preventScroll: true });
    },
    set(length) {
      for (const one of [from, to, start, end]) one.max = length;
    },
    showSpans(given) {
      list.replaceChildren(
        ...given.map(([begins, ends, kind], place) => {
          const which = kind === "hide" ? "The whole picture is hidden" : "Nothing is hidden but boxes drawn by hand";
          const words = `${which}, ${seconds(begins)} to ${ends === null ? "the end" : seconds(ends)} `;
          return make("li", {}, words, button("Remove", () => ask({ do: "remove span", place }).then(told)));
        }),
      );
    },
  };
}
