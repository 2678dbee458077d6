import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Section } from "@/components/desk/section";
import { AddEndpoint } from "@/components/desk/webhooks/add-endpoint";
import { DeliveriesTable } from "@/components/desk/webhooks/deliveries-table";
import { EndpointLine } from "@/components/desk/webhooks/endpoint-line";
import { ClientWords } from "@/i18n/client-words";
import { webhooksAtDesk } from "@/lib/webhooks/endpoints";
import { staffHere } from "../here";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deskWebhooks"))("title") };
}

export default async function WebhooksPage() {
  const staff = await staffHere("/admin/webhooks");
  const [t, { endpoints, deliveries }] = await Promise.all([
    getTranslations("deskWebhooks"),
    webhooksAtDesk(staff),
  ]);
  return (
    <ClientWords of={["desk", "deskWebhooks"]}>
      <h1 className="text-2xl font-bold">{t("title")}</h1>
      <p className="mt-1 text-soft">{t("lead")}</p>
      {endpoints.length === 0 && <p className="mt-6">{t("none")}</p>}
      <ul className="mt-6 divide-y divide-line rounded-2xl border border-line px-5 empty:hidden sm:px-6">
        {endpoints.map((endpoint) => (
          <EndpointLine key={endpoint.id} endpoint={endpoint} />
        ))}
      </ul>
      <Section id="add" title={t("add")}>
        <AddEndpoint />
      </Section>
      <Section id="log" title={t("log")}>
        <p className="mt-1 text-sm text-soft">{t(deliveries.length > 0 ? "logLead" : "noLog")}</p>
        {deliveries.length > 0 && <DeliveriesTable rows={deliveries} />}
      </Section>
    </ClientWords>
  );
}
