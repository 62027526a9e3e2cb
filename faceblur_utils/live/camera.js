// The browser's camera: asking for it, in words that say what to do if there is none. widget.js shows its picture.

const SIZE = { width: 640, height: 480 };
const QUALITY = 0.8;

// What getUserMedia says when it fails, in words that say what to do.
const REFUSALS = {
  NotAllowedError:
    "The browser may not use the camera: the permission was declined, here or in the system's settings. " +
    "To allow it, click the camera or lock beside the page's address, then start again.",
  NotFoundError: "The browser finds no camera. Plug one in and start again.",
  NotReadableError: "The camera is there but gives no picture: another program may be using it. Close that one and start again.",
  OverconstrainedError: "The camera chosen is not there any more. Choose another one.",
};
const INSECURE =
  "The browser gives the camera only to pages that nobody can tamper with on the way, and this one came over plain http. " +
  "Open JupyterLab on localhost or over https.";

/** Ask for a camera, by its identifier or any; give it as `opened`, or in `why` the reason that there is none. */
async function askForCamera(identifier) {
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) return { why: INSECURE };
  const which = identifier === null ? {} : { deviceId: { exact: identifier } };
  const size = { width: { ideal: SIZE.width }, height: { ideal: SIZE.height } };
  try {
    return { opened: await navigator.mediaDevices.getUserMedia({ video: { ...size, ...which }, audio: false }) };
  } catch (error) {
    return { why: REFUSALS[error.name] ?? `The browser's camera cannot be used (${error.name}: ${error.message}).` };
  }
}

/** No larger than asked for: some cameras know only their own size. */
function fitted(width, height) {
  const scale = Math.min(1, SIZE.width / Math.max(width, height, 1));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Encode at once: `toBlob` would wait until the page has nothing else to do, which on a busy machine took 19 instead of 5 ms. */
function jpegOf(canvas) {
  const coded = atob(canvas.toDataURL("image/jpeg", QUALITY).split(",")[1]);
  const bytes = new Uint8Array(coded.length);
  for (let place = 0; place < coded.length; place++) bytes[place] = coded.charCodeAt(place);
  return bytes.buffer;
}
