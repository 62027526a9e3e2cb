// A line of code with a button that copies it: a part of the modules of copying.py and bench.py.

const SHOWN = 4000; // ms for which it says that it has copied

/** Put the code into the clipboard; tell whether it is there. It is selected, too, so that keys can copy it. */
async function copy(code) {
  const range = document.createRange();
  range.selectNodeContents(code);
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  try {
    await navigator.clipboard.writeText(code.textContent);
    return true;
  } catch {
    return document.execCommand("copy"); // on a page that came over plain http
  }
}

function copyRow([title, text]) {
  const line = document.createElement("div");
  const [name, code, button, said] = ["span", "code", "button", "span"].map((kind) => document.createElement(kind));
  name.textContent = title;
  code.textContent = text;
  button.type = "button";
  button.textContent = _("Copy");
  button.setAttribute("aria-label", `Copy: ${title}`);
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    said.textContent = "";
    const done = await copy(code);
    said.textContent = done ? _("Copied.") : _("The browser does not allow it. The text is selected: press Ctrl+C, on a Mac ⌘C.");
    if (done) setTimeout(() => (said.textContent = ""), SHOWN);
  });
  line.append(name, code, button, said);
  return line;
}
