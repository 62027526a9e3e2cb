// Your own photos in the page: choose, look, click, download.
// page.py holds the photos and decides; this file shows and asks. The widget's state stays empty: whatever is a
// user's travels in messages, so that there is nothing for JupyterLab to save in the notebook.

const READABLE = ".jpg,.jpeg,.png,.webp,.tif,.tiff,.bmp,.heic,.heif,.avif,.jp2,.j2k,.jpf,.jpx,image/*";
const PATIENCE = 20_000; // ms until the page says that the kernel does not answer
const SILENT = "The kernel has not answered for a while. It may be busy; if it was restarted, run this cell again.";


function render({ model, el }) {
  const view = Math.random().toString(36).slice(2);
  let piece = 1 << 20; // bytes a message; the kernel says how many
  let photo = null; // what is shown: as in the kernel's last message
  let uploading = false;

  // --- the page ------------------------------------------------------------------------------------------------------

  const input = make("input", { type: "file", multiple: true, accept: READABLE, hidden: true });
  const choose = button("Choose photos ...", () => input.click(), { className: "fb-first" });
  const news = make("p", { role: "status" });
  const progress = make("progress", { max: 1, value: 0, hidden: true, "aria-label": "Photos read" });
  const troubles = make("ul");
  const troubled = make("div", { className: "fb-row fb-warn", role: "alert", hidden: true }, troubles);
  troubled.append(button("Close", () => closeTroubles()));
  const list = make("div", { className: "fb-row fb-list", role: "group", "aria-label": "Your photos", hidden: true });

  const add = button("Add a box", () => boxes.add());
  const remove = button("Remove this box", () => boxes.remove());
  const hideAll = button("Hide all", () => act({ do: "set all", hidden: true }));
  const clearAll = button("Leave all clear", () => act({ do: "set all", hidden: false }));
  const large = button("Large pictures", () => enlarge());
  const forget = button("Take this photo away", () => act({ do: "forget" }));
  large.setAttribute("aria-pressed", "false");
  const words = make("p", { className: "fb-words", role: "status" });

  const original = make("img", { alt: "", draggable: false });
  const result = make("img", { draggable: false });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("role", "group");
  svg.setAttribute("tabindex", "-1");
  svg.setAttribute("preserveAspectRatio", "none");
  const heading = make("figcaption", { textContent: "Result" });
  const panes = make(
    "div",
    { className: "fb-panes" },
    make("figure", {}, make("figcaption", { textContent: "Photo" }), make("div", { className: "fb-frame" }, original, svg)),
    make("figure", {}, heading, make("div", { className: "fb-frame" }, result)),
  );
  const metered = make("p", { role: "status" });
  const failing = make("ul");
  const caveat = make("p", { className: "fb-help" });
  const meter = make("div", { className: "fb-meter" }, metered, failing, caveat);
  const help = make("div", { className: "fb-help" });
  help.innerHTML = `
    <p><span class="fb-key"></span> is hidden, <span class="fb-key fb-is-doubtful"></span> <b>?</b> is hidden and doubtful: the
    detector is not sure, so look at it. <span class="fb-key fb-is-clear"></span> stays clear, and a box with a white corner is
    one that you drew. <b>Mouse:</b> click a face to leave it clear, click again to hide it. Drag to draw a box around
    a face that was missed; drag such a box to move it, and its white corner to size it.
    <b>Keyboard:</b> <kbd>Tab</kbd> to a face; <kbd>Space</kbd> or <kbd>Enter</kbd> leaves it clear or hides it; <kbd>N</kbd> adds
    a box, arrow keys move it, <kbd>Shift</kbd> and arrow keys size it, <kbd>Delete</kbd> removes it;
    <kbd>Esc</kbd> goes on to the download.</p>`;
  const save = button("Download this photo", () => download(photo.id), { className: "fb-first" });
  const saveAll = button("Download all", () => download(null));
  const saved = make("p", { className: "fb-saved", role: "status" });
  const carries = make("p");
  const carried = make("ul", { className: "fb-carried" });

  const work = make(
    "div",
    { hidden: true },
    row(add, remove, hideAll, clearAll, large, forget),
    words,
    panes,
    meter,
    help,
    row(save, saveAll),
    saved,
    carries,
    carried,
  );
  const root = make("div", { className: "fb-own" }, row(choose, input, progress, news), troubled, list, work);
  el.append(root);
  const invitation = "or drop them here. They go to the program behind this page (a notebook's kernel) and nowhere else; nothing of them is saved.";
  news.textContent = invitation;

  function row(...children) {
    return make("div", { className: "fb-row" }, ...children);
  }

  function tell(element, text, warn = false) {
    write(element, text);
    element.classList.toggle("fb-warn", warn);
  }

  function showTroubles(texts) {
    troubles.replaceChildren(...texts.map((text) => make("li", { textContent: text })));
    troubled.hidden = texts.length === 0;
  }

  function closeTroubles() {
    showTroubles([]);
    tell(news, invitation); // "4 of 5 photos read" was about them
    choose.focus({ preventScroll: true }); // the button that had it is gone
  }

  // --- questions to the kernel, and what it says ---------------------------------------------------------------------

  let requests = 0;
  const waiting = new Map();
  const pieces = new Map();

  let silence = null; // where it is said that the kernel does not answer, and what stood there

  function complain() {
    const place = uploading || !photo ? news : words;
    silence ??= { place, text: place.textContent, warn: place.classList.contains("fb-warn") };
    tell(silence.place, SILENT, true);
  }

  /** The kernel has said something: whoever reads that it does not answer would give up. */
  function heard() {
    if (silence?.place.textContent === SILENT) tell(silence.place, silence.text, silence.warn);
    silence = null;
  }

  /** Ask the kernel for something; the answer has a `trouble` if it failed. */
  function ask(what, buffers = []) {
    const request = ++requests;
    return new Promise((resolve) => {
      const timer = setTimeout(complain, PATIENCE);
      waiting.set(request, (answer) => {
        clearTimeout(timer);
        waiting.delete(request);
        resolve(answer);
      });
      try {
        model.send({ ...what, view, request }, undefined, buffers);
      } catch (error) {
        waiting.get(request)({ trouble: `The kernel cannot be reached (${error.message}); run this cell again.` });
      }
    });
  }

  /** Ask for something about the photo shown, and tell above it if it fails. */
  async function act(what) {
    const answer = await ask({ id: photo.id, ...what });
    if (answer.trouble) tell(words, answer.trouble, true);
    return answer;
  }

  const receive = {
    colours(message) {
      for (const name of ["hidden", "clear", "warn"]) root.style.setProperty(`--fb-${name}`, message[name]);
      piece = message.piece;
    },
    list(message) {
      const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
      list.replaceChildren(
        ...message.photos.map(({ id, name, note, warn }) => {
          const one = button("", () => ask({ do: "show", id }));
          one.append(name, make("small", { textContent: (warn ? "⚠ " : "") + note }));
          one.dataset.id = id;
          one.setAttribute("aria-pressed", String(id === message.shown));
          return one;
        }),
      );
      list.querySelector(`[data-id="${focused}"]`)?.focus();
      list.hidden = message.photos.length === 0;
      saveAll.hidden = message.photos.length < 2;
      saveAll.textContent = `Download all ${message.photos.length} as a ZIP file`;
    },
    photo(message, buffers) {
      if (message.id === null) {
        if (work.contains(document.activeElement)) choose.focus();
        work.hidden = true;
        photo = null;
        boxes.forget();
        if (!uploading) tell(news, invitation);
        return;
      }
      work.hidden = false;
      const other = photo?.id !== message.id;
      if (other) {
        tell(saved, "");
        for (const picture of [original, result]) picture.removeAttribute("src");
      }
      photo = message;
      message.pictures.forEach((name, place) => setPicture(name === "original" ? original : result, buffers[place]));
      if (!message.pictures.includes("result")) result.removeAttribute("src");
      done();
      panes.style.setProperty("--fb-wide", message.width);
      panes.style.setProperty("--fb-high", message.height);
      svg.setAttribute("viewBox", `0 0 ${message.width} ${message.height}`);
      svg.setAttribute("aria-label", `Faces in ${message.name}`);
      result.alt = `Result: ${message.name}. ${message.words}`;
      tell(words, message.words, message.warn);
      save.textContent = message.nothing ? "Download this photo with nothing hidden" : "Download this photo";
      const some = message.metadata.length > 0;
      carries.textContent = some
        ? `${message.name} also carries what follows. The download carries none of it:`
        : `${message.name} carries no metadata, and neither does the download.`;
      carried.replaceChildren(...message.metadata.map((line) => make("li", { textContent: line })));
      carried.hidden = !some;
      // What the meter said was about the picture before. Its room stays, so that the buttons below do not jump.
      meter.style.minHeight = other || message.nothing ? "" : `${meter.offsetHeight}px`;
      showMeter({ words: "", fails: [] });
      boxes.show(photo);
    },
    meter(message) {
      if (photo?.id !== message.id) return;
      if (message.caveat) meter.style.minHeight = ""; // it is the last word
      showMeter(message);
    },
    working(message) {
      working(message.text);
    },
    trouble(message) {
      done();
      tell(photo ? words : news, message.text, true);
    },
    piece(message, buffers) {
      if (message.view !== view) return; // another view of this widget asked
      if (!pieces.has(message.request)) pieces.set(message.request, []);
      pieces.get(message.request).push(...buffers);
    },
    done(message) {
      if (message.view !== view) return;
      done();
      waiting.get(message.request)?.(message);
    },
  };

  const onMessage = (message, buffers) => {
    heard();
    receive[message.is]?.(message, buffers);
  };
  model.on("msg:custom", onMessage);

  function setPicture(picture, content) {
    const before = picture.src;
    picture.onload = picture.onerror = () => URL.revokeObjectURL(before);
    picture.src = URL.createObjectURL(new Blob([content], { type: "image/jpeg" }));
  }

  let later = null;
  /** Say that something is being done, unless it is done before anybody wonders. */
  function working(text) {
    clearTimeout(later);
    later = setTimeout(() => {
      heading.textContent = "Result (working ...)";
      if (text) tell(uploading || !photo ? news : words, text);
    }, 300);
  }

  function done() {
    clearTimeout(later);
    heading.textContent = "Result";
  }

  function showMeter(message) {
    tell(metered, message.words, message.fails.length > 0);
    failing.replaceChildren(...message.fails.map(({ words }) => make("li", { textContent: words })));
    caveat.textContent = message.caveat ?? "";
    boxes.mark(message.fails);
  }

  function enlarge() {
    const on = panes.classList.toggle("fb-large");
    large.setAttribute("aria-pressed", String(on));
  }

  const say = (text, warn) => tell(words, text, warn);
  const boxes = boxesOver({ svg, work, ask, act, say, buttons: { add, remove, hideAll, clearAll, save } });

  // A slip of the finger (B, X, D D) would be a command to the notebook. Ctrl+S and the like JupyterLab may have.
  root.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  });

  // --- photos in -----------------------------------------------------------------------------------------------------

  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = ""; // so that the same file can be chosen again
    upload(files);
  });
  root.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    root.classList.add("fb-drop");
  });
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget)) root.classList.remove("fb-drop");
  });
  root.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    event.stopPropagation();
    root.classList.remove("fb-drop");
    upload([...event.dataTransfer.files]);
  });

  async function upload(files) {
    if (!files.length) return;
    if (uploading) {
      tell(news, "Please wait until the photos chosen before are read.");
      return;
    }
    uploading = true;
    off(choose, true);
    progress.hidden = false;
    showTroubles([]);
    const failed = [];
    const total = files.reduce((sum, file) => sum + file.size, 0) || 1;
    let before = 0;
    for (const [place, file] of files.entries()) {
      tell(news, `Reading photo ${place + 1} of ${files.length}: ${file.name}`);
      const first = failed.length === place; // none of those before could be shown
      const trouble = await send(file, first, (bytes) => (progress.value = (before + bytes) / total));
      if (trouble) failed.push(trouble);
      before += file.size;
      showTroubles(failed);
    }
    const read = files.length - failed.length;
    tell(news, `${read} of ${files.length} ${files.length === 1 ? "photo" : "photos"} read.`, failed.length > 0);
    progress.hidden = true;
    uploading = false;
    off(choose, false);
    // When files are dropped, another cell may be the active one, and JupyterLab keeps that one in view.
    setTimeout(() => choose.scrollIntoView({ block: "nearest" }), 100);
  }

  /** Send a file piece by piece, each when the one before has arrived; give what is wrong with it, if anything. */
  async function send(file, first, report) {
    for (let start = 0; ; start += piece) {
      let part;
      try {
        part = await file.slice(start, start + piece).arrayBuffer();
      } catch (error) {
        return `${file.name} cannot be read by the browser (${error.message}).`;
      }
      report(Math.min(start, file.size));
      const answer = await ask({ do: "upload", name: file.name, size: file.size, start, first }, [part]);
      if (answer.trouble || start + piece >= file.size) return answer.trouble;
    }
  }

  // --- photos out ----------------------------------------------------------------------------------------------------

  async function download(id) {
    for (const one of [save, saveAll]) off(one, true);
    tell(saved, "Making the file ...");
    const answer = await ask({ do: "download", id });
    for (const one of [save, saveAll]) off(one, false);
    const content = new Blob(pieces.get(answer.request) ?? []);
    pieces.delete(answer.request);
    if (answer.trouble) tell(saved, answer.trouble, true);
    else if (content.size !== answer.size) tell(saved, `${answer.name} did not arrive whole; try again.`, true);
    else {
      const url = URL.createObjectURL(content);
      make("a", { href: url, download: answer.name }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      tell(saved, `${answer.name} is in your browser's downloads. ${answer.said}`);
    }
  }

  const unname = nameSliders(root);
  ask({ do: "hello" });
  return () => {
    unname();
    model.off("msg:custom", onMessage);
    boxes.stop();
    clearTimeout(later);
  };
}

export default { render };
