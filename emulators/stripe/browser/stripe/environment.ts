const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : undefined;

/** Where this script came from; its pages speak from there. */
export const origin = new URL(script ?? location.href).origin;

/** The same with the path, without a slash at its end, below which Stripe is; the script is at `/endive/stripe.js` there. */
export const base = script ? new URL("..", script).href.slice(0, -1) : origin;
