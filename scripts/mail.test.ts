// @module-tag slow

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toFolder } from "@/lib/mail/carriers/folder";
import { messageOf } from "@/lib/mail/message";
import { sampleBooks } from "@/testing/sample-books";
import { scriptOf } from "./kit/test-programs";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "twotrack-mail-")), "mail");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

/** The output of `npm run mail`. */
function showMail() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [scriptOf("scripts/mail.ts")], {
    encoding: "utf8",
    env: { ...process.env, MAIL_FOLDER: folder },
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout;
}

async function keep(id: string, customerEmail: string) {
  const { order, items, payments } = sampleBooks();
  const story = {
    order: { ...order, customerEmail },
    items,
    payments,
    payment: payments[0],
    refund: undefined,
    disputes: [],
    link: "/",
  };
  await toFolder(folder).carry(await messageOf({ id, kind: "paid" }, story, new Date()), id);
}

test("a developer who has sold nothing yet is told so", () => {
  expect(showMail()).toContain("No emails");
});

test("a developer sees the newest email, a list of the others, and where to view them", async () => {
  await keep("mail_1", "mina@example.com");
  await keep("mail_2", "joon@example.com");
  await keep("mail_2", "joon@example.com");
  const said = showMail();
  expect(said).toContain("결제가 완료됐어요\n\nMina 님, 안녕하세요.");
  expect(said.match(/@example\.com {2}결제가 완료됐어요/g)).toHaveLength(2);
  const page = /file:\/\/(\S+index\.html)/.exec(said)?.[1] ?? "";
  const html = readFileSync(page, "utf8");
  expect(html.match(/<iframe/g)).toHaveLength(2);
  expect(html).toContain("mina@example.com");
  // They contain names, so nobody else on the machine may read them.
  for (const path of [folder, page, join(folder, "mail_1.eml")]) expect(statSync(path).mode & 0o077).toBe(0);
});
