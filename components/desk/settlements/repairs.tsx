import { useTranslations } from "next-intl";
import { Price } from "@/components/ui/price";
import { lookable, mayBeAccepted, rereadable } from "@/lib/contracts/differences";
import type { SettlementMonth } from "@/lib/desk/read/settlements";
import { Accept } from "./accept";
import { LookNow } from "./look";
import { ReadAgain } from "./read-again";

export type MonthDifference = SettlementMonth["differences"][number];

/** What the staff member who looks at the page may do about a difference. */
export type MayRepair = { pull: boolean; accept: boolean };

const canLook = ({ name, orderNumber }: MonthDifference) => lookable.has(name) && orderNumber !== null;

/** Whether there is anything to do about a difference here. */
export const isRepairable = (difference: MonthDifference, may: MayRepair) =>
  (may.pull && (canLook(difference) || rereadable.has(difference.name))) ||
  (may.accept && mayBeAccepted(difference));

type Props = { difference: MonthDifference; month: string; may: MayRepair };

/** What staff can do about a difference: ask the gateway, read its lists again, or accept it. */
export function Repairs({ difference, month, may }: Props) {
  const t = useTranslations("deskSettlements.differences");
  const { name, orderNumber, transaction, day, key } = difference;
  const about = `${t(`names.${name}`)} ${orderNumber ?? transaction ?? ""}`;
  return (
    <div className="grid justify-items-start gap-2">
      {may.pull && canLook(difference) && <LookNow orderNumber={orderNumber ?? ""} />}
      {may.pull && rereadable.has(name) && <ReadAgain from={day} of="difference" about={about} />}
      {may.accept && mayBeAccepted(difference) && (
        <Accept month={month} difference={key} about={about}>
          <Preview difference={difference} />
        </Accept>
      )}
    </div>
  );
}

/** What accepting a difference does. */
function Preview({ difference: { name, expected, listed, currency } }: Pick<Props, "difference">) {
  const t = useTranslations("deskSettlements.differences.accepting");
  if (name !== "fee_differs") return t("noted");
  const more = listed - (expected ?? 0);
  return t.rich(more > 0 ? "feePosted" : "feeTakenBack", {
    amount: () => <Price amount={Math.abs(more)} currency={currency} />,
  });
}
