// A picture that comes in messages. Only `still`, in which faces are covered, is in the widget's state and saved.

function render({ model, el }) {
  const picture = document.createElement("img");
  picture.className = "fb-picture";
  picture.alt = ""; // the sentence below says what it shows
  picture.style.maxWidth = "100%";
  picture.style.display = "block";
  let live = false;
  let url = null;
  const show = (bytes) => {
    if (!bytes?.byteLength) return;
    const before = url;
    url = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
    picture.src = url;
    if (before) URL.revokeObjectURL(before);
  };
  const onMessage = (content, buffers) => {
    live = true;
    show(buffers[0]);
  };
  const onStill = () => {
    if (!live) show(model.get("still"));
  };
  model.on("msg:custom", onMessage);
  model.on("change:still", onStill);
  onStill();
  el.append(picture);
  try {
    model.send({ do: "hello" });
  } catch {
    // no kernel: the still stays
  }
  return () => {
    model.off("msg:custom", onMessage);
    model.off("change:still", onStill);
    if (url) URL.revokeObjectURL(url);
  };
}

export default { render };
