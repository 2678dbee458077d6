import { useTranslations } from "next-intl";
import type { Status } from "../status/standing";
import { instructionsOf } from "./says";

/** Links to the gateway's page with what the shopper still has to do before the money arrives. */
export function Instructions({ of }: { of: Status }) {
  const t = useTranslations("standing");
  const words = useTranslations("receipt");
  const url = instructionsOf(of);
  if (!url) return null;
  return (
    <p className="mb-8 text-center">
      <a href={url} target="_blank" rel="noreferrer" className="text-accent underline underline-offset-4">
        {t("instructionsLink")}
        <span className="sr-only"> ({words("newWindow")})</span>
      </a>
    </p>
  );
}
