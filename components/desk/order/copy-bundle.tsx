"use client";

import { useState } from "react";

/** Copies a text for somebody else's support. */
export function CopyBundle({ text, words }: { text: string; words: { copy: string; copied: string } }) {
  const [copied, setCopied] = useState(false);
  return (
    <button
      type="button"
      className="action action-quiet"
      onClick={async () => {
        await navigator.clipboard.writeText(text);
        setCopied(true);
      }}
    >
      <span role="status">{copied ? words.copied : words.copy}</span>
    </button>
  );
}
