import { z } from "zod";
import { isRefusal, type Refusal } from "../errors";
import { printList } from "../wire/common";
import type { Form } from "./form";
import { pageLimit } from "./pages";
import { filled, read } from "./params";

const Paging = z.strictObject({ limit: pageLimit, starting_after: filled.optional() });

/** A page of line items, in their order on the session. */
export function listLineItems(form: Form, url: string, items: { id: string }[]): object | Refusal {
  const asked = read(Paging, form);
  if (isRefusal(asked)) return asked;
  const start = items.findIndex(({ id }) => id === asked.starting_after) + 1;
  const shown = items.slice(start, start + asked.limit);
  return printList(url, shown, items.length > start + asked.limit);
}
