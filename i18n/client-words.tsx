import { NextIntlClientProvider } from "next-intl";
import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import type messages from "@/messages/ko.json";

/** Gives the client components inside it these words and no others, so that a page carries only its own. */
export async function ClientWords({
  of: names,
  children,
}: {
  of: readonly (keyof typeof messages)[];
  children: ReactNode;
}) {
  const all = await getMessages();
  const some = Object.fromEntries(names.map((name) => [name, all[name]]));
  return <NextIntlClientProvider messages={some}>{children}</NextIntlClientProvider>;
}
