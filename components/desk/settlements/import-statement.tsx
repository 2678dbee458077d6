"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { controlLook, Labeled } from "@/components/ui/labeled";
import { Select } from "@/components/ui/select";
import { SendButton } from "@/components/ui/send-button";
import { type Currency, currencies } from "@/lib/money";
import type { DeskReply, DeskTrouble } from "../api";
import { base64Of } from "../base64-of";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Account = { account: string; currency: string };
type Props = { accounts: Account[]; maxBytes: number };
type Answer = DeskReply<"/admin/api/settlements/bank">;
type Header = Extract<Answer, { is: "columns" }>;

type Typed = {
  account: string;
  currency: Currency;
  file: FileList;
  columns?: { day: string; deposit: string; withdrawal: string; description: string };
};

/** Imports a bank's file. If its columns are unknown, asks which is which. */
export function ImportStatement({ accounts, maxBytes }: Props) {
  const t = useTranslations("deskSettlementActs.bank");
  const router = useRouter();
  const { send, busy, trouble } = useSend("/admin/api/settlements/bank");
  const [answer, setAnswer] = useState<Answer>();
  const last = accounts.at(-1);
  const form = useForm<Typed>({
    shouldUnregister: true,
    defaultValues: { account: last?.account ?? "", currency: currencyOf(last) },
  });
  const { errors } = form.formState;
  const header = answer?.is === "columns" ? answer : undefined;
  const submit = form.handleSubmit(async ({ account, currency, file: [file], columns }) => {
    if (!file) return;
    const named = header && columns ? { columns: { header: header.header, ...positions(columns) } } : {};
    await send({ account, currency, file: await base64Of(file), ...named }, (made) => {
      setAnswer(made);
      router.refresh();
    });
  });
  return (
    <form method="post" noValidate onSubmit={submit} className="mt-6 grid gap-4 sm:max-w-xl">
      <h3 className="font-semibold">{t("open")}</h3>
      <p className="-mt-3 text-soft">{t("lead")}</p>
      <Field
        {...form.register("account", { required: true, maxLength: 60 })}
        label={t("account")}
        placeholder={t("accountHint")}
        autoComplete="off"
        list="bank-accounts"
        fault={errors.account && t("needsAccount")}
      />
      <datalist id="bank-accounts">
        {accounts.map(({ account }) => (
          <option key={account} value={account} />
        ))}
      </datalist>
      <Select {...form.register("currency")} label={t("currency")}>
        {currencies.map((currency) => (
          <option key={currency}>{currency}</option>
        ))}
      </Select>
      <Labeled
        name="file"
        label={t("file")}
        fault={
          errors.file && (errors.file.message ? t("tooLarge", { kib: maxBytes / 1_024 }) : t("needsFile"))
        }
      >
        {(control) => (
          <input
            {...form.register("file", {
              required: true,
              validate: (files) => (files[0]?.size ?? 0) <= maxBytes || "large",
              onChange: () => setAnswer(undefined),
            })}
            {...control}
            type="file"
            accept=".csv,.xlsx,.txt,text/csv"
            className={`${controlLook} w-full px-4 py-3`}
          />
        )}
      </Labeled>
      {header && <Columns names={header.names} register={form.register} />}
      <div>
        <SendButton busy={busy}>{t("act")}</SendButton>
      </div>
      <p role="status" className="text-sm text-soft empty:hidden">
        {answer?.is === "imported" &&
          t("imported", { lines: answer.lines, ofGateways: answer.of_gateways, added: answer.added })}
      </p>
      {trouble?.code === "statement_unreadable" ? (
        <p role="alert" className="text-sm font-medium text-danger">
          {rowOf(trouble) ? t("badRow", { row: rowOf(trouble) ?? "" }) : t("unreadable")}
        </p>
      ) : (
        <Trouble of={trouble} />
      )}
    </form>
  );
}

const columnNames = ["day", "deposit", "withdrawal", "description"] as const;

function Columns({
  names,
  register,
}: Pick<Header, "names"> & { register: ReturnType<typeof useForm<Typed>>["register"] }) {
  const t = useTranslations("deskSettlementActs.bank.columns");
  return (
    <fieldset className="grid gap-4 rounded-xl border border-line p-4">
      <legend className="px-1 text-sm">{t("lead")}</legend>
      {columnNames.map((column) => (
        <Select key={column} {...register(`columns.${column}`)} label={t(column)}>
          {column === "withdrawal" && <option value="">{t("absent")}</option>}
          {names.map((name, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity
            <option key={at} value={at}>
              {name || t("unnamed", { n: at + 1 })}
            </option>
          ))}
        </Select>
      ))}
    </fieldset>
  );
}

const positions = ({ day, deposit, withdrawal, description }: NonNullable<Typed["columns"]>) => ({
  day: Number(day),
  deposit: Number(deposit),
  withdrawal: withdrawal === "" ? null : Number(withdrawal),
  description: Number(description),
});

const currencyOf = (account: Account | undefined) =>
  currencies.find((currency) => currency === account?.currency) ?? currencies[0];

/** The row that the server could not read, if it named one. */
const rowOf = ({ errors }: DeskTrouble) => /^file\.(\d+)$/.exec(errors?.[0]?.field ?? "")?.[1];
