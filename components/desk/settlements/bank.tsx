import { useLocale, useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import { Price } from "@/components/ui/price";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { seoulMidnight } from "@/lib/seoul";
import { Mark } from "../mark";
import { Section } from "../section";
import { Table } from "../table";
import { ImportStatement } from "./import-statement";

type Bank = SettlementMonth["bank"];
type Match = Bank["matches"][number];
type Props = Bank & { upload: { maxBytes: number } | undefined };

/** What the gateways paid out beside what arrived at the bank, and where statements are imported. */
export function Bank({ matches, sums, statements, accounts, upload }: Props) {
  const t = useTranslations("deskSettlements.bank");
  const format = useSeoulTime();
  const day = (day: string) => format.dateTime(seoulMidnight(day), { month: "short", day: "numeric" });
  return (
    <Section id="bank" title={t("title")}>
      <p className="mt-1 max-w-3xl text-soft">{t("lead")}</p>
      {statements.length === 0 ? (
        <p className="mt-3 text-soft">{t("none")}</p>
      ) : (
        <>
          <Sums sums={sums} />
          <Deposits matches={matches} />
          <h3 className="mt-6 font-semibold">{t("statements")}</h3>
          <ul className="mt-1 grid gap-1 text-soft">
            {statements.map(({ id, account, firstDay, lastDay, kept, lines, importedAt }) => (
              <li key={id}>
                {t("statement", {
                  account,
                  first: day(firstDay),
                  last: day(lastDay),
                  kept,
                  lines,
                  at: format.dateTime(importedAt, moment),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {upload && <ImportStatement accounts={accounts} maxBytes={upload.maxBytes} />}
    </Section>
  );
}

function Sums({ sums }: Pick<Props, "sums">) {
  const t = useTranslations("deskSettlements.bank.sums");
  const currencies = new Intl.DisplayNames(useLocale(), { type: "currency" });
  return sums.map(({ currency, booked, besides, unseen, missing, arrived, remainder }) => {
    const lines = [
      { name: t("booked"), amount: booked },
      { name: t("besides"), amount: besides },
      { name: t("unseen"), amount: -unseen },
      { name: t("missing"), amount: -missing },
      { name: t("arrived"), amount: -arrived },
    ].filter(({ amount }) => amount !== 0);
    return (
      <div key={currency} className="mt-4 max-w-xl">
        <h3 className="font-semibold">{currencies.of(currency) ?? currency}</h3>
        <dl className="mt-1">
          {lines.map(({ name, amount }) => (
            <div key={name} className="flex justify-between gap-4 py-1">
              <dt className="text-soft">{name}</dt>
              <dd>
                <Price amount={amount} currency={currency} />
              </dd>
            </div>
          ))}
          <div className="flex justify-between gap-4 border-t border-line py-2 font-semibold">
            <dt>{t("remainder")}</dt>
            <dd>
              <Price amount={remainder} currency={currency} />
            </dd>
          </div>
        </dl>
      </div>
    );
  });
}

const looks: Record<Match["is"], "good" | "notice" | "plain" | "danger"> = {
  arrived: "good",
  differs: "danger",
  absent: "danger",
  unseen: "plain",
  twice: "danger",
  unknown: "notice",
};

const linesOf = (match: Match) => ("line" in match ? [match.line] : "lines" in match ? match.lines : []);
const dayOf = (match: Match) => ("expected" in match ? match.expected.day : match.line.day);
const currencyOf = (match: Match) => ("expected" in match ? match.expected.currency : match.line.currency);

function Deposits({ matches }: Pick<Props, "matches">) {
  const t = useTranslations("deskSettlements.bank");
  const gateways = useTranslations("gatewayNames");
  const format = useSeoulTime();
  const shown = matches.toSorted((a, b) => dayOf(a).localeCompare(dayOf(b)));
  const date = (day: string) =>
    format.dateTime(seoulMidnight(day), { month: "short", day: "numeric", weekday: "short" });
  if (shown.length === 0) return null;
  return (
    <Table
      caption={t("deposits")}
      rows={shown}
      keyOf={(match) =>
        [
          match.is,
          "expected" in match &&
            [match.expected.gateway, match.expected.day, match.expected.payout, match.expected.amount].join(
              " ",
            ),
          ...linesOf(match).map(({ id }) => id),
        ].join(" ")
      }
      columns={[
        { name: "day", words: t("day"), cell: (match) => date(dayOf(match)) },
        {
          name: "gateway",
          words: t("gateway"),
          cell: (match) => {
            const gateway = "expected" in match ? match.expected.gateway : match.line.gateway;
            return gateway ? gateways(gateway) : "–";
          },
        },
        {
          name: "expected",
          words: t("expected"),
          isNumber: true,
          cell: (match) =>
            "expected" in match ? <Price amount={match.expected.amount} currency={currencyOf(match)} /> : "–",
        },
        {
          name: "arrived",
          words: t("arrived"),
          isNumber: true,
          cell: (match) => {
            const lines = linesOf(match);
            const sum = lines.reduce((all, { amount }) => all + amount, 0);
            return lines.length > 0 ? <Price amount={sum} currency={currencyOf(match)} /> : "–";
          },
        },
        {
          name: "line",
          words: t("line"),
          cell: (match) => (
            <span className="break-all">
              {linesOf(match)
                .map(({ day, description }) => `${date(day)} ${description}`)
                .join(", ") || "–"}
            </span>
          ),
        },
        {
          name: "state",
          words: t("state"),
          cell: ({ is }) => <Mark look={looks[is]}>{t(`states.${is}`)}</Mark>,
        },
      ]}
    />
  );
}
