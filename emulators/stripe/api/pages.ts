import { z } from "zod";
import type { Collection, PageQuery } from "../../kit/memory";
import { isRefusal, misread, missing, type Refusal } from "../errors";
import { pageLimitDefault, pageLimitMax } from "../rules";
import { printList } from "../wire/common";
import type { Form } from "./form";
import { filled, integer, read } from "./params";

const range = z.union([
  integer,
  z.strictObject({
    gt: integer.optional(),
    gte: integer.optional(),
    lt: integer.optional(),
    lte: integer.optional(),
  }),
]);

export const pageLimit = integer
  .refine((limit) => limit >= 1 && limit <= pageLimitMax, {
    params: { code: "parameter_invalid_integer", exactly: "Limit must be between 1 and 100." },
  })
  .default(pageLimitDefault);

const paging = {
  limit: pageLimit,
  starting_after: filled.optional(),
  ending_before: filled.optional(),
};

type Listing<Doc extends { id: string; createdAt: number }, Filters extends z.ZodRawShape> = {
  collection: Collection<Doc>;
  what: string;
  url: string;
  filters: Filters;
  ranges?: Record<string, keyof Doc & string> | undefined;
  match: (filters: z.output<z.ZodObject<Filters>>) => PageQuery<Doc>["match"] | Refusal;
  print: (docs: readonly Doc[]) => object[];
};

/** A page of objects, newest first. */
export function listPage<Doc extends { id: string; createdAt: number }, Filters extends z.ZodRawShape>(
  form: Form,
  { collection, what, url, filters, ranges: more, match, print }: Listing<Doc, Filters>,
): object | Refusal {
  const ranges: Record<string, keyof Doc & string> = { created: "createdAt", ...more };
  const asked = read(z.strictObject(paging), pick(form, Object.keys(paging)));
  if (isRefusal(asked)) return asked;
  const times = read(z.record(z.string(), range), pick(form, Object.keys(ranges)));
  if (isRefusal(times)) return times;
  const wanted = read(z.strictObject(filters), omit(form, [...Object.keys(paging), ...Object.keys(ranges)]));
  if (isRefusal(wanted)) return wanted;
  const { limit, starting_after: after, ending_before: before } = asked;
  if (after !== undefined && before !== undefined) {
    return misread("You cannot parameterize both starting_after and ending_before.", {
      param: "starting_after",
    });
  }
  const cursor = after ?? before;
  if (cursor !== undefined && !collection.get(cursor)) {
    return missing(what, cursor, after === undefined ? "ending_before" : "starting_after");
  }
  const matched = match(wanted as z.output<z.ZodObject<Filters>>);
  if (isRefusal(matched)) return matched;
  const spans = Object.entries(times).flatMap(([name, asked]) => {
    const field = ranges[name];
    return field === undefined ? [] : [spanOf(field, asked)];
  });
  const found = collection.page({ match: matched, spans, after, before, limit: limit + 1 });
  const shown = before === undefined ? found.slice(0, limit) : found.slice(-limit);
  return printList(url, print(shown), found.length > limit);
}

/** The part of time that a parameter asks for, in milliseconds. */
function spanOf<Field extends string>(field: Field, asked: z.output<typeof range>) {
  const { gt, gte, lt, lte } =
    typeof asked === "number" ? { gte: asked, lte: asked, gt: undefined, lt: undefined } : asked;
  const from = Math.max(gte ?? 0, gt === undefined ? 0 : gt + 1) * 1000;
  const until =
    Math.min(
      lt ?? Number.MAX_SAFE_INTEGER / 1000,
      lte === undefined ? Number.MAX_SAFE_INTEGER / 1000 : lte + 1,
    ) * 1000;
  return { field, from, until };
}

function pick(form: Form, names: string[]): Form {
  return Object.fromEntries(Object.entries(form).filter(([name]) => names.includes(name)));
}

function omit(form: Form, names: string[]): Form {
  return Object.fromEntries(Object.entries(form).filter(([name]) => !names.includes(name)));
}
