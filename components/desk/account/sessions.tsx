import Bowser from "bowser";
import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { EndSession } from "./end-session";

type Shown = {
  id: string;
  isThis: boolean;
  createdAt: Date;
  seenAt: Date;
  expiresAt: Date;
  address: string | null;
  browser: string | null;
};

/** Your open sessions, this device first. */
export function Sessions({ sessions }: { sessions: Shown[] }) {
  const t = useTranslations("desk.account.sessions");
  const format = useSeoulTime();
  const at = (when: Date) => format.dateTime(when, moment);
  return (
    <>
      <p className="mt-2 leading-relaxed text-soft">{t("idle")}</p>
      <ul className="mt-3 divide-y divide-line">
        {sessions.map(({ id, isThis, createdAt, seenAt, expiresAt, address, browser }) => {
          const name = browserOf(browser) ?? t("unknown");
          return (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div>
                <p className="font-medium">
                  <span>{name}</span>{" "}
                  {isThis && <span className="text-sm font-normal text-accent">{t("this")}</span>}
                </p>
                <p className="text-sm text-soft">
                  <span>{`${t("since", { at: at(createdAt) })}, ${t("until", { at: at(expiresAt) })}`}</span>
                  {!isThis && <span>{` · ${t("seen", { at: at(seenAt) })}`}</span>}
                  {address && <span>{` · ${t("from", { address })}`}</span>}
                </p>
              </div>
              {!isThis && <EndSession session={id} label={t("endOf", { browser: name })} words={t("end")} />}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && (
        <div className="mt-3">
          <EndSession session="others" words={t("others")} />
        </div>
      )}
    </>
  );
}

/** Browser and system by their common names; the full user agent string means nothing to most people. */
function browserOf(text: string | null): string | undefined {
  if (!text) return undefined;
  const { browser, os } = Bowser.parse(text);
  return [browser.name, os.name].filter(Boolean).join(" · ") || undefined;
}
