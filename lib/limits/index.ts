import { spend } from "./budget";
import { spendByCaller } from "./by-caller";

type Headers = Pick<globalThis.Headers, "get">;

const minute = 60;

/** Every window that a demo's emulator opens is kept there. */
export const limitEmulators = (headers: Headers) =>
  spendByCaller(headers, { name: "emulators", points: 120, seconds: minute });

/** A program that went astray must not empty the shop's account before somebody notices. */
export const limitRefunds = (keyId: string) =>
  spend({ name: "refunds", points: 120, seconds: minute }, keyId);
