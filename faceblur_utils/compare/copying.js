// Lines of code, each with a button that copies it. copying.py gives the lines; copyRow is in copy_row.js.

const STYLE = `
.fb-copy { color: var(--jp-ui-font-color1, #222); font-family: var(--jp-ui-font-family, sans-serif);
  font-size: var(--jp-widgets-font-size, 13px); line-height: 1.4; }
.fb-copy div { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 10px; margin: 4px 0; }
.fb-copy code { font-family: var(--jp-code-font-family, monospace); font-size: inherit; overflow-wrap: anywhere;
  user-select: all; padding: 2px 6px; background: var(--jp-layout-color2, #eee); color: inherit; }
.fb-copy button { font: inherit; color: inherit; background: var(--jp-layout-color2, #eee); cursor: pointer;
  border: 1px solid var(--jp-border-color1, #999); border-radius: 4px; padding: 1px 12px; min-height: 28px; }
.fb-copy button:focus-visible { outline: 3px solid var(--jp-brand-color1, #0072b2); outline-offset: 1px; }
`;
function render({ model, el }) {
  const style = document.createElement("style");
  style.textContent = STYLE;
  const all = document.createElement("div");
  all.className = "fb-copy";
  const draw = () => all.replaceChildren(...model.get("lines").map(copyRow));
  draw();
  model.on("change:lines", draw);
  el.append(style, all);
  return () => model.off("change:lines", draw);
}

export default { render };
