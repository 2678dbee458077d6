import { useTranslations } from "next-intl";
import type { TimelineEntry } from "@/lib/contracts/shopper-events";
import { useFailureWords } from "../failures/use-failure-words";
import type { Payment } from "../status/standing";
import { momentToTheSecond } from "./moment";
import { useSeoulTime } from "./seoul-time";

/** The order's story in plain words. */
export function Timeline({ entries, payments }: { entries: TimelineEntry[]; payments: Payment[] }) {
  const t = useTranslations("timeline");
  const format = useSeoulTime();
  const reasonOf = useReason();
  const methodOf = new Map(payments.map(({ id, method }) => [id, method]));
  // A deposit, a transfer and a phone's charge have words of their own where a card's would be wrong.
  const held = new Set(entries.flatMap((one) => (one.kind === "payment_authorized" ? one.payment_id : [])));
  const words = ({ kind, payment_id }: TimelineEntry) => {
    if (kind === "payment_paid" && held.has(payment_id)) return t("charged");
    const own = `ways.${methodOf.get(payment_id ?? "")}.${kind}` as `kinds.${typeof kind}`;
    return t.has(own) ? t(own) : t(`kinds.${kind}`);
  };
  return (
    <section aria-labelledby="timeline-title" className="mt-12 print:hidden">
      <h2 id="timeline-title" className="mb-5 text-lg font-bold">
        {t("title")}
      </h2>
      <ol className="ml-1.5 border-l border-line">
        {entries.map((entry, index) => {
          const reason = reasonOf(entry);
          return (
            // Entries are only ever appended, so an index identifies an entry.
            // biome-ignore lint/suspicious/noArrayIndexKey: two entries may share moment and kind.
            <li key={index} className="relative pb-5 pl-6 last:pb-0">
              <span
                aria-hidden="true"
                className="absolute top-2 -left-[0.28rem] size-2 rounded-full bg-edge ring-4 ring-white"
              />
              <p>
                <span>{words(entry)}</span>
                {reason && <span className="text-soft"> · {reason}</span>}
              </p>
              <time dateTime={entry.at} className="text-sm text-soft tabular-nums">
                {format.dateTime(new Date(entry.at), momentToTheSecond)}
              </time>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

const withReason = new Set(["payment_failed", "payment_refused", "returned_by_fail_url", "refund_failed"]);

function useReason() {
  const wordsFor = useFailureWords();
  return ({ kind, code }: TimelineEntry) =>
    withReason.has(kind) && code !== null
      ? wordsFor(code, kind === "refund_failed" ? "refund" : "payment").title
      : undefined;
}
