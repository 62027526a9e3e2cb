// What every page here makes its elements with; script.py puts it before each page's own code.

let translations = {}; // in another language than English, by the English ones; render() gets them from the kernel

/** Give a sentence in the language that the lesson speaks. */
function _(text) {
  return translations[text] ?? text;
}

/** Make an element. Names with a dash and `role` become attributes, everything else properties. */
function make(kind, properties = {}, ...children) {
  const element = document.createElement(kind);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "role" || name.includes("-")) element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

/** Switch a button off, but let it keep the focus: with `disabled`, who uses the keyboard would be thrown out. */
function off(button, whether) {
  button.setAttribute("aria-disabled", String(whether));
}

/** Make a button; while it is switched off, a click does nothing. */
function button(text, onclick, properties = {}) {
  const click = (event) => event.currentTarget.ariaDisabled !== "true" && onclick(event);
  return make("button", { type: "button", textContent: text, onclick: click, ...properties });
}

/** Make a menu of pairs: value and text. */
function choice(options, properties = {}) {
  return make("select", properties, ...options.map(([value, text]) => make("option", { value, textContent: text })));
}

/** Change a text only if it is another one: a screen reader would speak the same words again. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const SEEN = `.fb-beside.fb-beside :is(select, input, .noUi-handle):focus-visible {
  outline: 3px solid var(--jp-brand-color1, #0072b2) !important; outline-offset: 1px; }`;

/**
 * Give ipywidgets' sliders beside a page what a screen reader needs and they lack: the name of each handle, and the value
 * as it stands beside it (the handle's own is rounded to a tenth). Returns how to stop. What has the focus gets an outline
 * there, which ipywidgets forbids.
 */
function nameSliders(root) {
  let box = null;
  const tidy = () => {
    for (const slider of box.querySelectorAll(".widget-slider")) {
      const handle = slider.querySelector(".noUi-handle");
      handle?.setAttribute("aria-label", slider.querySelector(".widget-label")?.textContent ?? "");
      handle?.setAttribute("aria-valuetext", slider.querySelector(".widget-readout")?.textContent ?? "");
    }
  };
  const changed = new MutationObserver(tidy);
  const timer = setInterval(() => {
    box = root.closest(".widget-vbox");
    if (!box?.querySelector(".noUi-handle")) return; // they come after the page
    clearInterval(timer);
    box.classList.add("fb-beside");
    box.append(make("style", { textContent: SEEN }));
    changed.observe(box, { childList: true, characterData: true, subtree: true });
    tidy();
  }, 200);
  return () => {
    clearInterval(timer);
    changed.disconnect();
  };
}
