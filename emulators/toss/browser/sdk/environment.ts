/** Written into the script by the server: the client keys it knows. */
declare const CLIENT_KEYS: readonly string[];

export const knownClientKeys = CLIENT_KEYS;

/** Where this script came from; everything else is asked of the same place. */
export const origin = new URL(
  document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href,
).origin;

export function onPhone(): boolean {
  return /Android|iPhone|iPad|iPod|Mobi/i.test(navigator.userAgent);
}
