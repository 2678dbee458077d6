import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { shortcutsCookie, themeCookie, themeIn } from "@/components/desk/choices";
import { DeskFrame } from "@/components/desk/frame";
import { SessionEnd } from "@/components/desk/session-end";
import { ClientWords } from "@/i18n/client-words";
import { now } from "@/lib/clock";
import { deskCounts } from "@/lib/desk/read/lists";
import { env } from "@/lib/settings/env";
import { sessionHere } from "./here";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("desk");
  return { title: { default: t("title"), template: `%s · ${t("title")}` }, robots: { index: false } };
}

export default async function DeskLayout({ children }: { children: ReactNode }) {
  const { staff, endsAt } = await sessionHere();
  const { live, demo } = env();
  const kept = await cookies();
  const choices = {
    theme: themeIn(kept.get(themeCookie)?.value),
    shortcuts: kept.get(shortcutsCookie)?.value !== "off",
  };
  const waiting = await deskCounts(staff);
  const counts = {
    "/admin/waiting": waiting.needs + waiting.cancelRequests + waiting.disputes,
    "/admin/approvals": waiting.approvals,
    "/admin/inbox": waiting.failedNews,
  };
  return (
    <ClientWords
      of={[
        "header",
        "error",
        "arrival",
        "couriers",
        "gatewayNames",
        "desk",
        "deskOrders",
        "deskOrder",
        "deskLists",
        "deskSettlementActs",
      ]}
    >
      <DeskFrame staff={staff} counts={counts} shop={{ live, demo }} choices={choices}>
        {children}
      </DeskFrame>
      <SessionEnd leftMs={endsAt.getTime() - now().getTime()} />
    </ClientWords>
  );
}
