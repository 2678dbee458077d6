import { version } from "@/package.json";
import type { Operation } from "../contracts/operation";
import { answer, type HeaderName, headers, json, parameters, refTo, securitySchemes } from "./components";
import { codesOf, exampleOf, ProblemBody, refusalsOf } from "./problems";
import { type Schemas, schemaOf } from "./schema";

/** The API as an OpenAPI 3.1 document, generated from its contracts. `server` is the shop's public URL. */
export function describeApi(operations: readonly Operation[], server: string) {
  const schemas: Schemas = { Problem: schemaOf(ProblemBody, "output", {}) };
  const paths: Record<string, Record<string, ReturnType<typeof describe>>> = {};
  for (const it of operations)
    paths[it.path] = { ...paths[it.path], [it.method.toLowerCase()]: describe(it, schemas) };
  const codes = [...new Set(operations.flatMap(codesOf))].toSorted();
  return {
    openapi: "3.1.1",
    info: { title: "Twotrack", version, description: conventions },
    servers: [{ url: server }],
    paths,
    components: {
      schemas,
      examples: Object.fromEntries(codes.map((code) => [code, exampleOf(code)])),
      parameters,
      headers,
      securitySchemes,
    },
  };
}

const conventions =
  `Requests and responses are JSON in snake_case. Amounts are integers in the currency's minor unit; times are
ISO 8601. Errors are \`application/problem+json\` (RFC 9457): rely on \`code\`, which never changes. Unknown request
fields are rejected by name; responses may gain fields. Another shopper's order returns
404.`.replaceAll("\n", " ");

function describe(it: Operation, schemas: Schemas) {
  const reply = schemaOf(it.reply, "output", schemas);
  const replayed: HeaderName[] = takesKey(it) ? ["Idempotent-Replayed"] : [];
  return {
    operationId: nameOf(it),
    tags: [it.path.split("/")[1] ?? ""],
    summary: it.summary,
    security: securityOf(it),
    parameters: [
      ...(it.method === "GET" ? queryOf(it, schemas) : []),
      ...(takesKey(it) ? [refTo("parameters", needsKey(it) ? "neededKey" : "idempotencyKey")] : []),
      refTo("parameters", "requestId"),
    ],
    ...(it.method === "POST" && {
      requestBody: { required: true, content: json(schemaOf(it.input, "input", schemas)) },
    }),
    responses: {
      [it.status]: answer("Success", json(reply), replayed),
      ...(it.mayBeUnknown && {
        202: answer("The gateway's result is not known yet. Poll the payment status.", json(reply), [
          "Retry-After",
          ...replayed,
        ]),
      }),
      ...refusalsOf(it),
    },
  };
}

/** An operation that may reject an idempotency key is one that accepts it. */
const takesKey = (it: Operation) => it.problems.includes("idempotency_key_reused");
const needsKey = (it: Operation) => it.problems.includes("idempotency_key_required");

/** A name such as postPaymentsTossReady, for generated clients. */
const nameOf = ({ method, path }: Operation) =>
  method.toLowerCase() + path.replace(/[/_-]+(\w)/g, (_, letter: string) => letter.toUpperCase());

/** How a caller authenticates. An operation open to anybody may still refer to an order. */
function securityOf(it: Operation) {
  const proofs = [{ orderToken: [] }, { ordersCookie: [] }, ...(it.scope ? [{ apiKey: [] }] : [])];
  if (it.caller === "owner") return proofs;
  if (it.caller !== "anybody") return [{ apiKey: [] }];
  return it.problems.includes("order_not_found") ? [{}, ...proofs] : [];
}

function queryOf(it: Operation, schemas: Schemas) {
  const { properties, required = [] } = schemaOf(it.input, "input", schemas);
  if (!properties) throw new Error(`${it.method} ${it.path} has a query without named fields.`);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }));
}
