// Predictions in a page without a kernel. What came out waits, out of sight, until there is a guess or nobody wants to.
// Without this script all of it is in sight.

/** A number as people type it: 1,200 or 7.4 or 12 %; NaN for anything else. */
function typed(text) {
  const cleaned = text.trim().replace(/%$/, "").trim().replaceAll(",", "");
  return cleaned === "" ? NaN : Number(cleaned);
}

/** The sentence that a lesson prints. */
function verdict(name, guess, value, unit) {
  const same = guess === value || (Number.isFinite(typed(guess)) && Math.abs(typed(guess) - typed(value)) < 5e-10);
  if (same) return `${name}: you said ${guess}, and so it is.`;
  return `${name}: you said ${guess}, it is ${value}${unit ? ` ${unit}` : ""}.`;
}

/** What stands between a question and its answer, the answer's own cell included: all that was printed or drawn there. */
function waiting(form, answer) {
  const cells = [...document.querySelectorAll("div.cell")];
  const from = cells.indexOf(form.closest("div.cell"));
  const to = cells.indexOf(answer.closest("div.cell"));
  return cells.slice(from + 1, to + 1).flatMap((cell) => [...cell.querySelectorAll(":scope > .cell_output")]);
}

function ask(form) {
  const name = form.dataset.name;
  const answer = [...document.querySelectorAll("p.fb-answer[data-name]")].find(
    (one) => one.dataset.name === name && form.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  if (!answer) return;
  const said = form.querySelector(".fb-said");
  const { value, unit = "" } = answer.dataset;
  const outputs = waiting(form, answer);
  const notes = outputs.map(() => make("p", { className: "fb-waits", textContent: "What comes out is shown when you have guessed above." }));

  const reveal = () => {
    outputs.forEach((output) => output.removeAttribute("hidden"));
    notes.forEach((note) => note.remove());
    look.remove();
  };
  const keep = (guess) => {
    reveal();
    write(answer, verdict(name, guess, value, unit));
    said.textContent = "Kept. What came out is below.";
  };
  const look = button("Show without a guess", () => {
    reveal();
    said.textContent = "What came out is below.";
    said.tabIndex = -1;
    said.focus(); // the button that had it is gone
  });
  form.append(look);
  outputs.forEach((output, number) => {
    // Found by the browser's own search, it opens.
    output.setAttribute("hidden", "until-found");
    output.addEventListener("beforematch", reveal);
    output.before(notes[number]);
  });
  form.addEventListener("change", (event) => event.target.type === "radio" && keep(event.target.value));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.querySelector("input[type=text]");
    if (!field) return;
    if (Number.isFinite(typed(field.value))) keep(field.value.trim());
    else said.textContent = `"${field.value}" is no number: type digits only, such as 35 or 7.4.`;
  });
  window.addEventListener("beforeprint", reveal);
}
