/** @jsxImportSource hono/jsx */
import { type Fault, faultKinds } from "../faults";
import type { Language } from "../text";
import { Act } from "./act";
import { panelWords } from "./words";

type Faults = {
  language: Language;
  faults: (Fault & { holding: number })[];
  /** The gateway's operations and their labels, most likely first. */
  operations: Record<string, string>;
  errorCodes: readonly string[];
  usualCode: string;
};

export function FaultsPart(part: Faults) {
  const { language, faults, operations } = part;
  const text = panelWords[language];
  return (
    <section id="faults" aria-labelledby="faults-name">
      <h2 id="faults-name">{text.faults}</h2>
      <p>
        <small>{text.faultsHelp}</small>
      </p>
      <h3>{text.active}</h3>
      {faults.length === 0 && <p class="empty">{text.noFaults}</p>}
      <ul class="cards">
        {faults.map(({ id, operation, kind, remaining, holding, orderId, code }) => (
          <li key={id}>
            <p>
              <strong>{text.kinds[kind][0]}</strong> {operations[operation] ?? operation}
            </p>
            <p>
              <small>
                {text.remaining(remaining)}
                {holding > 0 && ` · ${text.holding(holding)}`}
                {orderId && ` · ${orderId}`}
                {code && ` · ${code}`}
              </small>
            </p>
            <div class="row">
              {holding > 0 && <Act kind="faults" id={id} action="release" label={text.release} />}
              <Act kind="faults" id={id} action="clear" label={text.clear} />
            </div>
          </li>
        ))}
      </ul>
      <details>
        <summary>{text.set}</summary>
        <NewFault {...part} />
      </details>
    </section>
  );
}

function NewFault({ language, operations, errorCodes, usualCode }: Faults) {
  const text = panelWords[language];
  return (
    <form method="post" action="/control/faults" class="fields">
      <label class="field">
        {text.operation}
        <select name="operation">
          {Object.entries(operations).map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>{text.kind}</legend>
        {faultKinds.map((kind) => (
          <label key={kind} class="choice">
            <input type="radio" name="kind" value={kind} required checked={kind === "drop_after"} />
            <span>
              {text.kinds[kind][0]}
              <small>{text.kinds[kind][1]}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <label class="field">
        {text.times}
        <input name="times" inputmode="numeric" pattern="[0-9]+" value="1" />
      </label>
      <label class="field">
        {text.seconds}
        <input name="seconds" inputmode="numeric" pattern="[0-9]+" value="5" />
      </label>
      <label class="field">
        {text.errorCode}
        <select name="code">
          {errorCodes.map((code) => (
            <option key={code} selected={code === usualCode}>
              {code}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {text.onlyOrder}
        <input name="orderId" />
      </label>
      <button type="submit" class="primary">
        {text.set}
      </button>
    </form>
  );
}
