/** A client key that the gateway knows. */
export type Merchant = {
  clientKey: string;
  contract: boolean;
};

/** Written into the script by the server. */
declare const CLIENT_KEYS: Readonly<Record<string, { contract: boolean }>>;

export const knownClientKeys = CLIENT_KEYS;

const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : undefined;

/** The origin this script was loaded from; its frames post messages from there. */
export const origin = new URL(script ?? location.href).origin;

/** The gateway's base URL including its path, without a trailing slash; the script is at `/v2/standard` below it. */
export const base = script ? new URL("..", script).href.slice(0, -1) : origin;

export function onPhone(): boolean {
  return /Android|iPhone|iPad|iPod|Mobi/i.test(navigator.userAgent);
}
