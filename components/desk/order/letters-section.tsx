import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { Dossier } from "@/lib/desk/read/dossier";
import { Section } from "../section";
import { ResendLetter } from "./acts";

type Props = { dossier: Dossier; mayResend: boolean };

/** The letters that the shopper got about an order, newest first, each of which can be sent again. */
export function LettersSection({ dossier: { order, mails }, mayResend }: Props) {
  const t = useTranslations("deskOrder.letters");
  const story = useTranslations("deskOrder.story");
  const format = useSeoulTime();
  if (mails.length === 0) return null;
  return (
    <Section id="letters" title={t("title")}>
      <ul className="mt-3 divide-y divide-line">
        {mails.toReversed().map(({ id, kind, state, sentAt, createdAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5">
            <span>
              <span className="block font-medium">{story(`letters.${kind}`)}</span>
              <span className="block text-sm text-soft">
                {[story(`letterStates.${state}`), format.dateTime(sentAt ?? createdAt, moment)].join(" · ")}
              </span>
            </span>
            {mayResend && order.erasedAt === null && (state === "sent" || state === "failed") && (
              // Another letter once it was sent again, so that its button can be pressed once more.
              <ResendLetter key={sentAt?.getTime()} letter={id} of={story(`letters.${kind}`)} />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
