import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { demo } from "../scripts/kit/test-databases";

/** A key keeps the shop's caps at the time it is made. */
const caps = { KEY_REFUND_DAILY: "KRW 1000000000, USD 1000000000" };

/** Runs one of the operator's commands on a shop's database. Returns the first line it prints, such as a new API key. */
export async function command(databaseUrl: string, script: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, ...args], {
    env: { ...process.env, ...demo, DATABASE_URL: databaseUrl, ...caps },
  });
  return stdout.split("\n")[0] ?? "";
}

/** An API key that may refund. */
export const refundKey = (databaseUrl: string) =>
  command(databaseUrl, "scripts/keys.ts", "make", "Bench", "refunds:write");
