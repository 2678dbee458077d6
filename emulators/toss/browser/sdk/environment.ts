/** A client key that the gateway knows. */
export interface Merchant {
  clientKey: string;
  contract: boolean;
}

/** Written into the script by the server. */
declare const CLIENT_KEYS: Readonly<Record<string, { contract: boolean }>>;

export const knownClientKeys = CLIENT_KEYS;

/** Where this script came from; everything else is asked of the same place. */
export const origin = new URL(
  document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : location.href,
).origin;

export function onPhone(): boolean {
  return /Android|iPhone|iPad|iPod|Mobi/i.test(navigator.userAgent);
}
