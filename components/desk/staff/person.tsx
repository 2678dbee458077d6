"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { SendButton } from "@/components/ui/send-button";
import { type Role, roles } from "@/lib/contracts/roles";
import { ConfirmButton } from "../confirm-button";
import { ShownOnce } from "../shown-once";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Person = { id: string; name: string; role: Role; disabled: boolean; hasSecondFactor: boolean };

/** What a manager may change about another staff member. */
export function PersonControls({ person }: { person: Person }) {
  const { id, name, role, disabled, hasSecondFactor } = person;
  const t = useTranslations("desk");
  const router = useRouter();
  const [given, setGiven] = useState<{ password?: string; awaits: boolean }>();
  const changing = useSend("/admin/api/staff/change");
  const resetting = useSend("/admin/api/staff/reset");
  const removing = useSend("/admin/api/staff/remove-factor");
  const change = (what: { role?: Role; disabled?: boolean }) =>
    changing.send({ id, ...what }, () => router.refresh());
  const show = (what: { password?: string; awaits: boolean }) => {
    setGiven(what);
    router.refresh();
  };
  const keep = t("keep");
  return (
    <div className="mt-3 flex flex-wrap items-end gap-3">
      <RoleForm
        id={id}
        name={name}
        role={role}
        busy={changing.busy}
        change={(wanted) => change({ role: wanted })}
      />
      <ConfirmButton
        question={t("staff.sureReset", { name })}
        label={t("staff.resetOf", { name })}
        words={{ act: t("staff.reset"), keep }}
        busy={resetting.busy}
        act={() =>
          resetting.send({ id }, ({ one_time_password, awaits_manager }) =>
            show({ password: one_time_password, awaits: awaits_manager }),
          )
        }
      />
      {hasSecondFactor && (
        <ConfirmButton
          question={t("staff.sureRemoveFactor", { name })}
          label={t("staff.removeFactorOf", { name })}
          words={{ act: t("staff.removeFactor"), keep }}
          busy={removing.busy}
          act={() => removing.send({ id }, ({ awaits_manager }) => show({ awaits: awaits_manager }))}
        />
      )}
      {disabled ? (
        <button
          type="button"
          className="action action-quiet"
          aria-label={t("staff.reopenOf", { name })}
          onClick={() => change({ disabled: false })}
        >
          {t("staff.reopen")}
        </button>
      ) : (
        <ConfirmButton
          question={t("staff.sureClose", { name })}
          label={t("staff.closeOf", { name })}
          words={{ act: t("staff.close"), keep }}
          busy={changing.busy}
          act={() => change({ disabled: true })}
        />
      )}
      <div className="w-full empty:hidden">
        <Trouble of={changing.trouble ?? resetting.trouble ?? removing.trouble} />
        {given?.awaits && <Notice look="notice">{t("staff.awaits", { name })}</Notice>}
        {given?.password && <ShownOnce secret={given.password}>{t("staff.oneTime", { name })}</ShownOnce>}
      </div>
    </div>
  );
}

type RoleProps = Pick<Person, "id" | "name" | "role"> & { busy: boolean; change: (wanted: Role) => void };

function RoleForm({ id, name, role, busy, change }: RoleProps) {
  const t = useTranslations("desk");
  const [wanted, setWanted] = useState(role);
  return (
    <form
      method="post"
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        change(wanted);
      }}
    >
      <Select
        id={`role-${id}`}
        name="role"
        label={t("staff.roleOf", { name })}
        value={wanted}
        onChange={({ target }) => setWanted(roles.find((one) => one === target.value) ?? role)}
      >
        {roles.map((one) => (
          <option key={one} value={one}>
            {t(`roles.${one}`)}
          </option>
        ))}
      </Select>
      {wanted !== role && (
        <SendButton busy={busy} look="quiet">
          {t("staff.change")}
        </SendButton>
      )}
    </form>
  );
}
