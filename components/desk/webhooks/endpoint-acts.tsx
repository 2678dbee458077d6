"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmButton } from "../confirm-button";
import { ShownOnce } from "../shown-once";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

/** What can be done with an endpoint. */
export function EndpointActs({ id, url, on }: { id: string; url: string; on: boolean }) {
  const t = useTranslations("deskWebhooks");
  const keep = useTranslations("desk")("keep");
  const router = useRouter();
  const [secret, setSecret] = useState<string>();
  const [tested, setTested] = useState(false);
  const test = useSend("/admin/api/webhooks/test");
  const rotate = useSend("/admin/api/webhooks/rotate");
  const turn = useSend("/admin/api/webhooks/switch");
  const remove = useSend("/admin/api/webhooks/remove");
  const refresh = () => router.refresh();
  const sendTest = () =>
    test.send({ id }, () => {
      setTested(true);
      refresh();
    });
  return (
    <div>
      <div className="flex flex-wrap gap-3">
        <button
          type="button"
          aria-label={t("testOf", { url })}
          aria-disabled={test.busy}
          className="action action-quiet"
          onClick={sendTest}
        >
          {t("test")}
        </button>
        <button
          type="button"
          aria-label={t(on ? "offOf" : "onOf", { url })}
          aria-disabled={turn.busy}
          className="action action-quiet"
          onClick={() => turn.send({ id, on: !on }, refresh)}
        >
          {t(on ? "off" : "on")}
        </button>
        <ConfirmButton
          question={t("sureRotate")}
          label={t("rotateOf", { url })}
          words={{ act: t("rotate"), keep }}
          busy={rotate.busy}
          act={() => rotate.send({ id }, (made) => setSecret(made.secret))}
        />
        <ConfirmButton
          question={t("sureRemove", { url })}
          label={t("removeOf", { url })}
          words={{ act: t("remove"), keep }}
          busy={remove.busy}
          act={() => remove.send({ id }, refresh)}
        />
      </div>
      <p role="status" className="mt-2 text-sm text-soft empty:hidden">
        {tested && t("tested")}
      </p>
      <Trouble of={test.trouble ?? turn.trouble ?? rotate.trouble ?? remove.trouble} />
      {secret && <ShownOnce secret={secret}>{t("shown")}</ShownOnce>}
    </div>
  );
}
