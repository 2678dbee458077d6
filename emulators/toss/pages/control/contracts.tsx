/** @jsxImportSource hono/jsx */
import { Cards } from "../../../kit/panel/cards";
import { acquisitions, cycles } from "../../contract";
import { controlWords } from "../control-words";
import type { Shown } from "./shown";

/** What each merchant agreed with the gateway about its pay-outs, and forms to agree something else. */
export function ContractsPart({ language, contracts }: Pick<Shown, "language" | "contracts">) {
  const text = controlWords[language];
  return (
    <Cards id="contracts" title={text.contracts} empty="">
      {contracts.map(({ mId, cycle, businessDays, acquisition }) => (
        <li key={mId}>
          <p>
            <code>{mId}</code> · {text.cycles[cycle]} · {text.afterBusinessDays(businessDays)} ·{" "}
            {text.acquisition} {text.acquisitions[acquisition]}
          </p>
          <details>
            <summary>{text.agree}</summary>
            <form method="post" action={`/control/contracts/${mId}/set`} class="fields">
              <label class="field">
                {text.cycle}
                <select name="cycle">
                  {cycles.map((each) => (
                    <option key={each} value={each} selected={each === cycle}>
                      {text.cycles[each]}
                    </option>
                  ))}
                </select>
              </label>
              <label class="field">
                {text.businessDays}
                <input
                  name="businessDays"
                  inputmode="numeric"
                  pattern="[0-9]+"
                  required
                  value={businessDays}
                />
              </label>
              <label class="field">
                {text.acquisition}
                <select name="acquisition">
                  {acquisitions.map((each) => (
                    <option key={each} value={each} selected={each === acquisition}>
                      {text.acquisitions[each]}
                    </option>
                  ))}
                </select>
              </label>
              <button type="submit">{text.agree}</button>
            </form>
          </details>
        </li>
      ))}
    </Cards>
  );
}
