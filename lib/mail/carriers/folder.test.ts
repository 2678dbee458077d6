import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { sampleBooks } from "@/testing/sample-books";
import { messageOf } from "../message";
import { toFolder } from "./folder";

test("a folder that cannot be written is reported by its code, and the email can be retried", async () => {
  const parent = mkdtempSync(join(tmpdir(), "twotrack-mail-"));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  writeFileSync(join(parent, "file"), "");
  const { order, items, payments } = sampleBooks();
  const story = { order, items, payments, payment: payments[0], refund: undefined, disputes: [], link: "/" };
  const message = await messageOf({ id: "mail_1", kind: "paid" }, story, new Date());
  const carried = toFolder(join(parent, "file", "mail")).carry(message, "mail_1");
  await expect(carried).rejects.toMatchObject({ name: "NotTaken", why: "folder ENOTDIR" });
});
