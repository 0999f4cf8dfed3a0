// What a Mini App says to Telegram, and what Telegram says to it in the address. As Telegram's own telegram-web-app.js
// does it (https://core.telegram.org/bots/webapps), which would come from another site.

const WEB = "https://web.telegram.org";

export function tell(type) {
  const proxy = window.TelegramWebviewProxy;
  if (proxy) proxy.postEvent(type, "{}");
  else if (window.parent !== window) window.parent.postMessage(JSON.stringify({ eventType: type, eventData: {} }), WEB);
}

/** What Telegram signed of whoever opened the Mini App; null in any other window. */
export function initData() {
  return new URLSearchParams(location.hash.slice(1)).get("tgWebAppData");
}

/** What Telegram's login for websites came back with in the address; null without any. */
export function loginResult() {
  const packed = new URLSearchParams(location.hash.slice(1)).get("tgAuthResult");
  if (!packed) return null;
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return new URLSearchParams(Object.entries(JSON.parse(new TextDecoder().decode(bytes))));
  } catch {
    return null;
  }
}

export const isFramed = window.parent !== window;
