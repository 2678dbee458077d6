import { createHmac } from "node:crypto";
import { isSame } from "../../hmac";

/** The hash of the HMAC behind an authenticator app's codes, as named in an otpauth address. */
export type Algorithm = "SHA1" | "SHA256";

/** How long a code is shown and valid, in milliseconds (RFC 6238; ASVS 5.0, 6.5.5). */
const stepMs = 30_000;

/**
 * The time step a code belongs to, if it is the current one; undefined for any other code. `secret` is what the library
 * stores, whose characters are the key.
 */
export function stepOf(secret: string, algorithm: Algorithm, code: string, at: Date): number | undefined {
  const step = Math.floor(at.getTime() / stepMs);
  return isSame(code, codeAt(secret, algorithm, step)) ? step : undefined;
}

/** Six digits (RFC 4226, 5.3; for a MAC of any length: RFC 6238, 1.2). */
function codeAt(secret: string, algorithm: Algorithm, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(algorithm, secret).update(counter).digest();
  const from = mac.readUInt8(mac.length - 1) & 15;
  return String((mac.readUInt32BE(from) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}
