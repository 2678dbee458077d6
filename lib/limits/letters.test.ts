import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { writeAtMost } from "./letters";

const somebody = () => `${randomUUID()}@victim.example`;

describe("emails about unpaid orders", () => {
  test("reach one recipient five times an hour, in any spelling, and others are unaffected", async () => {
    const recipient = somebody();
    let sent = 0;
    const send = async () => {
      sent += 1;
    };
    for (let n = 0; n < 12; n += 1)
      await writeAtMost(n % 2 ? recipient : ` ${recipient.toUpperCase()}`, send);
    expect(sent).toBe(5);
    expect(await writeAtMost(recipient, send)).toBe(false);
    expect(await writeAtMost(somebody(), send)).toBe(true);
  });

  test("have one budget per mailbox, whatever follows a plus, and with dots and quotes", async () => {
    const name = randomUUID();
    let sent = 0;
    const send = async () => {
      sent += 1;
    };
    for (const local of [
      `${name}+1`,
      `${name}+2`,
      `${name}+a+b`,
      `${name.toUpperCase()}+`,
      `"${name}"`,
      `"${name}+3"`,
    ])
      await writeAtMost(`${local}@victim.example`, send);
    await writeAtMost(`${name.slice(0, 4)}.${name.slice(4)}@VICTIM.example`, send);
    expect(sent).toBe(5);
    expect(await writeAtMost(`${name}+1@other.example`, send)).toBe(true);
  });

  test("that a mail server did not accept do not count", async () => {
    const recipient = somebody();
    for (let n = 0; n < 8; n += 1)
      await expect(writeAtMost(recipient, () => Promise.reject(new Error("busy")))).rejects.toThrow("busy");
    expect(await writeAtMost(recipient, async () => {})).toBe(true);
  });
});
