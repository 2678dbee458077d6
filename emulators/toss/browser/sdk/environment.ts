/** A client key that the gateway knows. */
export interface Merchant {
  clientKey: string;
  contract: boolean;
}

/** Written into the script by the server. */
declare const CLIENT_KEYS: Readonly<Record<string, { contract: boolean }>>;

export const knownClientKeys = CLIENT_KEYS;

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : undefined;

/** Where this script came from; its pages speak from there. */
export const origin = new URL(script ?? location.href).origin;

/** The same with the path, without a slash at its end, below which the gateway is; the script is at `/v2/standard` there. */
export const base = script ? new URL("..", script).href.slice(0, -1) : origin;

export function onPhone(): boolean {
  return /Android|iPhone|iPad|iPod|Mobi/i.test(navigator.userAgent);
}
