import "./kit/usage.mjs";
import "./load-env";
import { createTranslator } from "next-intl";
import { closeStore } from "@/db/store";
import { closeStaff } from "@/lib/desk/staff/auth";
import type { Line } from "@/lib/doctor/run";
import { EnvError, env } from "@/lib/settings/env";
import messages from "@/messages/en.json";

// `npm run doctor` checks what a shop needs before it goes live, while it runs, and prints PASS, WARN or FAIL for each
// item, with what to do. Exits with 1 if anything is FAIL. `npm run doctor -- --pay ORDER` follows an order that you
// are paying: once it is paid, it refunds all of it.
try {
  env();
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  for (const fault of error.faults) console.log(`FAIL  Settings       ${fault}`);
  process.exit(1);
}
// Imported only now: it cannot be loaded if the environment is invalid.
const { diagnose } = await import("@/lib/doctor/run");
const t = createTranslator({ locale: "en", messages, namespace: "doctor" });
const tell = ({ check, is, says, with: named = {} }: Line) =>
  console.log(`${is.toUpperCase()}  ${t(`checks.${check}`).padEnd(14)} ${t(`said.${says}`, named)}`);
const lines: Line[] = [];
const [option, number] = process.argv.slice(2);
if (option === "--pay" && number) {
  const { payAndRefund } = await import("@/lib/doctor/pay");
  for await (const finding of payAndRefund(number)) {
    const line: Line = { ...finding, check: "pay" };
    lines.push(line);
    tell(line);
  }
} else if (option === undefined) {
  lines.push(...(await diagnose()).lines);
  for (const line of lines) tell(line);
} else {
  console.error(
    `npm run doctor -- --pay ORDER: buy something cheap at ${env().appUrl}, and give its order number.`,
  );
  process.exit(2);
}
const count = (which: string) => lines.filter(({ is }) => is === which).length;
console.log(`\n${count("pass")} passed, ${count("warn")} to check, ${count("fail")} to fix`);
process.exitCode = count("fail") > 0 ? 1 : 0;
await closeStaff();
await closeStore();
