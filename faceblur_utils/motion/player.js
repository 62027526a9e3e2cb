// Shows a flipbook in any page: play, step, slide, keys. It asks nobody for anything; widget.js brings it the frames, and in a
// book they lie beside the page.

/**
 * Put a player into an element.
 * @param {HTMLElement} el
 * @param {{pictures: string[], captions: string[], alt: string, size: number[], seconds: number, start?: number,
 *   axes?: {label: string, kind: string, values: string[], at: number}[], note?: string}} book
 *   `pictures` are addresses: of blobs in a notebook, of files in a book. `axes` are the controls of which they are the
 *   positions, the one that moves fastest last; without them, a frame is a frame.
 * @returns {() => void} how to take it away
 */
function makePlayer(el, { pictures, captions, alt, size, seconds, start: first = 0, axes = [], note = "" }) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const main = axes.at(-1) ?? null;
  const others = axes.slice(0, -1);
  const frames = main ? main.values.length : pictures.length;
  const last = frames - 1;
  let row = Math.floor(first / frames); // which frames: those of the other controls' places
  let number = first % frames;
  let timer = null;

  const picture = make("img", { draggable: false, width: size[0], height: size[1] });
  const play = button("Play", () => (timer ? pause() : start()), { className: "fb-play" });
  const back = button("◀ Back", () => go(number - 1));
  const forth = button("Forward ▶", () => go(number + 1));
  const slider = make("input", { type: "range", min: 0, max: last, step: 1, value: number, "aria-label": main?.label ?? "Frame" });
  const name = make("span", { className: "fb-name", textContent: main?.label ?? "", hidden: !main, "aria-hidden": "true" });
  const besides = others.map(beside);
  const count = make("output", { className: "fb-count" });
  const caption = make("p", { className: "fb-caption", role: "status" });
  const help = make("small", { className: "fb-help" });
  const root = make(
    "div",
    { className: "fb-motion", role: "group", "aria-label": `A picture that moves, in ${frames} frames` },
    picture,
    caption,
    // Several sliders stand under each other, as long as each other.
    ...(besides.length
      ? [make("div", { className: "fb-row" }, play, back, forth), make("div", { className: "fb-row" }, name, slider, count)]
      : [make("div", { className: "fb-row" }, play, back, forth, name, slider, count)]),
    ...besides,
    help,
  );
  root.dataset.lmSuppressShortcuts = "true"; // keys pressed here are not the notebook's
  el.append(root);
  const ready = []; // loaded before they are due: nothing flickers

  /** Load the frames that the main slider can show now. */
  function load() {
    for (let frame = row * frames; frame < (row + 1) * frames; frame++) ready[frame] ??= make("img", { src: pictures[frame] });
  }

  /** Another control: a menu, or a slider of few positions. */
  function beside({ label, kind, values, at }) {
    const moved = (event) => {
      write(value, values[event.target.value]);
      event.target.setAttribute("aria-valuetext", values[event.target.value]);
      row = besides.reduce((sum, one, place) => sum * others[place].values.length + Number(one.querySelector("input, select").value), 0);
      load();
      pause(); // and shows
    };
    const value = make("output", { className: "fb-count", textContent: kind === "slider" ? values[at] : "" });
    const field =
      kind === "slider"
        ? make("input", { type: "range", min: 0, max: values.length - 1, step: 1, value: at, oninput: moved, "aria-valuetext": values[at] })
        : choice(values.map((text, place) => [place, text]), { onchange: moved });
    field.value = at;
    if (kind === "slider") return make("label", { className: "fb-row" }, make("span", { className: "fb-name", textContent: label }), field, value);
    return make("label", { className: "fb-row" }, make("span", { className: "fb-name", textContent: label }), field);
  }

  function show() {
    const frame = row * frames + number;
    picture.src = ready[frame].src;
    picture.alt = `${alt} ${captions[frame]}`;
    // While it plays, nobody can listen as fast as it goes.
    caption.setAttribute("aria-live", timer ? "off" : "polite");
    write(caption, captions[frame]);
    slider.value = number;
    slider.setAttribute("aria-valuetext", main?.values[number] ?? `${number + 1} of ${last + 1}`);
    write(count, main?.values[number] ?? `${number + 1} / ${last + 1}`);
    off(back, number === 0);
    off(forth, number === last);
    write(play, timer ? "Pause" : "Play");
  }

  function go(to) {
    pause();
    number = Math.min(Math.max(to, 0), last);
    show();
  }

  function start() {
    if (calm.matches) return;
    if (number === last) number = 0;
    timer = setInterval(() => {
      number += 1;
      if (number >= last) pause();
      show();
    }, 1000 * seconds);
    show();
  }

  function pause() {
    clearInterval(timer);
    timer = null;
    show();
  }

  /** Who asks for less motion gets steps, and is told why there is no Play. */
  function settle() {
    if (calm.matches) pause();
    play.hidden = calm.matches;
    const keys = calm.matches
      ? "Your system asks for less motion, so this one only steps. Keys: left and right arrow, Home, End."
      : "Keys: Space plays and pauses, left and right arrow step, Home and End.";
    help.textContent = [keys, note].filter(Boolean).join(" ");
  }

  slider.addEventListener("input", () => go(Number(slider.value)));
  picture.addEventListener("click", () => (calm.matches ? go(number === last ? 0 : number + 1) : timer ? pause() : start()));
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("select, input") && event.target !== slider) return; // its keys are its own
    const steps = { ArrowLeft: number - 1, ArrowRight: number + 1, Home: 0, End: last };
    if (event.target === slider) Object.assign(steps, { ArrowDown: number - 1, ArrowUp: number + 1 });
    if (event.key in steps) go(steps[event.key]);
    else if (event.key === " " && event.target.localName !== "button") timer ? pause() : start();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  calm.addEventListener("change", settle);
  settle();
  load();
  show();
  return () => {
    clearInterval(timer);
    calm.removeEventListener("change", settle);
    root.remove();
  };
}
