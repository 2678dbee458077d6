import { useLocale, useMessages, useTranslations } from "next-intl";
import { useFailureWords } from "@/components/failures/use-failure-words";
import { momentToTheSecond } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { type Courier, couriers } from "@/lib/contracts/couriers";
import type { StoryEntry } from "@/lib/desk/read/story";
import { formatMoney } from "@/lib/money";
import { type Names, useActWords } from "../act-words";
import { useDisputeWords } from "../dispute-words";
import { useNeedWords } from "../need-words";
import { useVerdictWords } from "../verdict-words";

type Props = {
  entries: StoryEntry[];
  names: Names;
};

const dots: Record<StoryEntry["of"], string> = {
  event: "bg-accent",
  call: "bg-edge",
  webhook: "bg-edge",
  book: "bg-line",
  letter: "bg-line",
  need: "bg-notice",
  staff: "bg-notice",
};

/** What gateways and the ledger did, as opposed to people. */
const technical: ReadonlySet<StoryEntry["of"]> = new Set(["call", "webhook", "book"]);

/**
 * The story of an order in plain words, newest first: what people did and saw, and folded below it what was sent to
 * gateways, reported by them and posted.
 */
export function Story({ entries, names }: Props) {
  const t = useTranslations("deskOrder.story");
  const below = entries.filter(({ of }) => technical.has(of));
  return (
    <>
      <Lines entries={entries.filter(({ of }) => !technical.has(of))} names={names} />
      {below.length > 0 && (
        <details className="mt-4">
          <summary className="inline-flex min-h-11 items-center font-medium text-accent">
            {t("technical", { count: below.length })}
          </summary>
          <Lines entries={below} names={names} />
        </details>
      )}
    </>
  );
}

/** Each line says what happened, and when to the second. Equal lines that follow one another are one, with their number. */
function Lines({ entries, names }: Props) {
  const t = useTranslations("deskOrder.story");
  const format = useSeoulTime();
  const sentence = useSentence(names);
  const folded: (ReturnType<typeof sentence> & { entry: StoryEntry; times: number })[] = [];
  for (const entry of entries) {
    const said = sentence(entry);
    const last = folded.at(-1);
    if (last?.entry.of === entry.of && last.words === said.words && last.more === said.more) last.times += 1;
    else folded.push({ ...said, entry, times: 1 });
  }
  return (
    <ol className="mt-5 ml-1.5 border-l border-line">
      {folded.map(({ entry, words, more, times }) => {
        return (
          <li key={`${entry.of} ${entry.id}`} className="relative pb-4 pl-6 last:pb-0">
            <span
              aria-hidden="true"
              className={`absolute top-2 -left-[0.28rem] size-2 rounded-full ring-4 ring-white ${dots[entry.of]}`}
            />
            <p className={entry.of === "book" || entry.of === "letter" ? "text-[0.9375rem] text-soft" : ""}>
              <span className="mr-2 text-sm text-soft">{t(`of.${entry.of}`)}</span>
              <span>{words}</span>
              {times > 1 && <span className="ml-2 text-sm text-soft">{t("times", { times })}</span>}
            </p>
            {more && <p className="text-sm break-all text-soft">{more}</p>}
            <time dateTime={entry.at.toISOString()} className="text-sm text-soft tabular-nums">
              {format.dateTime(entry.at, momentToTheSecond)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}

function useSentence(names: Props["names"]) {
  const t = useTranslations("deskOrder.story");
  const known = useMessages().deskOrder.story;
  const failure = useFailureWords();
  const locale = useLocale();
  const amountOf = (amount: number, currency: string) => formatMoney({ amount, currency }, locale);
  const { nameOf, did } = useActWords(names);
  const disputeWords = useDisputeWords();
  const verdictOf = useVerdictWords();
  const { whyOf } = useNeedWords();
  const courierNames = useTranslations("couriers");
  const courierOf = ({ courier }: Record<string, unknown>) =>
    couriers.some((code) => code === courier) && courierNames(courier as Courier);
  const newsStates = useTranslations("deskLists.inbox.states");
  /** Words if there are some, else the code, so that anything new is not hidden. */
  const worded = (group: "events" | "calls" | "letters" | "causes" | "accounts", code: string) =>
    Object.hasOwn(known[group], code) ? t(`${group}.${code}` as "of.event") : code.replaceAll("_", " ");

  return (entry: StoryEntry): { words: string; more?: string | undefined } => {
    switch (entry.of) {
      case "event": {
        const { code, by, ...rest } = entry.detail;
        if (entry.kind === "order_shipped")
          return {
            words: worded("events", entry.kind),
            more: line([courierOf(rest), textOf(rest.tracking_number), typeof by === "string" && nameOf(by)]),
          };
        if (entry.kind === "gateway_rejected")
          return { words: worded("events", entry.kind), more: line(saidOf(entry.detail)) };
        const of = entry.kind.startsWith("refund_") ? "refund" : "payment";
        const texts = entry.kind.startsWith("dispute_") ? textsOf(rest).map(disputeWords) : textsOf(rest);
        const why = typeof code === "string" ? [`${failure(code, of).title} (${code})`] : texts;
        return {
          words: worded("events", entry.kind),
          more: line([...why, typeof by === "string" && nameOf(by)]),
        };
      }
      case "call":
        return {
          words: `${worded("calls", entry.kind)} ${entry.amount > 0 ? `${amountOf(entry.amount, entry.currency)} ` : ""}· ${t(`states.${entry.state}`)}`,
          more: line([t("key", { key: entry.key }), entry.gatewayCode, entry.unknownWhy]),
        };
      case "webhook":
        return {
          words: `${t("news")} · ${newsStates(entry.state)}`,
          more: entry.note ? verdictOf(entry.note) : undefined,
        };
      case "book":
        return {
          words: `${worded("causes", entry.cause)} ${amountOf(entry.amount, entry.currency)}`,
          more: `${worded("accounts", entry.debit)} → ${worded("accounts", entry.credit)}`,
        };
      case "letter":
        return {
          words: `${worded("letters", entry.kind)} · ${t(`letterStates.${entry.state}` as "letterStates.sent")}`,
        };
      case "need":
        return entry.closed
          ? {
              words: t("needClosed", { why: whyOf(entry.reason, entry.told) }),
              more: line([
                t(`needEndings.${entry.closed.how as "ended"}`),
                entry.closed.by !== "system" && nameOf(entry.closed.by),
              ]),
            }
          : { words: t("needOpened", { why: whyOf(entry.reason, entry.told) }) };
      case "staff":
        return {
          words: `${nameOf(entry.actor)} · ${did(entry.action)}`,
          more: line([...textsOf(entry.detail), entry.address]),
        };
    }
  };
}

/** The texts people wrote, out of all that was recorded. */
const textsOf = ({ reason, why, note }: Record<string, unknown>): string[] =>
  [reason, why, note].filter((text) => typeof text === "string");

/** What a gateway said, about which parameter, and the request ID for its support. */
const saidOf = ({ message, param, code, requestId }: Record<string, unknown>): string[] =>
  [message, param, code, requestId].filter((text): text is string => typeof text === "string");

const textOf = (value: unknown) => typeof value === "string" && value;

const line = (parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join(" · ") || undefined;
