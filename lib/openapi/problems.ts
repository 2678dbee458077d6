import { z } from "zod";
import type { Operation } from "../contracts/operation";
import { type ProblemCode, problems } from "../problem";
import { answer, refTo } from "./components";

/** An operation's error responses, by status. */
export function refusalsOf(it: Operation) {
  const codes = codesOf(it);
  const statuses = new Set(codes.map(statusOf));
  return Object.fromEntries(
    [...statuses].map((status) => [
      status,
      refusal(
        status,
        codes.filter((code) => statusOf(code) === status),
      ),
    ]),
  );
}

const refusal = (status: number, codes: ProblemCode[]) =>
  answer(
    codes.map((code) => problems[code][1]).join("; "),
    {
      "application/problem+json": {
        schema: { allOf: [refTo("schemas", "Problem"), { properties: { code: { enum: codes } } }] },
        examples: Object.fromEntries(codes.map((code) => [code, refTo("examples", code)])),
      },
    },
    status === 429 || codes.includes("overloaded") ? ["Retry-After"] : [],
  );

const statusOf = (code: ProblemCode) => problems[code][0];

/** The problems of the operation and of the checks before it: see `endpoint`. */
export const codesOf = (it: Operation): ProblemCode[] => [
  ...new Set<ProblemCode>([
    "invalid_request",
    ...(it.method === "POST" ? border : []),
    ...it.problems,
    "internal_error",
  ]),
];

const border: ProblemCode[] = [
  "invalid_json",
  "origin_not_allowed",
  "body_too_large",
  "unsupported_media_type",
];

/** The body of every error response. */
export const ProblemBody = z.object({
  type: z.string().describe("urn:twotrack:problem: followed by the code"),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe("A sentence for developers. It may change"),
  code: z.string().describe("The stable code to rely on. It never changes"),
  retryable: z.boolean().describe("True if the same request may succeed later"),
  errors: z
    .array(z.object({ field: z.string(), message: z.string() }))
    .optional()
    .describe("The invalid fields"),
  gateway_code: z.string().optional().describe("The gateway's own error code, unchanged"),
  see: z.string().optional().describe("Where to look up the current state"),
});

export function exampleOf(code: ProblemCode) {
  const [status, title, retryable] = problems[code];
  const type = `urn:twotrack:problem:${code}`;
  const value: z.input<typeof ProblemBody> = { type, title, status, detail: `${title}.`, code, retryable };
  return { summary: title, value: { ...value, ...examples[code] } };
}

const examples: { [code in ProblemCode]?: Partial<z.input<typeof ProblemBody>> } = {
  invalid_request: {
    detail: "Invalid fields: items.0.sku.",
    errors: [{ field: "items.0.sku", message: "Invalid string: must match pattern" }],
  },
  payment_declined: { gateway_code: "REJECT_CARD_PAYMENT" },
  gateway_rejected: { gateway_code: "UNAUTHORIZED_KEY" },
  payment_in_progress: { see: "/payments/status?order_number=ORD-20261121-7K3M9Q" },
};
