import "./kit/usage.mjs";
import "./load-env";
import "./kit/tell-refusals";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { now } from "@/lib/clock";
import { env } from "@/lib/settings/env";
import { type Kept, readMailbox } from "./kit/mailbox";
import { mailboxPage } from "./kit/mailbox-page";

// The reader may go away (`npm run mail | head`).
process.stdout.on("error", () => process.exit(0));

// `npm run mail` shows the letters stored as files; `npm run mail -- again` immediately retries letters that were given
// up or wait for their next attempt.
if (process.argv.includes("again")) await again();
else await show();

async function again() {
  const [{ reviveMails }, { reviveStaffLetters }, { closeStore, transaction }] = await Promise.all([
    import("@/db/mails"),
    import("@/db/staff-letters"),
    import("@/db/store"),
  ]);
  const count = await transaction(
    async (tx) => (await reviveMails(tx, now())) + (await reviveStaffLetters(tx, now())),
  );
  console.log(`${count} emails that were given up or are waiting will be tried again.`);
  await closeStore();
}

async function show() {
  const { folder } = env().mail;
  const kept = await readMailbox(folder);
  const [newest] = kept;
  if (!newest) {
    console.log(`No emails in ${folder} yet. The shop writes one a moment after somebody has paid.`);
    return;
  }
  const page = join(folder, "index.html");
  writeFileSync(page, mailboxPage(kept), { mode: 0o600 });
  console.log(`${newest.email.text?.trimEnd()}\n`);
  console.log(kept.slice(0, 10).map(lineOf).join("\n"));
  console.log(`\nAll of them as pages: ${pathToFileURL(page).href}`);
}

function lineOf({ at, email }: Kept) {
  return [at.toLocaleString("sv-SE"), email.to?.[0]?.address, email.subject].join("  ");
}
