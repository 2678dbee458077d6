/** @jsxImportSource hono/jsx */
import { faultKinds } from "../../../kit/faults";
import { operations } from "../../answer";
import { errorCodes } from "../../errors";
import { controlWords } from "../controlWords";
import type { Shown } from "./page";

export function FaultsPart({ language, faults }: Shown) {
  const text = controlWords[language];
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
              <strong>{text.kinds[kind][0]}</strong> {operationName(operation, language)}
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
              {holding > 0 && (
                <form method="post" action={`/control/faults/${id}/release`}>
                  <button type="submit">{text.release}</button>
                </form>
              )}
              <form method="post" action={`/control/faults/${id}/clear`}>
                <button type="submit">{text.clear}</button>
              </form>
            </div>
          </li>
        ))}
      </ul>
      <details>
        <summary>{text.set}</summary>
        <NewFault language={language} />
      </details>
    </section>
  );
}

function NewFault({ language }: Pick<Shown, "language">) {
  const text = controlWords[language];
  return (
    <form method="post" action="/control/faults" class="fields">
      <label class="field">
        {text.operation}
        <select name="operation">
          {(["confirm", ...operations.filter((name) => name !== "confirm"), "any"] as const).map((name) => (
            <option key={name} value={name}>
              {text.operations[name]}
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
            <option key={code} selected={code === "PROVIDER_ERROR"}>
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

function operationName(operation: string, language: Shown["language"]): string {
  const names: Record<string, string> = controlWords[language].operations;
  return names[operation] ?? operation;
}
