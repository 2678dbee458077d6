import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { stopClock, turnOurClock } from "@/testing/clock";
import { seconds } from "../clock";
import { watchCallers } from "../http/caller";
import { watchSignIns } from "./sign-in-guard";

stopClock();
watchCallers();
watchSignIns();
process.env.TRUSTED_PROXIES = "1";

const waiting: ServerResponse[] = [];
const server = createServer((request, response) => {
  if (request.url === "/admin/api/sign-in") waiting.push(response);
  else response.end("sold");
});
await once(server.listen(0, "127.0.0.1"), "listening");
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => server.close());

const signsIn = (from: string) =>
  fetch(`${url}/admin/api/sign-in`, { method: "POST", headers: { "x-forwarded-for": from }, body: "{}" });

/** Starts `way` sign-ins from one address. */
async function under(way: number, from: string) {
  const before = waiting.length;
  const answers = Array.from({ length: way }, () => signsIn(from));
  await expect.poll(() => waiting.length).toBe(before + way);
  return answers;
}

const answerAll = () => {
  for (const response of waiting.splice(0)) response.end("welcome");
};

test("the seventh sign-in of one address is told to wait; other addresses and requests are unaffected", async () => {
  const six = await under(6, "198.51.100.1");
  const seventh = await signsIn("198.51.100.1");
  expect(seventh.status).toBe(503);
  expect(seventh.headers.get("retry-after")).toBe("2");
  expect(await seventh.json()).toMatchObject({ code: "overloaded" });
  const another = await under(1, "198.51.100.2");
  expect(await (await fetch(url)).text()).toBe("sold");

  answerAll();
  for (const answer of await Promise.all([...six, ...another])) expect(await answer.text()).toBe("welcome");
  const later = await under(6, "198.51.100.1");
  answerAll();
  for (const answer of await Promise.all(later)) expect(answer.status).toBe(200);
});

test("sign-ins that are never sent whole block others of their address for five seconds", async () => {
  const hung = await under(6, "198.51.100.7");
  expect((await signsIn("198.51.100.7")).status).toBe(503);
  turnOurClock(seconds(5));
  const later = await under(6, "198.51.100.7");
  answerAll();
  for (const answer of await Promise.all([...hung, ...later])) expect(answer.status).toBe(200);
});

test("the twenty-fifth sign-in waits, however many addresses there are", async () => {
  const rounds: Promise<Response>[] = [];
  for (const n of [1, 2, 3, 4]) rounds.push(...(await under(6, `198.51.100.${n}`)));
  expect((await signsIn("198.51.100.5")).status).toBe(503);
  answerAll();
  await Promise.all(rounds);
});
