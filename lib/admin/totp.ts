import { createHmac } from "node:crypto";
import { isSame } from "../secret";

/** How long a code is shown, in milliseconds (RFC 6238). */
const stepMs = 30_000;

/**
 * Which step of time a code of an authenticator app belongs to, of those the library takes: this one, the one before and
 * the one after. Undefined for a code of none. `secret` is what the library keeps, whose characters are the key.
 */
export function stepOf(secret: string, code: string, at: Date): number | undefined {
  const current = Math.floor(at.getTime() / stepMs);
  return [current + 1, current, current - 1].find((step) => isSame(code, codeAt(secret, step)));
}

/** Six digits (RFC 4226, 5.3). */
function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const from = mac.readUInt8(19) & 15;
  return String((mac.readUInt32BE(from) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}
