import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect } from "playwright/test";

type Json = Record<string, unknown>;
type Content = Record<string, { schema: Json }>;
type Answer = { headers: Record<string, Json>; content: Content };
type Described = {
  operationId: string;
  security: Record<string, unknown>[];
  parameters: { name: string; in: string; schema: AnySchema }[];
  requestBody?: { content: Content };
  responses: Record<string, Answer>;
};

/** The OpenAPI description that the shop at this address serves, used to check its answers. */
export async function descriptionOf(shopUrl: string) {
  const served = await fetch(`${shopUrl}/openapi.json`);
  expect(served.headers.get("content-type")).toBe("application/json");
  const api = await served.json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(closed(api), "api");
  const resolved = <T>(thing: T & { $ref?: string }): T =>
    thing.$ref
      ?.split("/")
      .slice(1)
      .reduce((place, step) => place[step], api) ?? thing;

  const operation = (method: string, path: string): Described => {
    const found: Described | undefined = api.paths[path]?.[method.toLowerCase()];
    if (!found) throw new Error(`${method} ${path} is not described.`);
    return { ...found, parameters: found.parameters.map(resolved) };
  };

  const expectFit = (schema: AnySchema, value: unknown, what: string) => {
    const fits = ajv.compile(withRefsInto("api", closed(schema)));
    expect(fits(value), `${what}: ${ajv.errorsText(fits.errors)}\n${JSON.stringify(value)}`).toBe(true);
  };

  return {
    api,
    operation,
    /** Fails unless the description allows this input. */
    expectInput(method: string, path: string, input: Record<string, unknown>) {
      const { requestBody, parameters } = operation(method, path);
      const body = requestBody?.content["application/json"];
      if (body) return expectFit(body.schema, input, `the body of ${method} ${path}`);
      for (const [name, value] of Object.entries(input)) {
        const described = parameters.find((it) => it.in === "query" && it.name === name);
        expectFit(described?.schema ?? false, value, `${name} of ${method} ${path}`);
      }
    },
    /** Fails unless the description allows this answer. Returns the body. */
    async expectAnswer(method: string, path: string, response: Response) {
      const what = `${method} ${path} answering ${response.status}`;
      const { headers, content }: Partial<Answer> = operation(method, path).responses[response.status] ?? {};
      const type = response.headers.get("content-type") ?? "";
      const body = await response.json();
      expect(Object.keys(content ?? {}), what).toEqual([type]);
      expectFit(content?.[type]?.schema ?? false, body, what);
      for (const [name, header] of Object.entries(headers ?? {})) {
        const { required, schema } = resolved(header) as { required?: boolean; schema: Json };
        const value = response.headers.get(name);
        if (value === null) expect(required, `${what} without ${name}`).not.toBe(true);
        else expectFit(schema, schema.type === "integer" ? Number(value) : value, `${name} of ${what}`);
      }
      for (const name of ["retry-after", "idempotent-replayed"])
        if (response.headers.has(name)) expect(lower(Object.keys(headers ?? {})), what).toContain(name);
      return body;
    },
  };
}

/** Replies may gain fields over time; here a field that is not described is an error. */
function closed<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(closed) as T;
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return (
    "properties" in schema && "type" in schema ? { additionalProperties: false, ...inner } : inner
  ) as T;
}

const withRefsInto = (id: string, schema: AnySchema): AnySchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${id}#/`));

const lower = (names: string[]) => names.map((name) => name.toLowerCase());
