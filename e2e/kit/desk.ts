import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { type APIRequestContext, type APIResponse, request as http } from "playwright/test";
import type { Role } from "@/lib/contracts/roles";
import { demo } from "@/scripts/kit/test-databases";
import type { App, World } from "../world";
import { scriptOf } from "./programs";

/** Somebody who works at the desk, with the password they chose. */
export type Member = { id: string; name: string; email: string; role: Role; password: string };

/** Lets somebody work at the desk, as a manager of the shop's does, who then chooses a password of their own. */
export async function hire(
  world: World,
  role: Role,
  request: APIRequestContext,
  name = "소라",
): Promise<Member> {
  const email = emailOf(role);
  const person = { name, email, role };
  // A manager whom a manager lets in would wait for another one.
  if (role === "manager") return begins(world, request, person, await letInByOperator(world, person));
  const hired = await byManager(world, "staff/add", person);
  return begins(world, request, person, hired.one_time_password);
}

/** Asks an operation as a manager whom no story is about. */
export async function byManager(world: World, operation: string, data: object) {
  const first = managers.get(world) ?? firstManager(world);
  managers.set(world, first);
  const { request, member } = await first;
  const ask = () => send(request, world.apps[0], operation, data);
  let answer = await ask();
  // More than half a day may have gone by.
  if (answer.status() === 401) {
    await signIn(request, world.apps[0], member);
    answer = await ask();
  }
  await answered(answer);
  return answer.json();
}

const managers = new WeakMap<World, ReturnType<typeof firstManager>>();

/** The operator lets the first one in; it takes a process of its own, so that the others are let in at the desk. */
async function firstManager(world: World) {
  const request = await http.newContext();
  const person = { name: "장우진", email: emailOf("manager"), role: "manager" as const };
  return { request, member: await begins(world, request, person, await letInByOperator(world, person)) };
}

/** Answers with the password for their first sign-in. */
async function letInByOperator(world: World, { email, role, name }: Pick<Member, "name" | "email" | "role">) {
  const args = [scriptOf("scripts/staff.ts"), "add", email, role, name];
  const env = { ...process.env, ...demo, DATABASE_URL: world.databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return stdout.split("\n")[0] ?? "";
}

const emailOf = (role: Role) => `${role}-${randomUUID().slice(0, 8)}@shop.example`;

/** Signs in with what was given, and chooses a password. */
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
