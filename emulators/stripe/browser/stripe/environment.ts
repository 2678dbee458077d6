/** Where this script came from; everything else is asked of the same place. */
export const origin = new URL(
  document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href,
).origin;
