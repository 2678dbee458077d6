import { Link } from "@/components/ui/link";

type Props = {
  number: string;
  /** Whether pressing anywhere in its row follows the link. */
  ofRow?: boolean;
};

/** An order number that links to its desk page. */
export const OrderLink = ({ number, ofRow = false }: Props) => (
  <Link
    href={`/admin/orders/${encodeURIComponent(number)}`}
    prefetch={false}
    data-row={ofRow || undefined}
    className={`font-medium text-accent underline underline-offset-2 ${ofRow ? "whitespace-nowrap after:absolute after:inset-0" : ""}`}
  >
    {number}
  </Link>
);
