"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { forgiveLookUp, limitLookUp } from "@/lib/limits";
import { ordersCookieWith } from "@/lib/orders/access";
import { contactIn, findGuestOrder, orderNumberIn } from "@/lib/orders/find";
import { Problem } from "@/lib/problem";
import type { Search } from "./search";

/** Shows a guest their order, in this browser from now on; else the form again, with what was typed. */
export async function lookUp(_: Search, form: FormData): Promise<Search> {
  const typed = { number: textOf(form, "number"), contact: textOf(form, "contact") };
  const number = orderNumberIn(typed.number);
  const contact = contactIn(typed.contact);
  if (!number || !contact)
    return { typed, faults: { ...(!number && { number: "wrong" }), ...(!contact && { contact: "wrong" }) } };

  const asked = await headers();
  const wait = await waitFor(limitLookUp(number, asked));
  if (wait) return { typed, wait };
  const order = await findGuestOrder(number, contact);
  if (!order) return { typed, notFound: true };

  await forgiveLookUp(number);
  (await cookies()).set(await ordersCookieWith(order, asked.get("cookie")));
  redirect(`/orders/${order.number}`);
}

const textOf = (form: FormData, name: string) => {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, 200) : "";
};

/** How many minutes to wait before the next try; undefined when it may be made now. */
const waitFor = (limit: Promise<void>) =>
  limit.then(
    () => undefined,
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return Math.ceil(Number(error.details.headers?.["retry-after"] ?? 60) / 60);
    },
  );
