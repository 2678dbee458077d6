"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { keepChoice, shortcutsCookie } from "./choices";

const keys = ["/", "j", "k", "Enter", "r", "?"] as const;

/**
 * The desk by keyboard, and a list of the keys. Keys do nothing while something is typed, and can be turned off, because
 * speech input may press them.
 */
export function Shortcuts({ areOn }: { areOn: boolean }) {
  const t = useTranslations("desk.shortcuts");
  const help = useRef<HTMLDialogElement>(null);
  const [isOn, setIsOn] = useState(areOn);
  useEffect(() => {
    if (!isOn) return;
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target))
        return;
      if (document.querySelector("dialog[open]")) return;
      const isDone = event.key === "?" ? show(help.current) : act(event.key);
      if (isDone) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [isOn]);
  return (
    <>
      <button
        type="button"
        className="hidden size-11 items-center justify-center rounded-lg font-medium hover:bg-ground sm:inline-flex"
        aria-label={t("title")}
        title={t("title")}
        onClick={() => show(help.current)}
      >
        ?
      </button>
      <dialog
        ref={help}
        aria-labelledby="shortcuts"
        className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-2xl border border-line bg-white p-6 text-ink backdrop:bg-ink/40"
      >
        <h2 id="shortcuts" className="text-lg font-bold">
          {t("title")}
        </h2>
        <dl className="mt-4 grid gap-2">
          {keys.map((key) => (
            <div key={key} className="flex items-center justify-between gap-4">
              <dt>
                <kbd className="rounded-md border border-line bg-ground px-2 py-0.5 font-sans">{key}</kbd>
              </dt>
              <dd>{t(`keys.${names[key]}`)}</dd>
            </div>
          ))}
        </dl>
        <label className="mt-5 flex min-h-11 items-center gap-3">
          <input
            type="checkbox"
            className="size-5 accent-accent"
            checked={isOn}
            onChange={({ target }) => {
              setIsOn(target.checked);
              keepChoice(shortcutsCookie, target.checked ? "on" : "off");
            }}
          />
          <span>{t("use")}</span>
        </label>
        <form method="dialog" className="mt-3">
          <button type="submit" className="action action-quiet w-full">
            {t("close")}
          </button>
        </form>
      </dialog>
    </>
  );
}

const names = { "/": "search", j: "next", k: "previous", Enter: "open", r: "refund", "?": "help" } as const;

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

function show(dialog: HTMLDialogElement | null) {
  dialog?.showModal();
  return dialog !== null;
}

/** Does what a key stands for; true if there was something to do on this page. */
function act(key: string): boolean {
  switch (key) {
    case "/":
      return focus(document.querySelector("main input[type=search]"));
    case "j":
      return moveBy(1);
    case "k":
      return moveBy(-1);
    case "r":
      return focus(document.querySelector("section[aria-labelledby=refund] :is(input, select, button)"));
    default:
      return false;
  }
}

function focus(element: Element | null) {
  if (!(element instanceof HTMLElement)) return false;
  element.focus();
  return true;
}

/** Moves to the next or previous row of a list. Enter then follows its link, as everywhere. */
function moveBy(step: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>("main a[data-row]")];
  const at = rows.findIndex((row) => row.matches(":focus"));
  return focus(rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + step))] ?? null);
}
