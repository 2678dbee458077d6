const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : undefined;

/** The origin this script was loaded from; its frames post messages from there. */
export const origin = new URL(script ?? location.href).origin;

/** Stripe's base URL including its path, without a trailing slash; the script is at `/endive/stripe.js` below it. */
export const base = script ? new URL("..", script).href.slice(0, -1) : origin;
