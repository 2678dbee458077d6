import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { expect, test } from "vitest";
import { z } from "zod";
import { operations } from "../contracts";
import { operation } from "../contracts/operation";
import { describeApi } from ".";

const described = JSON.parse(JSON.stringify(describeApi(operations, "https://shop.example")));

test("a developer's tools can read the description", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(described);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(() => validator.resolveRefs()).not.toThrow();
});

test("a developer finds every operation, at the shop's public address", () => {
  expect(described.servers).toEqual([{ url: "https://shop.example" }]);
  const found = Object.entries<object>(described.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(found.toSorted()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).toSorted());
  const names = operations.map(({ method, path }) => described.paths[path][method.toLowerCase()].operationId);
  expect(new Set(names).size).toBe(operations.length);
  expect(names).toContain("postPaymentsTossReady");
});

test.each(operations.map((it) => [`${it.method} ${it.path}`, it] as const))(
  "%s lists each of its refusals, with a valid example",
  (_, { method, path, problems }) => {
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    ajv.addSchema(described, "api");
    const told = Object.entries<Response>(described.paths[path][method.toLowerCase()].responses)
      .filter(([status]) => Number(status) >= 400)
      .flatMap(([status, { content }]) => {
        const { schema, examples } = content["application/problem+json"];
        const fits = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
        return Object.keys(examples).map((code) => {
          const { value } = described.components.examples[code];
          expect(value).toMatchObject({ status: Number(status), code });
          expect(fits(value), ajv.errorsText(fits.errors)).toBe(true);
          expect(fits({ ...value, code: "made_up" })).toBe(false);
          return code;
        });
      });
    expect(told).toEqual(expect.arrayContaining([...problems, "invalid_request", "internal_error"]));
  },
);

type Response = {
  content: { "application/problem+json": { schema: object; examples: Record<string, object> } };
};

const small = operation({
  method: "POST",
  path: "/echoes",
  summary: "Says it again",
  caller: "anybody",
  input: z.strictObject({ at: z.string().trim().transform(Number), twice: z.boolean().default(false) }),
  reply: z.object({ said: z.int(), thing: z.object({ name: z.string() }).meta({ id: "Thing" }) }),
  status: 201,
  problems: [],
});

test("request fields are described as accepted, and response fields as returned", () => {
  const { paths, components } = describeApi([small], "https://shop.example");
  expect(paths["/echoes"]?.post).toMatchObject({
    security: [],
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: {
            required: ["at"],
            properties: { at: { type: "string" }, twice: { type: "boolean", default: false } },
            additionalProperties: false,
          },
        },
      },
    },
    responses: { 201: { content: { "application/json": { schema: { required: ["said", "thing"] } } } } },
  });
  expect(components.schemas.Thing).toEqual({
    type: "object",
    properties: { name: { type: "string" } },
    required: ["name"],
  });
});

test("two schemas with one name are not mixed up", () => {
  const other = { ...small, path: "/others" as const };
  const reply = z.object({ thing: z.object({ size: z.int() }).meta({ id: "Thing" }) });
  expect(() => describeApi([small, { ...other, reply }], "https://shop.example")).toThrow("Thing");
});
