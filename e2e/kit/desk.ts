import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import type { APIRequestContext, APIResponse } from "playwright/test";
import type { Role } from "@/lib/contracts/roles";
import { demo } from "@/scripts/kit/test-databases";
import type { App, World } from "../world";

/** Somebody who works at the desk, with the password they chose. */
export type Member = { id: string; name: string; email: string; role: Role; password: string };

/** Lets somebody work at the desk, as the operator does, who then chooses a password of their own. */
export async function hire(
  world: World,
  role: Role,
  request: APIRequestContext,
  name = "소라",
): Promise<Member> {
  const email = `${role}-${randomUUID().slice(0, 8)}@shop.example`;
  const args = ["--import", "tsx", "scripts/staff.ts", "add", email, role, name];
  const env = { ...process.env, ...demo, DATABASE_URL: world.databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  const given = stdout.split("\n")[0] ?? "";
  const password = `${name} has her own password`;
  const [app] = world.apps;
  await answered(await send(request, app, "sign-in", { email, password: given }));
  await answered(await send(request, app, "password", { current_password: given, new_password: password }));
  const { id } = await ownId(world, email);
  return { id, name, email, role, password };
}

/** Signs in at the desk: from then on the browser, or the caller, has the session's cookie. */
export async function signIn(request: APIRequestContext, app: App, { email, password }: Member) {
  await answered(await send(request, app, "sign-in", { email, password }));
}

/** Asks one of the desk's operations as a page of the shop's own would. */
export const send = (
  request: APIRequestContext,
  app: Pick<App, "url">,
  operation: string,
  data: object,
  headers: Record<string, string> = {},
): Promise<APIResponse> =>
  request.post(`${app.url}/admin/api/${operation}`, { data, headers: { origin: app.url, ...headers } });

async function answered(response: APIResponse) {
  if (!response.ok()) throw new Error(`The desk answered ${response.status()}: ${await response.text()}`);
}

/** What the desk calls them; their table is beside the shop's on SQLite. */
async function ownId(world: World, email: string) {
  const [found] = await world.staff(`SELECT id FROM staff WHERE email = '${email}'`);
  return { id: String(found?.id) };
}
