/** @jsxImportSource hono/jsx */
import type { Language } from "../../kit/text";
import { type CardField, type CardProblem, type Entered, type Problems, writtenNumber } from "./card-form";
import { cardWords } from "./card-words";
import { FieldError } from "./field-error";

type CardFieldsOf = {
  language: Language;
  entered: Entered;
  problems: Problems;
};

const looks = {
  number: { autocomplete: "cc-number", placeholder: "1234 1234 1234 1234", maxlength: 24 },
  expiry: { autocomplete: "cc-exp", placeholder: "", maxlength: 9 },
  cvc: { autocomplete: "cc-csc", placeholder: "CVC", maxlength: 4 },
} as const satisfies Record<CardField, object>;

export function CardFields({ language, entered, problems }: CardFieldsOf) {
  return (
    <fieldset class="card-fields">
      <legend class="unseen">{cardWords[language].form}</legend>
      <TextOf
        field="number"
        language={language}
        value={writtenNumber(entered.number)}
        problem={problems.number}
      />
      <TextOf field="expiry" language={language} value={entered.expiry} problem={problems.expiry} />
      <TextOf field="cvc" language={language} value={entered.cvc} problem={problems.cvc} />
    </fieldset>
  );
}

type TextOfCard = {
  field: CardField;
  language: Language;
  value: string;
  problem: CardProblem | undefined;
};

function TextOf({ field, language, value, problem }: TextOfCard) {
  const text = cardWords[language];
  const { placeholder, ...look } = looks[field];
  return (
    <div class={`field ${field}`}>
      <label for={field}>{text.fields[field]}</label>
      <span class="input">
        <input
          id={field}
          name={field}
          type="text"
          inputmode="numeric"
          value={value}
          placeholder={field === "expiry" ? text.expiryHint : placeholder}
          aria-describedby={`${field}-error`}
          aria-invalid={problem ? "true" : undefined}
          {...look}
        />
        {field === "number" && <span id="brand" class="brand" aria-hidden="true" />}
      </span>
      <FieldError id={`${field}-error`} message={problem && text.problems[problem]} />
    </div>
  );
}
