// A file to send with the next message: picked by the button, or dropped on the conversation.

import { byId } from "./dom.js";
import { say } from "./toast.js";

const MOST = 20 * 1024 * 1024; // bytes that a bot may fetch (https://core.telegram.org/bots/api#getfile)

export const sizeOf = (bytes) => (bytes < 1024 ? `${bytes} B` : `${Math.round(bytes / 1024)} KB`);

/** As the control API takes it. */
async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return { name: file.name, content: btoa(binary) };
}

export class Attachment {
  /** `onChange()` is told of a file that is there or gone. */
  constructor(onChange) {
    this.onChange = onChange;
    this.file = null;
    const picker = byId("file");
    byId("attach").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      this.take(picker.files[0]);
      picker.value = ""; // so that the same file can be picked again
    });
    byId("attached-stop").addEventListener("click", () => this.take(null));
    const talk = document.querySelector(".talk");
    talk.addEventListener("dragover", (event) => event.preventDefault());
    talk.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length && !byId("attach").disabled) this.take(event.dataTransfer.files[0]);
    });
  }

  /** Null for none. */
  take(file) {
    if (file && file.size > MOST) return say(`${file.name} is larger than the 20 MB that a bot may fetch.`, true);
    if (file && !file.size) return say(`${file.name} is empty.`, true);
    this.file = file ?? null;
    byId("attached").hidden = !file;
    byId("attached-name").textContent = file ? file.name : "";
    byId("attached-size").textContent = file ? sizeOf(file.size) : "";
    this.onChange();
  }

  /** For the control API; undefined for none. */
  async document() {
    return this.file ? encoded(this.file) : undefined;
  }
}
