"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

const saidFor_ms = 4_000;

/** Copies `text`. Where the browser does not allow that, the text is selected where it is shown. */
export function CopyButton({ text, shownIn }: { text: string; shownIn: string }) {
  const t = useTranslations("depositLive");
  const [done, setDone] = useState<"copied" | "selected">();

  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(setDone, saidFor_ms, undefined);
    return () => clearTimeout(timer);
  }, [done]);

  const copy = async () => setDone((await copies(text)) ? "copied" : selects(shownIn));

  return (
    <>
      <button
        type="button"
        onClick={copy}
        className="action action-main mt-3 w-full noscript:hidden sm:w-auto sm:min-w-44"
      >
        {done ? t(done) : t("copy")}
      </button>
      <span role="status" className="sr-only">
        {done && t(done)}
      </span>
    </>
  );
}

/** Only a page that came over a safe connection has a clipboard, and a person may refuse it. */
const copies = async (text: string) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};

function selects(id: string) {
  const shown = document.getElementById(id);
  if (shown) getSelection()?.selectAllChildren(shown);
  return "selected" as const;
}
