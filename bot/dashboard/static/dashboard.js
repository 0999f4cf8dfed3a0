// What every page gains by scripts: filters that apply when they are picked by hand, and in Telegram a window of full
// height. Nothing of the pages needs them.

import { tell } from "./telegram.js";

for (const form of document.querySelectorAll("form[data-auto]")) {
  // Not by keys: each arrow key would leave the page for another one.
  let isByHand = false;
  form.addEventListener("pointerdown", () => { isByHand = true; });
  form.addEventListener("keydown", () => { isByHand = false; });
  form.addEventListener("change", () => { if (isByHand) form.requestSubmit(); });
  // Parts that narrow nothing stay out of the address.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
}

tell("web_app_ready");
tell("web_app_expand");
