import type { z } from "zod";
import type { Collection, PageQuery } from "../../kit/memory";
import { isRefusal, missing, type Refusal } from "../errors";
import type { Question } from "./answer";
import type { Shape } from "./expand";
import type { Form } from "./form";
import { listPage } from "./pages";
import { read } from "./params";

/** A kind of object that the API can create, show and list. */
export type Kind<Doc extends { id: string }> = {
  shape: Extract<Shape, string>;
  collection: Collection<Doc>;
  /** What a refusal calls it, and the parameter that it names. */
  name: string;
  param: string;
  print(doc: Doc): object;
  /** What a list has for the objects on its page, if that is not each of them once. */
  report?(docs: readonly Doc[]): Doc[];
};

type Call<Doc, Schema extends z.ZodObject> = {
  operation: Question["operation"];
  params: Schema;
  /** Parameters that Stripe has and the emulator does not. */
  elsewhere?: readonly string[];
  act(found: Doc, params: z.output<Schema>): Doc | Refusal;
};

/** A call about one existing object. Its parameters are read before it is looked for. */
export function aboutOne<Doc extends { id: string; orderId?: string | null }, Schema extends z.ZodObject>(
  kind: Kind<Doc>,
  id: string,
  { operation, params, elsewhere, act }: Call<Doc, Schema>,
): Question {
  return {
    operation,
    objectId: id,
    orderId: () => kind.collection.get(id)?.orderId ?? null,
    shape: kind.shape,
    act(form) {
      const asked = read(params, form, elsewhere);
      if (isRefusal(asked)) return asked;
      const found = kind.collection.get(id);
      return found ? printed(kind, act(found, asked)) : missing(kind.name, id, kind.param);
    },
  };
}

type List<Doc, Filters extends z.ZodRawShape> = {
  operation: Question["operation"];
  url: string;
  orderId?: Question["orderId"];
  filters: Filters;
  /** The parameters that take a span of time, each with the field it is about. */
  ranges?: Record<string, keyof Doc & string>;
  match(filters: z.output<z.ZodObject<Filters>>): PageQuery<Doc>["match"] | Refusal;
};

/** A call for one page of the objects, newest first. */
export function listOf<Doc extends { id: string; createdAt: number }, Filters extends z.ZodRawShape>(
  kind: Kind<Doc>,
  { operation, url, orderId, filters, ranges, match }: List<Doc, Filters>,
): Question {
  return {
    operation,
    shape: { listOf: kind.shape },
    ...(orderId && { orderId }),
    act: (form: Form) =>
      listPage(form, {
        collection: kind.collection,
        what: kind.name,
        url,
        filters,
        ranges,
        match,
        print: (docs) => (kind.report?.(docs) ?? docs).map((doc) => kind.print(doc)),
      }),
  };
}

export function printed<Doc extends { id: string }>(
  kind: Kind<Doc>,
  outcome: Doc | Refusal,
): object | Refusal {
  return isRefusal(outcome) ? outcome : kind.print(outcome);
}
