"use client";

import Image from "next/image";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { SendButton } from "@/components/ui/send-button";
import type { DeskReply, DeskTrouble } from "../api";
import { Trouble } from "../trouble";
import { useSend } from "../use-send";

type Begun = DeskReply<"/admin/api/second-factor/begin">;
type Done = "done" | "ended";
type Props = { isOn: boolean; isOutdated?: boolean; mayEnd?: boolean; leadsTo?: string };

/**
 * Sets up or ends an authenticator app. Each step asks for the password again: a desk left open proves nothing.
 * `leadsTo` is where to go once it is set up and the codes are saved, if not to stay. An outdated app still works, but
 * its owner is asked to set up another.
 */
export function SecondFactor({ isOn, isOutdated = false, mayEnd = false, leadsTo }: Props) {
  const t = useTranslations("desk.account.factor");
  const router = useRouter();
  const [begun, setBegun] = useState<Begun>();
  const [codes, setCodes] = useState<string[]>();
  const [done, setDone] = useState<Done>();
  const beginning = useSend("/admin/api/second-factor/begin");
  const renewing = useSend("/admin/api/second-factor/recovery-codes");
  const finish = (how: Done) => {
    setBegun(undefined);
    setDone(how);
    // The page would redirect at once, and the codes are shown only now.
    if (!leadsTo) router.refresh();
  };
  return (
    <>
      <p className="mt-2 leading-relaxed text-soft">{t(isOn ? "on" : "off")}</p>
      {isOutdated && <p className="mt-2 leading-relaxed">{t("outdated")}</p>}
      <div role="status" className="mt-4 empty:hidden">
        {done && <Notice look="good">{t(done)}</Notice>}
      </div>
      {codes && <RecoveryCodes codes={codes} />}
      {done && leadsTo ? (
        <a href={leadsTo} className="action action-main mt-6">
          {t("goOn")}
        </a>
      ) : isOn ? (
        <div className="mt-4 grid gap-6 sm:grid-cols-2">
          <WithPassword
            name="renew"
            look="quiet"
            asking={renewing}
            words={t("renew")}
            done={(made) => setCodes(made.recovery_codes)}
          />
          {mayEnd && (
            <End
              done={() => {
                setCodes(undefined);
                finish("ended");
              }}
            />
          )}
        </div>
      ) : begun ? (
        <Finish
          begun={begun}
          done={() => {
            setCodes(begun.recovery_codes);
            finish("done");
          }}
        />
      ) : (
        <div className="mt-4 sm:max-w-sm">
          <WithPassword name="begin" look="main" asking={beginning} words={t("begin")} done={setBegun} />
        </div>
      )}
    </>
  );
}

/** Ends the app: takes the password, and a code from the app or a recovery code. */
function End({ done }: { done: () => void }) {
  const t = useTranslations("desk.account.factor");
  const faults = useTranslations("desk");
  const form = useForm({ defaultValues: { password: "", proof: "" } });
  const { send, busy, trouble } = useSend("/admin/api/second-factor/end");
  const { errors } = form.formState;
  const submit = form.handleSubmit(({ password, proof }) =>
    send(sixDigits.test(proof) ? { password, code: proof } : { password, recovery_code: proof }, () => {
      form.reset();
      done();
    }),
  );
  return (
    <form
      method="post"
      noValidate
      onSubmit={submit}
      aria-label={t("end")}
      className="grid content-start gap-3"
    >
      <Field
        {...form.register("password", { required: true })}
        id="password-end"
        label={t("password")}
        type="password"
        autoComplete="current-password"
        fault={errors.password && faults("password.faults.current")}
      />
      <Field
        {...form.register("proof", { required: true, maxLength: 40 })}
        id="proof-end"
        label={t("proof")}
        autoComplete="one-time-code"
        fault={errors.proof && faults("signIn.faults.code")}
      />
      <Trouble of={trouble} />
      <div>
        <SendButton busy={busy} look="quiet">
          {t("end")}
        </SendButton>
      </div>
    </form>
  );
}

const sixDigits = /^\s*\d{3}\s*\d{3}\s*$/;

type Asking<Reply> = {
  send: (input: { password: string }, done: (reply: Reply) => void) => Promise<unknown>;
  busy: boolean;
  trouble: DeskTrouble | undefined;
};

type WithPasswordProps<Reply> = {
  name: string;
  words: string;
  look: "main" | "quiet";
  asking: Asking<Reply>;
  done: (reply: Reply) => void;
};

function WithPassword<Reply>({ name, words, look, asking, done }: WithPasswordProps<Reply>) {
  const t = useTranslations("desk.account.factor");
  const faults = useTranslations("desk.password.faults");
  const form = useForm({ defaultValues: { password: "" } });
  const { send, busy, trouble } = asking;
  const submit = form.handleSubmit((typed) =>
    send(typed, (reply) => {
      form.reset();
      done(reply);
    }),
  );
  return (
    <form method="post" noValidate onSubmit={submit} aria-label={words} className="grid content-start gap-3">
      <Field
        {...form.register("password", { required: true })}
        id={`password-${name}`}
        label={t("password")}
        type="password"
        autoComplete="current-password"
        fault={form.formState.errors.password && faults("current")}
      />
      <Trouble of={trouble} />
      <div>
        <SendButton busy={busy} look={look}>
          {words}
        </SendButton>
      </div>
    </form>
  );
}

function Finish({ begun, done }: { begun: Begun; done: () => void }) {
  const t = useTranslations("desk.account.factor");
  const faults = useTranslations("desk.signIn.faults");
  const form = useForm({ defaultValues: { code: "" } });
  const { send, busy, trouble } = useSend("/admin/api/second-factor/finish");
  const secret = new URL(begun.uri).searchParams.get("secret") ?? "";
  return (
    <form
      method="post"
      noValidate
      className="mt-4 grid gap-4 sm:max-w-sm"
      onSubmit={form.handleSubmit((typed) => send(typed, done))}
    >
      <p className="leading-relaxed">{t("scan")}</p>
      {!begun.algorithms.includes("SHA1") && <p className="text-sm leading-relaxed text-soft">{t("apps")}</p>}
      <Image
        unoptimized
        src={`data:image/svg+xml,${encodeURIComponent(begun.picture)}`}
        alt={t("picture")}
        width={192}
        height={192}
        className="size-48 rounded-xl border border-line"
      />
      <p>
        <span className="text-sm text-soft">{t("secret")}</span>
        <code className="mt-1 block font-mono break-all select-all">{secret}</code>
      </p>
      <Field
        {...form.register("code", { required: true, pattern: sixDigits })}
        label={t("code")}
        inputMode="numeric"
        autoComplete="one-time-code"
        fault={form.formState.errors.code && faults("code")}
      />
      <Trouble of={trouble} />
      <SendButton busy={busy}>{t("finish")}</SendButton>
    </form>
  );
}

function RecoveryCodes({ codes }: { codes: string[] }) {
  const t = useTranslations("desk.account.factor");
  return (
    <section
      aria-label={t("codesTitle")}
      className="mt-4 rounded-xl bg-accent-wash px-4 py-3.5 text-accent-deep"
    >
      <h3 className="font-bold">{t("codesTitle")}</h3>
      <p className="mt-1 leading-relaxed">{t("codesLead")}</p>
      <ul className="mt-3 grid gap-2 font-mono text-sm select-all">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </section>
  );
}
