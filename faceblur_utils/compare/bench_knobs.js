// Sliders, menus and switches of a bench: the browser's own, which keys, touch and screen readers know.

/** As many digits as the slider's step has. */
function written(value, step) {
  const digits = (String(step).split(".")[1] ?? "").length;
  return Number(value).toFixed(digits);
}

/** Place of the last stop up to a value. */
function stopAt(stops, value) {
  return Math.max(0, stops.findLastIndex((stop) => stop <= value + 1e-9));
}

let knobIds = 0;

/**
 * Draw one knob. `moved(value)` is called when somebody moves it.
 * Gives its element, `show(state)` for what the kernel says, and `state` as it stands in the page.
 */
function drawKnob(name, first, moved) {
  const id = `fb-knob-${++knobIds}`;
  const label = make("label", { htmlFor: id });
  const row = make("div", { className: `fb-knob fb-${first.kind}` });
  row.dataset.name = name;
  const knob = { name, element: row, state: { ...first }, waits: false, input: null, show: null };
  ({ number: slider, choice: menu, switch: box })[first.kind](knob, id, label, moved);
  knob.input.id = id;
  const show = knob.show;
  knob.show = (state) => {
    knob.state = { ...knob.state, ...state };
    label.textContent = knob.state.description;
    row.title = knob.state.tooltip;
    row.hidden = knob.state.hidden;
    knob.input.disabled = knob.state.disabled;
    show();
  };
  knob.show(first);
  return knob;
}

function slider(knob, id, label, moved) {
  const input = make("input", { type: "range" });
  const said = make("output", { htmlFor: id });
  knob.input = input;
  knob.element.append(label, input, said);
  const tell = () => {
    const text = written(knob.state.value, knob.state.step);
    said.textContent = knob.state.words && !knob.waits ? `${text}, ${knob.state.words}` : text;
    input.setAttribute("aria-valuetext", said.textContent);
  };
  const put = (value) => {
    knob.state.value = value;
    input.value = value;
    knob.waits = true; // the words are of the value before, until the kernel has answered
    tell();
    moved(value);
  };
  knob.put = put;
  knob.show = () => {
    const { min, max, step, value } = knob.state;
    Object.assign(input, { min, max, step });
    input.value = value;
    tell();
  };
  /** Move by so many steps, or from stop to stop where only some values do something. */
  knob.nudge = (steps) => {
    const { min, max, step, value, stops } = knob.state;
    if (input.disabled) return;
    if (stops.length) put(stops[Math.min(stops.length - 1, Math.max(0, stopAt(stops, value) + Math.sign(steps)))]);
    else put(Number(written(Math.min(max, Math.max(min, value + steps * step)), step)));
  };
  input.addEventListener("input", () => {
    const { stops } = knob.state;
    const value = Number(input.value);
    put(stops.length ? stops[stopAt(stops, value)] : value);
  });
  input.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!by || !knob.state.stops.length) return;
    event.preventDefault();
    knob.nudge(by);
  });
}

function menu(knob, id, label, moved) {
  const input = make("select");
  knob.input = input;
  knob.element.append(label, input);
  knob.show = () => {
    const { options, value } = knob.state;
    if (options.join("\n") !== [...input.options].map((one) => one.textContent).join("\n")) {
      input.replaceChildren(...options.map((text, place) => make("option", { value: place, textContent: text })));
    }
    input.value = value;
  };
  input.addEventListener("change", () => {
    knob.state.value = Number(input.value);
    moved(knob.state.value);
  });
}

function box(knob, id, label, moved) {
  const input = make("input", { type: "checkbox" });
  knob.input = input;
  knob.element.append(input, label);
  knob.show = () => (input.checked = knob.state.value);
  input.addEventListener("change", () => {
    knob.state.value = input.checked;
    moved(input.checked);
  });
}
