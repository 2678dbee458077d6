import { Link } from "@/components/ui/link";

/** An order number that links to its desk page. */
export const OrderLink = ({ number }: { number: string }) => (
  <Link
    href={`/admin/orders/${encodeURIComponent(number)}`}
    prefetch={false}
    className="font-medium text-accent underline underline-offset-2"
  >
    {number}
  </Link>
);
