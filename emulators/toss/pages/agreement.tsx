/** @jsxImportSource hono/jsx */

import { Page } from "../../kit/pages/layout";
import type { Language } from "../errors";
import { words } from "./words";

/** The terms a buyer agrees to before paying: one required, one optional. */
export function AgreementPage({ language, shop }: { language: Language; shop: string }) {
  const text = words[language];
  return (
    <Page language={language} title={text.terms} shop={shop} sheets={["widget"]} script="agreement">
      <form aria-label={text.terms}>
        <fieldset class="widget terms">
          <legend>{text.terms}</legend>
          <Term id="payment_terms" required label={text.requiredTerm} body={text.requiredTermText} />
          <Term id="marketing" required={false} label={text.optionalTerm} body={text.optionalTermText} />
        </fieldset>
      </form>
    </Page>
  );
}

function Term({ id, required, label, body }: { id: string; required: boolean; label: string; body: string }) {
  return (
    <div class="term">
      <label class="choice">
        <input type="checkbox" id={id} required={required} aria-describedby={`${id}-text`} />
        {label}
      </label>
      <p id={`${id}-text`}>{body}</p>
    </div>
  );
}
