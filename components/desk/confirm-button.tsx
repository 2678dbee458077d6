"use client";

import { type ReactNode, useRef } from "react";
import { SendButton } from "@/components/ui/send-button";

type Props = {
  /** Asks for confirmation of what is about to happen. */
  question: string;
  /** The button's accessible name, if its text alone does not say whom it is about. */
  label?: string;
  words: { act: string; keep: string };
  busy: boolean;
  act: () => void;
  children?: ReactNode;
};

/** A button for an action that cannot be undone, or affects somebody at once: it asks first. */
export function ConfirmButton({ question, label, words, busy, act, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button
        type="button"
        aria-label={label}
        aria-disabled={busy}
        className="action action-quiet"
        onClick={() => dialog.current?.showModal()}
      >
        {words.act}
      </button>
      <dialog
        ref={dialog}
        aria-label={label ?? words.act}
        className="m-auto w-[min(28rem,calc(100vw-2.5rem))] rounded-2xl p-6 backdrop:bg-ink/40"
      >
        <form
          method="dialog"
          onSubmit={(event) => {
            event.preventDefault();
            dialog.current?.close();
            act();
          }}
        >
          <p className="leading-relaxed">{question}</p>
          {children}
          <div className="mt-6 flex flex-wrap justify-end gap-3">
            <button type="button" className="action action-quiet" onClick={() => dialog.current?.close()}>
              {words.keep}
            </button>
            <SendButton busy={busy} look="danger">
              {words.act}
            </SendButton>
          </div>
        </form>
      </dialog>
    </>
  );
}
