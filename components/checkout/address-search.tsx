"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { Spinner } from "@/components/ui/spinner";
import { type FoundAddress, loadAddressSearch } from "./kakao-postcode";

type Props = {
  scriptUrl: string;
  onFound: (address: FoundAddress) => void;
};

/**
 * Searches Korean addresses below its button. The script is loaded when the button is pressed; if it does not load, the
 * fields are there to be typed into.
 */
export function AddressSearch({ scriptUrl, onFound }: Props) {
  const t = useTranslations("sheet.search");
  const [state, setState] = useState<"closed" | "loading" | "open" | "failed">("closed");
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const found = useRef(onFound);
  found.current = onFound;

  useEffect(() => {
    if (state !== "loading") return;
    let left = false;
    loadAddressSearch(scriptUrl)
      .then((search) => {
        if (left || !place.current) return;
        search(place.current, (address) => {
          setState("closed");
          found.current(address);
        });
        setState("open");
      })
      .catch(() => left || setState("failed"));
    return () => {
      left = true;
    };
  }, [state, scriptUrl]);

  const isShown = state === "loading" || state === "open";
  const close = () => {
    setState("closed");
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-expanded={isShown}
        className="action action-quiet mt-6.5 h-13 min-h-13 shrink-0 px-4 text-base"
        onClick={() => (isShown ? close() : setState("loading"))}
      >
        {isShown ? t("close") : t("find")}
      </button>
      {isShown && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would be a part of the form around it.
        <div role="group" aria-label={t("title")} className="w-full basis-full">
          {state === "loading" && (
            <p role="status" className="flex items-center gap-2 py-2 text-sm text-soft">
              <Spinner />
              <span>{t("loading")}</span>
            </p>
          )}
          <div ref={place} className="h-110 overflow-hidden rounded-xl border border-edge/60" />
        </div>
      )}
      <p role="status" className="w-full basis-full text-sm text-soft empty:hidden">
        {state === "failed" && t("failed")}
      </p>
    </>
  );
}
