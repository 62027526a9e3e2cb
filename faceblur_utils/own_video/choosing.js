// Your own video: what goes in. A clip is chosen, dropped or named by its path, and searched; decisions are opened.

const READABLE = ".mp4,.m4v,.mov,.mkv,.webm,.avi,.3gp,.mts,.m2ts,.ts,.mpg,.mpeg,.wmv,.flv,.ogv,video/*";
const INVITATION = "It goes to this notebook's kernel and nowhere else; nothing of it is saved in the notebook.";

/** `kernel` answers questions, `told` shows what went wrong, `complain` too, in words; `root` is where files drop. */
function newChoosing(kernel, told, complain, root) {
  const { ask } = kernel;
  let clip = null;
  let uploading = null;
  let size = 1 << 20; // bytes a message

  const video = make("input", { type: "file", accept: READABLE, hidden: true });
  const json = make("input", { type: "file", accept: ".json,application/json", hidden: true });
  const choose = button("Choose a clip ...", () => video.click(), { className: "fb-first" });
  const path = make("input", {
    type: "text",
    placeholder: "or a path on the kernel's machine",
    "aria-label": "Path of a clip on the kernel's machine",
  });
  const open = button("Open", () => openPath());
  const progress = make("progress", { max: 1, value: 0, hidden: true, "aria-label": "How far it is" });
  const pause = button("Stop searching", () => ask({ do: clip?.state === "paused" ? "search" : "pause" }).then(told), { hidden: true });
  const anew = button("Search again as chosen below", () => ask({ do: "search anew" }).then(told), { hidden: true });
  const rescue = button("Search what can be read", () => ask({ do: "search", partial: true }).then(told), { hidden: true });
  const cancel = button("Stop", () => (uploading = "stopped"), { hidden: true });
  const news = make("p", { role: "status" });
  const box = bar(choose, path, open, pause, anew, rescue, cancel, progress, news, video, json);
  tell(news, INVITATION);

  async function openPath() {
    complain("");
    told(await ask({ do: "open", path: path.value }));
  }
  path.addEventListener("keydown", (event) => event.key === "Enter" && openPath());

  async function send(what, file) {
    if (uploading) return;
    uploading = "going on";
    complain("");
    off(choose, true);
    cancel.hidden = progress.hidden = what !== "clip";
    progress.value = 0;
    const started = performance.now();
    const trouble = await kernel.upload(what, file, size, (sent) => {
      const spent = (performance.now() - started) / 1000;
      const left = sent && spent > 1 ? `, about ${duration((spent / sent) * (file.size - sent))} left` : "";
      progress.value = sent / (file.size || 1);
      const megabytes = (bytes) => (bytes / 1e6).toFixed(0);
      if (what === "clip") tell(news, `${file.name}: ${megabytes(sent)} of ${megabytes(file.size)} MB are at the kernel${left}`);
      return uploading !== "stopped";
    });
    uploading = null;
    off(choose, false);
    cancel.hidden = true;
    if (trouble) {
      progress.hidden = true;
      complain(trouble);
      tell(news, clip ? `${clip.name} is still here.` : INVITATION);
    }
    // When files are dropped, another cell may be the active one, and JupyterLab keeps that one in view.
    setTimeout(() => choose.scrollIntoView({ block: "nearest" }), 100);
  }

  function taken(input, what) {
    input.addEventListener("change", () => {
      const [file] = input.files;
      input.value = ""; // so that the same file can be chosen again
      if (file) send(what, file);
    });
  }
  taken(video, "clip");
  taken(json, "decisions");

  root.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    root.classList.add("fb-drop");
  });
  root.addEventListener("dragleave", (event) => {
    if (!root.contains(event.relatedTarget)) root.classList.remove("fb-drop");
  });
  root.addEventListener("drop", (event) => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    root.classList.remove("fb-drop");
    send(file.name.endsWith(".json") ? "decisions" : "clip", file);
  });

  return {
    box,
    choose,
    openDecisions: () => json.click(),
    piece: (bytes) => (size = bytes),
    set(given) {
      clip = given;
      const searched = clip.state === "ready";
      anew.hidden = !clip.anew;
      rescue.hidden = true;
      pause.hidden = !["searching", "paused"].includes(clip.state);
      pause.textContent = clip.state === "paused" ? "Go on searching" : "Stop searching";
      choose.textContent = "Another clip ...";
      if (searched || clip.state === "failed") progress.hidden = true;
      if (clip.nobody) tell(news, `${clip.name}: nobody was found. Look for yourself, and draw a box where somebody is.`, true);
      else if (clip.state === "paused") tell(news, `${clip.name}: the search has stopped, and can go on.`);
      else if (clip.state === "failed") tell(news, `${clip.name} is not searched.`);
    },
    search(message) {
      if (clip?.state !== "searching") return;
      const share = message.total ? message.done / message.total : 0;
      progress.hidden = false;
      progress.value = share;
      const left = message.seconds ? `, about ${duration(message.seconds)} left` : "";
      tell(news, `${clip.name}: looking for faces, ${Math.floor(100 * share)} %${left}`);
    },
    say: (text) => tell(news, `${clip?.name}: ${text}`),
    failed: (text) => (rescue.hidden = clip?.state === "ready" || !text.includes("partial=True")),
  };
}
