// Sliders that move without a kernel. Each is a still until it comes into view; then its pictures are fetched.

const SOON = "600px"; // before it is in view

function animate(place) {
  const told = JSON.parse(place.querySelector("script").textContent);
  const stays = told.fixed?.length ? `In the lesson you move more: ${told.fixed.join(", ")}.` : "";
  const begin = () => {
    place.replaceChildren();
    makePlayer(place, { ...told, note: stays });
    if (told.axes?.at(-1).label === "curtain") curtain(place);
  };
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      begin();
    },
    { rootMargin: SOON },
  );
  seen.observe(place);
}

/** The picture itself is the handle of a curtain: it hangs where the pointer is. */
function curtain(place) {
  const picture = place.querySelector(".fb-motion > img");
  const slider = place.querySelector("input[type=range]");
  const follow = (event) => {
    const box = picture.getBoundingClientRect();
    slider.value = Math.round(((event.clientX - box.left) / box.width) * slider.max);
    slider.dispatchEvent(new Event("input"));
  };
  picture.style.touchAction = "pan-y"; // a page still scrolls by a finger on it
  picture.style.cursor = "ew-resize";
  picture.addEventListener("pointerdown", (event) => {
    picture.setPointerCapture(event.pointerId);
    follow(event);
  });
  picture.addEventListener("pointermove", (event) => picture.hasPointerCapture(event.pointerId) && follow(event));
  picture.addEventListener("click", (event) => event.stopImmediatePropagation(), { capture: true }); // no play
}
