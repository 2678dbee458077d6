import type { z } from "zod";
import { operations } from "@/lib/contracts";
import { expect, test } from "./fixtures";
import { badInputs } from "./kit/bad-input";
import { examplesFor } from "./kit/examples";
import type { World } from "./world";

/** The rows that a request may write. What gateways report of fees and payouts is posted at night, whoever asks. */
const written = (world: World) =>
  world.sql(`SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM payments) AS payments,
    (SELECT count(*) FROM calls) AS calls, (SELECT count(*) FROM transfers WHERE cause IN ('capture', 'refund')) AS transfers`);

/** Checks that the response is an RFC 9457 problem in our own words and reveals nothing internal; returns its body. */
async function refusal(response: Response) {
  const body = await response.json();
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(response.headers.get("x-request-id")).toMatch(/^[\w-]{8,64}$/);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(body).toMatchObject({
    type: `urn:twotrack:problem:${body.code}`,
    title: expect.any(String),
    detail: expect.any(String),
    status: response.status,
    retryable: false,
  });
  expect(JSON.stringify(body)).not.toMatch(/node_modules|\.ts:|SELECT |sqlite/i);
  return body as { status: number; code: string; errors?: { field: string }[] };
}

const pointsAt = (errors: { field: string }[] | undefined, field: string) =>
  (errors ?? []).some(
    (error) => error.field === field || error.field.startsWith(`${field}.`) || field === "",
  );

for (const { method, path, input, problems } of operations)
  test(`${method} ${path} names every fault in a request, and changes nothing`, async ({
    shopper,
    world,
  }) => {
    const url = world.apps[0].url + path;
    const examples = await examplesFor({ method, path }, shopper, world);
    const before = await written(world);
    const [example] = examples;
    if (!example) throw new Error("There is no example.");

    for (const { input: good, headers } of examples)
      await test.step("a wrong value is refused, and its field is named", async () => {
        expect(input.safeParse(good).error).toBeUndefined();
        const cases = method === "GET" ? badQueries(input, good) : badInputs(input, good);
        for (const { what, text, field } of cases) {
          // All goods may be taxable.
          if (field === "tax_free_amount" && / zero$/.test(what)) continue;
          const response =
            method === "GET"
              ? await fetch(`${url}?${text}`, { headers })
              : await fetch(url, { method, headers: { ...headers, ...json }, body: text });
          const { errors, ...problem } = await refusal(response);
          expect.soft(problem, what).toMatchObject({ status: 400, code: "invalid_request" });
          expect.soft(pointsAt(errors, field), `${what}: ${JSON.stringify(errors)}`).toBe(true);
        }
      });
    await test.step("another method is refused, and the right one is named", () => otherMethods(url, path));
    if (method === "POST")
      await test.step("a body that is not a JSON object is refused", () => otherBodies(url, example));
    if (problems.includes("idempotency_key_reused"))
      await test.step("a malformed Idempotency-Key is refused", () => otherKeys(url, example));

    expect(await written(world)).toEqual(before);
  });

async function otherMethods(url: string, path: string) {
  const taken = operations.filter((one) => one.path === path).map(({ method }): string => method);
  const allowed = (response: Response) =>
    taken.every((method) => response.headers.get("allow")?.split(", ").includes(method));
  for (const other of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((one) => !taken.includes(one))) {
    const response = await fetch(url, { method: other });
    expect(await refusal(response)).toMatchObject({ status: 405, code: "method_not_allowed" });
    expect(allowed(response)).toBe(true);
  }
  const options = await fetch(url, { method: "OPTIONS" });
  expect(options.status).toBe(204);
  expect(allowed(options)).toBe(true);
  expect((await fetch(url, { method: "PROPFIND" })).status).toBeLessThan(500);
}

type Example = Awaited<ReturnType<typeof examplesFor>>[number];

async function otherBodies(url: string, { input, headers: own }: Example) {
  const send = (body: string | undefined, headers: Record<string, string> = json) =>
    fetch(url, { method: "POST", headers: { ...own, ...headers }, ...(body !== undefined && { body }) });

  for (const body of [undefined, "", "{", "{'a':1}", '{"a":1,}', "NaN", "\0", "<xml/>", "\ud800"])
    expect(await refusal(await send(body))).toMatchObject({ status: 400, code: "invalid_json" });
  for (const body of ["null", "true", "7", '"x"', "[]", "[{}]", "{}"])
    expect(await refusal(await send(body))).toMatchObject({ status: 400, code: "invalid_request" });

  const good = JSON.stringify(input);
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/jsonx",
  ])
    expect(await refusal(await send(good, { "content-type": type }))).toMatchObject({
      status: 415,
      code: "unsupported_media_type",
    });

  const huge = good.replace("{", `{${" ".repeat(65 * 1024)}`);
  expect(await refusal(await send(huge))).toMatchObject({ status: 413, code: "body_too_large" });
  // The same in chunks, without announcing the length.
  const inPieces = { body: new Blob([huge]).stream(), duplex: "half" } as RequestInit;
  const piecemeal = await fetch(url, { method: "POST", headers: { ...own, ...json }, ...inPieces });
  expect(await refusal(piecemeal)).toMatchObject({ status: 413, code: "body_too_large" });
}

async function otherKeys(url: string, { input, headers: own }: Example) {
  for (const key of ["", "x".repeat(256), "caf\u00e9", "a\tb"]) {
    const headers = { ...own, ...json, "idempotency-key": key };
    const problem = await refusal(await fetch(url, { method: "POST", headers, body: JSON.stringify(input) }));
    expect(problem).toMatchObject({
      status: 400,
      code: "invalid_request",
      errors: [{ field: "Idempotency-Key" }],
    });
  }
}

const json = { "content-type": "application/json" };

/** What can be wrong with a query: its values are always text, and one may appear twice. */
function badQueries(input: z.ZodType, good: Record<string, unknown>) {
  return Object.entries(good).flatMap(([field, value]) => {
    const query = (text: string) => new URLSearchParams({ ...good, [field]: text } as Record<string, string>);
    const { [field]: _, ...without } = good;
    const mayBeMissing = input.safeParse(without).success;
    const missing = {
      what: `${field} is missing`,
      text: String(new URLSearchParams(without as Record<string, string>)),
      field,
    };
    return [
      ...(mayBeMissing ? [] : [missing]),
      { what: `${field} is empty`, text: String(query("")), field },
      { what: `${field} is long`, text: String(query("x".repeat(5_000))), field },
      { what: `${field} has a NUL`, text: String(query(`${value}\0`)), field },
      { what: `${field} is broken`, text: `${field}=%ff%zz`, field },
      { what: `${field} comes twice`, text: `${query(String(value))}&${field}=${value}`, field },
      { what: "there is another field", text: `${query(String(value))}&surprise=1`, field: "surprise" },
    ];
  });
}
