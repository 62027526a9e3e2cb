// Your own video: what comes out. The clip is written, checked and downloaded; so are report and decisions.

/** `kernel` answers questions, `told` shows what went wrong, `openDecisions` lets a file be chosen. */
function newWriting(kernel, told, openDecisions) {
  const { ask } = kernel;
  let result = null; // what was written
  let size = 1 << 20; // bytes a message

  const sound = make("input", { type: "checkbox", checked: true });
  const sounding = make("label", {}, sound, " keep the sound (a voice can be recognised, too)");
  const target = make("input", {
    type: "text",
    placeholder: "to download; or a path on the kernel's machine",
    "aria-label": "Where to write: a path, or empty to download",
  });
  const beside = button("Beside the clip", () => ask({ do: "beside" }).then((answer) => (target.value = answer.path)), { hidden: true });
  const write = button("Write the clip", () => writeClip(), { className: "fb-first" });
  const stop = button("Stop writing", () => ask({ do: "stop writing" }).then(told), { hidden: true });
  const progress = make("progress", { max: 1, value: 0, hidden: true, "aria-label": "How much is written" });
  const words = make("p", { role: "status" });
  const download = button("Download", () => downloadClip(), { hidden: true, className: "fb-first" });
  const report = make("pre", { className: "fb-report", tabIndex: 0, hidden: true, role: "region", "aria-label": "Report" });
  const saveReport = button("Download the report", () => saveText("report"), { hidden: true });
  const saveDecisions = button("Download the decisions", () => saveText("decisions"));
  const box = make(
    "div",
    {},
    make("h4", { textContent: "Write" }),
    bar(write, target, beside, sounding, stop, progress),
    bar(words, download),
    report,
    bar(saveReport, saveDecisions, button("Open decisions ...", openDecisions)),
  );

  function under(way) {
    progress.hidden = stop.hidden = !way;
    off(write, way);
  }

  async function writeClip() {
    forget();
    tell(words, "Beginning ...");
    progress.value = 0;
    under(true);
    const answer = await ask({ do: "write", target: target.value.trim(), sound: sound.checked });
    if (answer.trouble) failed(answer.trouble);
  }

  function failed(text) {
    under(false);
    tell(words, text, true);
  }

  function forget() {
    result = null;
    tell(words, "");
    download.hidden = saveReport.hidden = report.hidden = true;
  }

  async function downloadClip() {
    const { name, size: bytes } = result;
    off(download, true);
    const parts = [];
    for (let start = 0; start < bytes; start += size) {
      const answer = await kernel.piece({ do: "piece", start });
      if (answer.trouble || !answer.content?.byteLength) {
        off(download, false);
        return tell(words, answer.trouble ?? `${name} did not arrive whole; try again.`, true);
      }
      parts.push(answer.content);
      if (bytes > 20 * size) tell(words, `${name}: ${Math.floor((100 * start) / bytes)} % have arrived`);
    }
    off(download, false);
    save(name, parts, "video/mp4");
    tell(words, `${name} is in your browser's downloads.`);
  }

  async function saveText(what) {
    const answer = told(await ask({ do: what }));
    if (!answer.trouble) save(answer.name, [answer.text], what === "report" ? "text/plain" : "application/json");
  }

  const receive = {
    writing(message) {
      const checking = message.what === "Writing" && message.done >= message.total;
      under(true);
      progress.value = message.total ? message.done / message.total : 0;
      const left = message.seconds ? `, about ${duration(message.seconds)} left` : "";
      tell(words, checking ? "Checking what was written ..." : `${message.what}: frame ${message.done} of ${message.total ?? "?"}${left}`);
    },
    written(message) {
      result = message;
      under(false);
      const where = target.value ? ` It is ${message.where}.` : "";
      tell(words, `${message.name} is written and checked (${(message.size / 1e6).toFixed(1)} MB).${where} ${message.notes}`, Boolean(message.notes));
      download.hidden = saveReport.hidden = report.hidden = false;
      download.textContent = `Download ${message.name}`;
      report.textContent = message.report;
    },
    stopped() {
      under(false);
      tell(words, "Stopped. Nothing was written.");
    },
  };

  return {
    box,
    receive,
    failed,
    set(clip) {
      beside.hidden = clip.uploaded;
      sounding.hidden = !clip.sounds;
      write.textContent = clip.nobody ? "Write the clip with nothing hidden" : "Write the clip";
    },
    piece: (bytes) => (size = bytes),
    forget() {
      forget();
      under(false);
      target.value = "";
    },
  };
}
