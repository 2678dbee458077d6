"use client";

export function PrintButton({ words }: { words: string }) {
  return (
    <button
      type="button"
      className="-mr-2 min-h-11 rounded-lg px-2 text-sm text-soft underline-offset-4 hover:underline"
      onClick={() => window.print()}
    >
      {words}
    </button>
  );
}
