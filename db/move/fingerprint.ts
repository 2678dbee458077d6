import { hash } from "node:crypto";

/** The number of rows, and a sum over the SHA-256 of each, which does not depend on their order. */
export type Fingerprint = { rows: number; sum: string };

/** Takes rows one by one, each as its COPY line without the line ending. */
export function fingerprinting() {
  let [rows, sum] = [0, 0];
  return {
    add(line: string | Buffer) {
      rows += 1;
      // 48 bits: a number stays exact even when two are added.
      sum = (sum + Number.parseInt(hash("sha256", line).slice(0, 12), 16)) % 2 ** 48;
    },
    result: (): Fingerprint => ({ rows, sum: sum.toString(16).padStart(12, "0") }),
  };
}
