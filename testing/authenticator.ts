import { createHmac } from "node:crypto";

/**
 * The six digits that an authenticator app shows now for an otpauth URL (RFC 6238), using the algorithm the URL names.
 * Apps that ignore it use SHA1.
 */
export function codeOf(uri: string, at: Date, algorithm?: "SHA1"): string {
  const { searchParams } = new URL(uri);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at.getTime() / 30_000)));
  const mac = createHmac(
    algorithm ?? searchParams.get("algorithm") ?? "SHA1",
    fromBase32(searchParams.get("secret") ?? ""),
  )
    .update(counter)
    .digest();
  const from = mac.readUInt8(mac.length - 1) & 15;
  return String((mac.readUInt32BE(from) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}

function fromBase32(text: string) {
  const bits = [...text.replace(/=+$/, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
