"use client";

import { useEffect, useState } from "react";

const saidFor_ms = 4_000;

export type CopyWords = { copy: string; copied: string; selected: string };

type Props = {
  text: string;
  /** The ID of the element that shows the text. */
  shownIn: string;
  words: CopyWords;
  look: "main" | "quiet";
};

const looks = { main: "action-main mt-3 w-full sm:w-auto sm:min-w-44", quiet: "action-quiet" } as const;

/** Copies `text`. If the browser does not allow that, selects the text where it is shown. */
export function CopyButton({ text, shownIn, words, look }: Props) {
  const [done, setDone] = useState<"copied" | "selected">();

  useEffect(() => {
    if (!done) return;
    const timer = setTimeout(setDone, saidFor_ms, undefined);
    return () => clearTimeout(timer);
  }, [done]);

  const copy = async () => setDone((await copies(text)) ? "copied" : selects(shownIn));

  return (
    <>
      <button type="button" onClick={copy} className={`action noscript:hidden ${looks[look]}`}>
        {words[done ?? "copy"]}
      </button>
      <span role="status" className="sr-only">
        {done && words[done]}
      </span>
    </>
  );
}

/** Only a page loaded over a secure connection has a clipboard, and the user may deny access. */
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
