import Bowser from "bowser";
import { useFormatter, useTranslations } from "next-intl";
import { EndSession } from "./end-session";

type Shown = {
  id: string;
  isThis: boolean;
  createdAt: Date;
  expiresAt: Date;
  address: string | null;
  browser: string | null;
};

/** Where one is signed in, this device first. */
export function Sessions({ sessions }: { sessions: Shown[] }) {
  const t = useTranslations("desk.account.sessions");
  const format = useFormatter();
  const at = (moment: Date) => format.dateTime(moment, { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <ul className="mt-3 divide-y divide-line">
        {sessions.map(({ id, isThis, createdAt, expiresAt, address, browser }) => {
          const name = browserOf(browser) ?? t("unknown");
          return (
            <li key={id} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <div>
                <p className="font-medium">
                  {name} {isThis && <span className="text-sm font-normal text-accent">{t("this")}</span>}
                </p>
                <p className="text-sm text-soft">
                  {t("since", { at: at(createdAt) })}, {t("until", { at: at(expiresAt) })}
                  {address && <> · {t("from", { address })}</>}
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

/** Browser and system by the names people know; the whole of what a browser says of itself tells nobody anything. */
function browserOf(text: string | null): string | undefined {
  if (!text) return undefined;
  const { browser, os } = Bowser.parse(text);
  return [browser.name, os.name].filter(Boolean).join(" · ") || undefined;
}
