// A flipbook in a notebook. Until the kernel has sent the frames, and where there is none, the still stands here.

function render({ model, el }) {
  const view = Math.random().toString(36).slice(2);
  const still = make("img", { className: "fb-still", alt: model.get("words") });
  const note = make("p", { textContent: "A still picture: run this cell to see it move." });
  const before = make("div", { className: "fb-motion" }, still, note);
  let urls = [];
  let leave = null;
  const address = (bytes, type) => {
    const url = URL.createObjectURL(new Blob([bytes], { type }));
    urls.push(url);
    return url;
  };
  still.src = address(model.get("still"), `image/${model.get("kind")}`);
  el.append(before);

  const onMessage = (message, buffers) => {
    if (message.is !== "frames" || message.view !== view || leave) return;
    before.remove();
    leave = makePlayer(el, { ...message, pictures: buffers.map((bytes) => address(bytes, "image/webp")) });
  };
  model.on("msg:custom", onMessage);
  try {
    model.send({ do: "hello", view });
  } catch {
    // No kernel: the still stays.
  }
  return () => {
    model.off("msg:custom", onMessage);
    leave?.();
    for (const url of urls) URL.revokeObjectURL(url);
    urls = [];
  };
}

export default { render };
