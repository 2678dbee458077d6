"use client";

export function PrintButton({ words }: { words: string }) {
  return (
    <button type="button" className="action action-quiet" onClick={() => window.print()}>
      {words}
    </button>
  );
}
