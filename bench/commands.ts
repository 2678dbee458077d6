import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { demo } from "../scripts/kit/test-databases";

/** Runs one of the operator's commands on a shop's database. Returns the first line it prints, such as a new API key. */
export async function command(databaseUrl: string, script: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script, ...args], {
    env: { ...process.env, ...demo, DATABASE_URL: databaseUrl },
  });
  return stdout.split("\n")[0] ?? "";
}

/** An API key that may refund. */
export const refundKey = (databaseUrl: string) =>
  command(databaseUrl, "scripts/keys.ts", "make", "Bench", "refunds:write");
