import { useTranslations } from "next-intl";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import type { deskCounts } from "@/lib/desk/read/lists";

type Counts = Awaited<ReturnType<typeof deskCounts>>;

/** What waits for staff, as large links to where it is handled. */
export function Waits({ counts, toShip }: { counts: Counts; toShip: number }) {
  const t = useTranslations("deskFront.waits");
  const { needs, cancelRequests, disputes, approvals, failedNews, failedMails } = counts;
  const kinds = { needs, cancelRequests, disputes };
  const lists = [
    { page: "/admin/orders?work=to_ship", name: t("toShip"), n: toShip, note: t("toShipNote") },
    {
      page: "/admin/waiting",
      name: t("waiting"),
      n: needs + cancelRequests + disputes,
      note: (["needs", "cancelRequests", "disputes"] as const)
        .filter((kind) => kinds[kind] > 0)
        .map((kind) => t(`kinds.${kind}`, { n: counted(kinds[kind]) }))
        .join(" · "),
    },
    { page: "/admin/approvals", name: t("approvals"), n: approvals, note: t("approvalsNote") },
    { page: "/admin/inbox?state=failed", name: t("inbox"), n: failedNews, note: t("inboxNote") },
  ];
  return (
    <section aria-label={t("label")} className="mt-5">
      {lists.every(({ n }) => n === 0) ? (
        <p className="rounded-2xl border border-line px-5 py-4 text-soft">{t("nothing")}</p>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {lists.map(({ page, name, n, note }) => (
            <li key={page}>
              <Link
                href={page}
                prefetch={false}
                className={`flex h-full flex-col rounded-2xl border px-5 py-4 ${
                  n > 0
                    ? "border-notice/30 bg-notice-wash text-notice hover:border-notice"
                    : "border-line text-soft hover:bg-ground"
                }`}
              >
                <span className="flex items-baseline justify-between gap-3 sm:flex-col sm:gap-0.5">
                  <span className="font-medium">{name}</span>
                  <span className={n > 0 ? "text-3xl font-bold tabular-nums" : "text-lg"}>
                    {n > 0 ? counted(n) : t("none")}
                  </span>
                </span>
                {n > 0 && <span className="mt-1 text-sm">{note}</span>}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {failedMails > 0 && (
        <div className="mt-3">
          <Notice look="notice">{t("mails", { n: counted(failedMails) })}</Notice>
        </div>
      )}
    </section>
  );
}

/** Exact numbers beyond that do not matter. */
const counted = (n: number) => (n > 99 ? "99+" : String(n));
