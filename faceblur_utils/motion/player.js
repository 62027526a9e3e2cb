// Shows a flipbook in any page: play, step, slide, keys. It asks nobody for anything; widget.js brings it the frames.

/**
 * Put a player into an element.
 * @param {HTMLElement} el
 * @param {{pictures: string[], captions: string[], alt: string, size: number[], seconds: number}} book
 *   `pictures` are addresses: of blobs in a notebook, of data or files in a book.
 * @returns {() => void} how to take it away
 */
function makePlayer(el, { pictures, captions, alt, size, seconds }) {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const last = pictures.length - 1;
  let number = 0;
  let timer = null;

  const picture = make("img", { draggable: false, width: size[0], height: size[1] });
  const play = button("Play", () => (timer ? pause() : start()), { className: "fb-play" });
  const back = button("◀ Back", () => go(number - 1));
  const forth = button("Forward ▶", () => go(number + 1));
  const slider = make("input", { type: "range", min: 0, max: last, step: 1, value: 0, "aria-label": "Frame" });
  const count = make("output", { className: "fb-count" });
  const caption = make("p", { className: "fb-caption", role: "status" });
  const help = make("small", { className: "fb-help" });
  const root = make(
    "div",
    { className: "fb-motion", role: "group", "aria-label": `A picture that moves, in ${pictures.length} frames` },
    picture,
    caption,
    make("div", { className: "fb-row" }, play, back, forth, slider, count),
    help,
  );
  root.dataset.lmSuppressShortcuts = "true"; // keys pressed here are not the notebook's
  el.append(root);
  const ready = pictures.map((address) => make("img", { src: address })); // decoded before they are due: nothing flickers

  function show() {
    picture.src = ready[number].src;
    picture.alt = `${alt} ${captions[number]}`;
    // While it plays, nobody can listen as fast as it goes.
    caption.setAttribute("aria-live", timer ? "off" : "polite");
    write(caption, captions[number]);
    slider.value = number;
    slider.setAttribute("aria-valuetext", `${number + 1} of ${last + 1}`);
    write(count, `${number + 1} / ${last + 1}`);
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
    help.textContent = calm.matches
      ? "Your system asks for less motion, so this one only steps. Keys: left and right arrow, Home, End."
      : "Keys: Space plays and pauses, left and right arrow step, Home and End.";
  }

  slider.addEventListener("input", () => go(Number(slider.value)));
  picture.addEventListener("click", () => (calm.matches ? go(number === last ? 0 : number + 1) : timer ? pause() : start()));
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
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
  show();
  return () => {
    clearInterval(timer);
    calm.removeEventListener("change", settle);
    root.remove();
  };
}
