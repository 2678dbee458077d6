"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { randomId } from "@/components/random-id";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import { Stepper } from "@/components/ui/stepper";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Line = { sku: string; name: string; out: number };

/** Returns goods to stock, at most as many as are out. */
export function RestockForm({ order, lines }: { order: string; lines: Line[] }) {
  const t = useTranslations("deskOrder.restock");
  const router = useRouter();
  const [wanted, setWanted] = useState<Record<string, number>>({});
  const [key, setKey] = useState(randomId);
  const [done, setDone] = useState(false);
  const { send, busy, trouble } = useSend("/admin/api/orders/restock");
  const chosen = lines.flatMap(({ sku }) => (wanted[sku] ? [{ sku, quantity: wanted[sku] }] : []));
  return (
    <form
      method="post"
      className="mt-4 grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen.length === 0) return;
        send(
          { order, lines: chosen },
          () => {
            setWanted({});
            setKey(randomId());
            setDone(true);
            router.refresh();
          },
          { idempotencyKey: key },
        );
      }}
    >
      <ul className="grid gap-2">
        {lines.map(({ sku, name, out }) => (
          <li key={sku} className="flex items-center justify-between gap-3">
            <span>
              {name} <span className="text-sm text-soft">{t("out", { out })}</span>
            </span>
            <Stepper
              quantity={wanted[sku] ?? 0}
              least={0}
              limit={out}
              onChange={(quantity) => {
                setDone(false);
                setWanted({ ...wanted, [sku]: quantity });
                setKey(randomId());
              }}
              names={{ group: t("howMany", { name }), less: t("less"), more: t("more") }}
            />
          </li>
        ))}
      </ul>
      <Trouble of={trouble} />
      <div role="status" className="empty:hidden">
        {done && <Notice look="good">{t("done")}</Notice>}
      </div>
      <div>
        <SendButton busy={busy} look="quiet">
          {t("send")}
        </SendButton>
      </div>
    </form>
  );
}
