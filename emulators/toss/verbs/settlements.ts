import { daysAfter } from "../calendar";
import { type Refusal, refuse } from "../errors";
import type { KeyPair } from "../keys";
import { settlementsSizeDefault, settlementsSizeMax } from "../rules";
import { readSeoulDate } from "../seoul-time";
import type { Settlement } from "../settlement";
import type { Toss } from "../toss";
import { distort } from "../wrongs";

export type SettlementQuery = {
  startDate?: string | undefined;
  endDate?: string | undefined;
  dateType?: string | undefined;
  page?: string | undefined;
  size?: string | undefined;
};

/** One page of a merchant's settled movements by the day they count as sold or are paid out; both days are included. */
export function listSettlements(toss: Toss, pair: KeyPair, query: SettlementQuery): Settlement[] | Refusal {
  if (!query.startDate || !query.endDate) return refuse("INVALID_REQUIRED_PARAM");
  const start = readSeoulDate(query.startDate);
  const end = readSeoulDate(query.endDate);
  if (typeof start !== "string") return start;
  if (typeof end !== "string") return end;
  if (start > end) return refuse("INVALID_DATE");
  const { dateType = "soldDate", page = "1", size = String(settlementsSizeDefault) } = query;
  if (dateType !== "soldDate" && dateType !== "paidOutDate") return refuse("INVALID_REQUEST");
  if (!isCount(page) || !isCount(size)) return refuse("INVALID_REQUEST");
  if (Number(size) > settlementsSizeMax) return refuse("EXCEED_MAX_QUERY_LIMIT");

  const span = { field: dateType, from: start, until: daysAfter(end, 1) } as const;
  const rows = toss.settlements.within(span, { mId: pair.mId }, { limit: everything });
  const wrongs = toss.wrongs.now();
  const shown = rows
    .flatMap((row) => distort(row, wrongs.get(row.id)))
    .filter(({ appearsAt }) => appearsAt !== null && appearsAt <= toss.clock.now());
  const from = (Number(page) - 1) * Number(size);
  return shown.slice(from, from + Number(size));
}

/** SQLite reads a negative limit as none. */
const everything = -1;

function isCount(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text);
}
