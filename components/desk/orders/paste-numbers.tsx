"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { readTrackingLines, textOfFile } from "./tracking-lines";

type Props = {
  /** The numbers of the list's orders, in its order. */
  orders: string[];
  onRead: (numbers: Record<string, string>) => void;
};

/** Takes many tracking numbers at once, from a sheet or a courier's file. The file stays in the browser. */
export function PasteNumbers({ orders, onRead }: Props) {
  const t = useTranslations("deskOrders.shipping");
  const [text, setText] = useState("");
  const [told, setTold] = useState<{ read: number; unfit: string[] }>();
  const take = (given: string) => {
    const { numbers, unfit } = readTrackingLines(given, orders);
    onRead(numbers);
    setTold({ read: Object.keys(numbers).length, unfit });
  };
  return (
    <details className="min-w-0 grow">
      <summary className="inline-flex min-h-11 items-center px-1 font-medium text-accent">
        {t("paste")}
      </summary>
      <div className="grid gap-3 pt-2">
        <label htmlFor="tracking-lines" className="text-sm text-soft">
          {t("pasteHint")}
        </label>
        <textarea
          id="tracking-lines"
          rows={4}
          className="w-full rounded-xl border border-edge/60 bg-white p-3"
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <div className="flex flex-wrap items-center gap-3">
          <button type="button" className="action action-quiet" onClick={() => take(text)}>
            {t("takeOver")}
          </button>
          <label className="action action-quiet focus-within:outline-2 focus-within:outline-accent">
            {t("file")}
            <input
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              className="sr-only"
              onChange={async ({ target }) => {
                const file = target.files?.[0];
                if (file) take(textOfFile(await file.arrayBuffer()));
                target.value = "";
              }}
            />
          </label>
        </div>
        <div role="status" className="text-sm empty:hidden">
          {told && (
            <>
              <p>{t("read", { count: told.read })}</p>
              {told.unfit.length > 0 && (
                <p className="text-danger">
                  {t("unfit", { lines: told.unfit.slice(0, 5).join(" · "), count: told.unfit.length })}
                </p>
              )}
            </>
          )}
        </div>
      </div>
    </details>
  );
}
