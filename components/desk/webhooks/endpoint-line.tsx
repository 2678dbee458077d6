import { useTranslations } from "next-intl";
import { moment } from "@/components/order/moment";
import { useSeoulTime } from "@/components/order/seoul-time";
import type { webhooksAtDesk } from "@/lib/webhooks/endpoints";
import { Mark, type MarkLook } from "../mark";
import { EndpointActs } from "./endpoint-acts";

type Endpoint = Awaited<ReturnType<typeof webhooksAtDesk>>["endpoints"][number];

/** One endpoint: where it is, what it is told, and whether it answers. */
export function EndpointLine({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations("deskWebhooks");
  const format = useSeoulTime();
  const { id, url, events, createdAt, failingSince, offBy } = endpoint;
  const at = (when: Date) => format.dateTime(when, moment);
  const [look, state]: [MarkLook, string] = offBy
    ? [offBy === "staff" ? "plain" : "danger", t(`state.${offBy}`)]
    : failingSince
      ? ["notice", t("state.failing", { at: at(failingSince) })]
      : ["good", t("state.on")];
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-4">
      <div className="min-w-0">
        <p className="font-semibold break-all">
          <span>{url}</span> <Mark look={look}>{state}</Mark>
        </p>
        <p className="mt-0.5 text-sm text-soft">
          {[events.length > 0 ? events.join(", ") : t("every"), `${t("made")} ${at(createdAt)}`].join(" · ")}
        </p>
      </div>
      <EndpointActs id={id} url={url} on={offBy === null} />
    </li>
  );
}
