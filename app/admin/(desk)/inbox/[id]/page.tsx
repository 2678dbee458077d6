import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { NewsState } from "@/components/desk/lists/news-state";
import { WorkAgain } from "@/components/desk/lists/work-again";
import { OrderLink } from "@/components/desk/order-link";
import { RawText } from "@/components/desk/raw-text";
import { momentToTheSecond } from "@/components/order/moment";
import { inSeoulTime } from "@/components/order/seoul-time";
import { Link } from "@/components/ui/link";
import { Id } from "@/lib/contracts/desk/operation";
import { inboxRow } from "@/lib/desk/read/lists";
import { staffHere } from "../../here";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskLists"))("inbox.one") };
}

export default async function NewsPage({ params }: Props) {
  const staff = await staffHere("/admin/inbox/[id]");
  const id = Id.safeParse((await params).id).data;
  const row = id && (await inboxRow(staff, id));
  if (!row) notFound();
  const [t, gatewayNames, format] = await Promise.all([
    getTranslations("deskLists"),
    getTranslations("gatewayNames"),
    getFormatter().then(inSeoulTime),
  ]);
  return (
    <div className="max-w-4xl">
      <p>
        <Link href="/admin/inbox" prefetch={false} className="text-accent underline underline-offset-2">
          {t("inbox.all")}
        </Link>
      </p>
      <h1 className="mt-3 text-2xl font-bold">{t("inbox.one")}</h1>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <NewsState state={row.state} note={row.note} />
        <span className="text-soft">
          {[
            gatewayNames(row.gateway),
            format.dateTime(row.at, momentToTheSecond),
            t("inbox.tries", { tries: row.tries }),
          ].join(" · ")}
        </span>
        {row.orderNumber && <OrderLink number={row.orderNumber} />}
      </p>
      <p className="mt-1 font-mono text-sm break-all text-soft">{row.key}</p>
      {row.body !== null && <WorkAgain id={row.id} />}
      <h2 className="mt-8 text-lg font-bold">{t("inbox.body")}</h2>
      {row.body === null ? (
        <p className="mt-2 text-soft">{t("inbox.erased")}</p>
      ) : (
        <RawText>{pretty(row.body)}</RawText>
      )}
    </div>
  );
}

/** JSON, indented; anything else as it arrived. */
function pretty(body: string) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
