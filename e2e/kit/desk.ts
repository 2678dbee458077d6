import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { type APIRequestContext, type APIResponse, request as http } from "playwright/test";
import type { Role } from "@/lib/contracts/roles";
import { scriptOf } from "@/scripts/kit/test-programs";
import type { App, World } from "../world";

/** A staff member, with the password they chose. */
export type Member = { id: string; name: string; email: string; role: Role; password: string };

/** Adds a staff member, as a manager would, who then chooses a password. */
export async function hire(
  world: World,
  role: Role,
  request: APIRequestContext,
  name = "소라",
): Promise<Member> {
  const email = emailOf(role);
  const person = { name, email, role };
  // A manager added by a manager would wait for another one's confirmation.
  if (role === "manager") return begins(world, request, person, await letInByOperator(world, person));
  const hired = await byManager(world, "staff/add", person);
  return begins(world, request, person, hired.one_time_password);
}

/** Calls an operation as a manager no test is about. */
export async function byManager(world: World, operation: string, data: object) {
  const first = managers.get(world) ?? firstManager(world);
  managers.set(world, first);
  const { request, member } = await first;
  const ask = () => send(request, world.apps[0], operation, data);
  let answer = await ask();
  // More than half a day may have passed.
  if (answer.status() === 401) {
    await signIn(request, world.apps[0], member);
    answer = await ask();
  }
  await answered(answer);
  return answer.json();
}

const managers = new WeakMap<World, ReturnType<typeof firstManager>>();

/** The operator adds the first manager, which takes a separate process; the others are added at the desk. */
async function firstManager(world: World) {
  const request = await http.newContext();
  const person = { name: "장우진", email: emailOf("manager"), role: "manager" as const };
  return { request, member: await begins(world, request, person, await letInByOperator(world, person)) };
}

/** Returns the password for their first sign-in. */
async function letInByOperator(world: World, { email, role, name }: Pick<Member, "name" | "email" | "role">) {
  const args = [scriptOf("scripts/staff.ts"), "add", email, role, name];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: world.commandEnv });
  return stdout.split("\n")[0] ?? "";
}

const emailOf = (role: Role) => `${role}-${randomUUID().slice(0, 8)}@shop.example`;

/** Signs in with the given password, and chooses a new one. */
async function begins(
  world: World,
  request: APIRequestContext,
  person: Pick<Member, "name" | "email" | "role">,
  given: string,
): Promise<Member> {
  const password = `${person.name} has her own password`;
  const [app] = world.apps;
  await answered(await send(request, app, "sign-in", { email: person.email, password: given }));
  await answered(await send(request, app, "password", { current_password: given, new_password: password }));
  const { id } = await ownId(world, person.email);
  return { ...person, id, password };
}

/** Signs in at the desk: from then on the browser, or the caller, has the session cookie. */
export async function signIn(request: APIRequestContext, app: App, { email, password }: Member) {
  await answered(await send(request, app, "sign-in", { email, password }));
}

/** Calls one of the desk's operations the way the shop's own page does. */
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

/** Their id at the desk; on SQLite the staff table is in a separate file. */
async function ownId(world: World, email: string) {
  const [found] = await world.staff(`SELECT id FROM staff WHERE email = '${email}'`);
  return { id: String(found?.id) };
}

/** Has the gateways settle everything that the shop has sold so far, and a refund of the newest payment. */
export async function settleAll(world: World, { refunded = 0 } = {}) {
  const args = [scriptOf("e2e/kit/settle.ts"), String(refunded)];
  await promisify(execFile)(process.execPath, args, { env: world.commandEnv });
}
