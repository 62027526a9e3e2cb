// A live picture in the page: takes frames from the browser's camera, sends them to the kernel, shows what comes back.
// widget.py hides the faces. The widget's state stays empty: frames travel in messages, so that there is nothing for
// JupyterLab to save in the notebook. Unhidden pixels reach the screen only beside the hidden ones, and only if asked.

const IN_FLIGHT = 2; // frames under way at once: with one, camera, page and kernel wait for each other
const KERNELS = ["clip", "machine"]; // sources that the kernel reads; all others are cameras of the browser
const PATIENCE = 6000; // ms without an answer until the kernel counts as lost
const OPENING = 20_000; // the same for the start: a camera may take its time
const WINDOW = 3000; // ms over which rate and latency are told

const LOST =
  "The kernel does not answer. If it is busy, wait until its cell has run; if it was restarted or has died, run this cell again.";

const median = (values) => [...values].sort((one, other) => one - other)[values.length >> 1];

function render({ model, el }) {
  const view = Math.random().toString(36).slice(2);

  // --- the page ------------------------------------------------------------------------------------------------------

  const press = button("Start", () => (state === "off" ? start() : stop()), { className: "fb-first" });
  const sources = choice([["clip", "Sample clip"], ["page", "Camera of this browser"], ["machine", "Camera of the kernel's machine"]]);
  const shape = choice([["both", "before and after"], ["hidden", "faces hidden only"]]);
  const mirror = make("input", { type: "checkbox" });
  const cover = make("input", { type: "checkbox" });
  const metering = make("input", { type: "checkbox" });
  const every = choice([1, 2, 3, 5, 10].map((n) => [n, n === 1 ? "every frame" : `every ${n}${n === 2 ? "nd" : n === 3 ? "rd" : "th"} frame`]));
  const side = choice([160, 240, 320, 480, 640].map((n) => [n, `${n} pixels wide`]));
  const words = make("p", { role: "status" });
  const numbers = make("p", { className: "fb-numbers" });
  const reason = make("p");
  const instead = button("Show the sample clip instead", () => sampleInstead());
  const trouble = make("div", { className: "fb-trouble", role: "alert", hidden: true }, reason, instead);
  const before = make("canvas", { ...SIZE, role: "img", "aria-label": "The picture before" });
  const after = make("canvas", { ...SIZE, role: "img", "aria-label": "The picture with faces hidden" });
  const caption = make("figcaption", { textContent: "Faces hidden" });
  const original = make("figure", {}, make("figcaption", { textContent: "Before" }), before);
  const panes = make("div", { className: "fb-panes" }, original, make("figure", {}, caption, after));
  const verdict = make("span", { role: "status" }); // spoken when it changes; the numbers beside it always do
  const reasons = make("span", { className: "fb-numbers" });
  const caveat = make("p");
  const meter = make("div", { className: "fb-meter", hidden: true }, verdict, reasons, caveat);
  const labelled = (text, element) => {
    element.setAttribute("aria-label", text); // or a menu's name would hold all of its choices
    return make("label", {}, ...(element.type === "checkbox" ? [element, text] : [text, element]));
  };
  const root = make(
    "div",
    { className: "fb-live" },
    make("div", { className: "fb-row" }, press, labelled("Picture from", sources), labelled("Show", shape), labelled("Mirror", mirror)),
    make("div", { className: "fb-row" }, labelled("Search for faces in", every), labelled("on a copy", side), labelled("Cover everything while unsure", cover), labelled("Measure a frame now and then", metering)),
    trouble,
    make("div", { className: "fb-said" }, words, numbers),
    panes,
    meter,
  );
  el.append(root);
  side.value = 320;

  const both = () => shape.value === "both";
  shape.onchange = () => {
    original.hidden = !both();
    if (!both()) clear(before);
  };
  metering.onchange = () => {
    meter.hidden = !metering.checked;
    showMeter({ short: "", words: "", caveat: "" });
  };
  mirror.onchange = () => panes.classList.toggle("fb-mirror", mirror.checked);
  sources.onchange = () => {
    complain(""); // what was wrong with the source before is not wrong with this one
    if (state !== "off") start();
    else send({ do: "preview" });
  };

  function tell(text) {
    write(words, text);
  }

  function complain(text) {
    reason.textContent = text;
    trouble.hidden = !text;
    instead.hidden = sources.value === "clip" && !lost;
  }

  function showMeter(message) {
    if (!message.short && metering.checked) message.short = state === "live" ? "Meter: looking ..." : "Meter: press Start.";
    write(verdict, message.short);
    reasons.textContent = message.words;
    caveat.textContent = message.caveat;
  }

  function clear(canvas) {
    canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
  }

  function draw(canvas, picture) {
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      [canvas.width, canvas.height] = [picture.width, picture.height];
      root.style.setProperty("--fb-shape", `${picture.width} / ${picture.height}`);
    }
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
  }

  const decoded = (content) => createImageBitmap(new Blob([content], { type: "image/jpeg" }));

  // --- a run: from start to stop ---------------------------------------------------------------------------------------

  let state = "off"; // off, opening, live, or sample: what the page plays when the kernel is lost
  let run = null;
  let lost = false;
  let stream = null;
  let answered = 0; // when the kernel last did
  let flights = new Map(); // id of each frame under way -> when it was taken, and its picture
  let ids = 0;
  let newest = 0; // id of the newest frame shown
  let fresh = null; // when the camera's newest frame was taken, if it has not been sent
  let shown = []; // of the last seconds: when a frame was shown, and its latency
  let latency = null; // of the frame shown last
  let sample = [];
  let sampleRate = 10;
  const video = make("video", { muted: true, playsInline: true }); // never in the page
  const grab = make("canvas", SIZE);
  const pen = grab.getContext("2d", { willReadFrequently: true });

  async function start() {
    if (state !== "off") stop();
    complain("");
    const mine = (run = `${view}-${++ids}`);
    const source = sources.value;
    enter("opening", "Waiting for the camera ...");
    if (!KERNELS.includes(source)) {
      const why = await openCamera(source, () => run === mine);
      if (run !== mine) return;
      if (why) return fail(why);
    }
    tell("Waiting for the kernel ...");
    answered = performance.now();
    send({ do: "start", source: KERNELS.includes(source) ? source : "page" });
  }

  /** Start the browser's camera; give the reason if it does not. */
  async function openCamera(source, wanted) {
    const { opened, why } = await askForCamera(source === "page" ? null : source.slice(4));
    if (why) return why;
    if (!wanted()) {
      for (const track of opened.getTracks()) track.stop();
      return "";
    }
    stream = opened;
    stream.getVideoTracks()[0].addEventListener("ended", () => stream === opened && fail("The camera was unplugged, or its permission taken back."));
    video.srcObject = stream;
    await video.play().catch(() => {}); // stopped meanwhile
    if (stream !== opened) return "";
    listCameras();
    [grab.width, grab.height] = fitted(video.videoWidth, video.videoHeight);
    watchFrames(opened);
    return "";
  }

  /** Offer each camera by its name, which the browser tells only after a permission. */
  async function listCameras() {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind === "videoinput" && one.deviceId);
    const known = new Set([...sources.options].map((option) => option.value));
    cameras.forEach((camera, place) => {
      const value = `cam:${camera.deviceId}`;
      if (known.has(value)) return;
      sources.add(make("option", { value, textContent: camera.label || `Camera ${place + 1}` }), sources.options[2 + place]);
    });
  }

  function watchFrames(opened) {
    if (stream !== opened) return;
    const arrived = (now, metadata) => {
      if (stream !== opened) return;
      fresh = metadata?.captureTime ?? now;
      pump();
      watchFrames(opened);
    };
    if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(arrived);
    else setTimeout(() => arrived(performance.now()), 1000 / 30);
  }

  /** Send the newest frame, or ask for the next one, while there is room. */
  function pump() {
    if (state !== "live") return;
    if (!stream) {
      while (flights.size < IN_FLIGHT) ask(performance.now());
    } else if (fresh !== null && flights.size < IN_FLIGHT) {
      const taken = fresh;
      fresh = null;
      ask(taken);
    }
  }

  function ask(taken) {
    const id = ++ids;
    const flight = { taken, picture: null, times: [taken, performance.now()] }; // taken, grabbed, sent, back, drawn
    flights.set(id, flight);
    const buffers = [];
    if (stream) {
      pen.drawImage(video, 0, 0, grab.width, grab.height);
      if (both()) flight.picture = createImageBitmap(grab);
      buffers.push(jpegOf(grab));
    }
    const settings = { every: Number(every.value), side: Number(side.value), cover: cover.checked };
    flight.times.push(performance.now());
    send({ do: "frame", id, settings, both: both(), meter: metering.checked, latency }, buffers);
    latency = null;
  }

  /** Forget a frame that was under way; give what is known of it. */
  function land(id, keep = false) {
    const flight = flights.get(id);
    flights.delete(id);
    if (!keep) flight?.picture?.then((picture) => picture.close());
    return flight;
  }

  function send(what, buffers = []) {
    try {
      model.send({ ...what, run }, undefined, buffers);
    } catch {
      loseKernel();
    }
  }

  function enter(next, text) {
    state = next;
    press.textContent = state === "off" ? "Start" : "Stop";
    tell(text);
  }

  function stop(text = "Stopped. Nothing was kept.") {
    if (["opening", "live"].includes(state) && !lost) send({ do: "stop" });
    run = null;
    fresh = latency = null;
    shown = [];
    for (const id of [...flights.keys()]) land(id);
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = video.srcObject = null;
    pen.clearRect(0, 0, grab.width, grab.height);
    clear(before);
    clear(after);
    numbers.textContent = "";
    numbers.classList.remove("fb-trouble");
    caption.textContent = "Faces hidden";
    enter("off", text);
    showMeter({ short: "", words: "", caveat: "" });
  }

  function fail(text) {
    stop("");
    complain(text);
  }

  // --- what the kernel says ------------------------------------------------------------------------------------------

  const receive = {
    setup(message, buffers) {
      if (message.view !== view) return; // another view of this widget asked
      every.value = message.settings.every;
      side.value = message.settings.side;
      for (const [select, name, text] of [[every, "every", "every ? frames"], [side, "side", "? pixels wide"]]) {
        const value = message.settings[name];
        if (select.value === String(value)) continue;
        select.add(make("option", { value, textContent: text.replace("?", value) }));
        select.value = value;
      }
      cover.checked = message.settings.cover;
      if (state === "off") sources.value = message.source;
      sample = buffers;
      sampleRate = message.rate;
    },
    async preview(message, buffers) {
      if (state !== "off" || !trouble.hidden) return;
      const pictures = await Promise.all(buffers.map(decoded));
      if (state !== "off") return;
      draw(before, pictures[0]);
      draw(after, pictures[1]);
      const weak = message.unchanged ? "Its face is as clear as before: raise the strength. " : "";
      tell(`A frame of the sample clip, as the controls stand. ${weak}Press Start for a live picture.`);
    },
    meter(message) {
      if (message.run === run && metering.checked) showMeter(message);
    },
    started(message) {
      if (message.run !== run) return;
      enter("live", "");
      showMeter({ short: "", words: "", caveat: "" });
      pump();
    },
    async frame(message, buffers) {
      if (message.run !== run) return;
      const flight = land(message.id, true);
      const came = performance.now();
      for (const id of flights.keys()) if (id < message.id - IN_FLIGHT) land(id); // it was lost on the way
      pump(); // the way out is free; drawing can wait
      const pictures = await Promise.all(buffers.map(decoded));
      const original = (await flight?.picture) ?? pictures[1];
      if (message.run !== run || message.id < newest) {
        for (const picture of [...pictures, original]) picture?.close();
        return;
      }
      newest = message.id;
      draw(after, pictures[0]);
      if (original && both()) draw(before, original);
      else original?.close();
      // The kernel's own sources tell how old the frame was when its answer left.
      const now = performance.now();
      latency = message.age === null ? now - (flight?.taken ?? came) : message.age + now - came;
      report(now, message, [...(flight?.times ?? []), came, now]);
    },
    stopped(message) {
      if (message.run === run) stop(message.text);
    },
    trouble(message) {
      if (message.run == null) complain(message.text); // about the controls: the picture goes on
      else if (message.run === run) fail(message.text);
    },
  };

  const onMessage = (message, buffers) => {
    answered = performance.now();
    lost = false;
    receive[message.is]?.(message, buffers);
  };
  model.on("msg:custom", onMessage);

  let told = 0;
  function report(now, message, times) {
    shown.push([now, latency]);
    root.dispatchEvent(new CustomEvent("fb-frame", { detail: { latency, times } })); // for benchmarks/live.py
    while (now - shown[0][0] > WINDOW) shown.shift();
    if (now - told < 500 || shown.length < 3) return;
    told = now;
    const rate = ((shown.length - 1) * 1000) / (now - shown[0][0]);
    const late = median(shown.map(([, ms]) => ms));
    const faces = message.faces === 1 ? "1 face" : `${message.faces} faces`;
    const held = message.held ? `, ${message.held} of them lost for the moment and still covered` : "";
    const weak = message.unchanged ? `, ${message.unchanged} of them as clear as before: raise the strength` : "";
    numbers.textContent = `${rate.toFixed(1)} frames a second, ${Math.round(late)} ms from camera to screen, ${faces}${held}${weak}`;
    numbers.classList.toggle("fb-trouble", Boolean(weak));
    caption.textContent = message.whole ? "Everything covered: unsure" : "Faces hidden";
  }

  // --- without a kernel ----------------------------------------------------------------------------------------------

  const watch = setInterval(() => {
    const silent = performance.now() - answered;
    if (state === "opening" && !stream && !KERNELS.includes(sources.value)) return; // the user is asked for permission
    if (state === "opening" && silent > OPENING) loseKernel();
    if (state !== "live" || !flights.size) return;
    if (silent > PATIENCE) loseKernel();
    else if (silent > 2000) tell("Waiting for the kernel ...");
    else tell("");
  }, 500);

  function loseKernel() {
    lost = true;
    fail(LOST);
  }

  function sampleInstead() {
    complain("");
    if (lost) return playSample();
    sources.value = "clip";
    start();
  }

  /** Show a few frames in which the kernel has hidden the face beforehand: all that can be done without one. */
  function playSample() {
    const mine = (run = `sample-${++ids}`);
    enter("sample", "The sample clip, hidden before the kernel was lost: the controls do nothing now.");
    let place = 0;
    const next = async () => {
      if (run !== mine) return;
      const picture = await decoded(sample[place++ % sample.length]);
      if (run === mine) draw(after, picture);
      else picture.close();
      setTimeout(next, 1000 / sampleRate);
    };
    if (sample.length) next();
    else fail("The sample clip has not arrived from the kernel either; run this cell again.");
  }

  const unname = nameSliders(root);
  model.send({ do: "hello", view });
  return () => {
    unname();
    if (state !== "off") stop();
    clearInterval(watch);
    model.off("msg:custom", onMessage);
  };
}

export default { render };
