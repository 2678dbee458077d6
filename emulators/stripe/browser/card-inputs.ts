import {
  brandName,
  type CardField,
  cardFields,
  type Entered,
  type Problems,
  problemsWith,
  testCardEntered,
  writtenExpiry,
  writtenNumber,
} from "../pages/card-form";
import { cardWords } from "../pages/card-words";

const language = document.documentElement.lang === "ko" ? "ko" : "en";
export const text = cardWords[language];
export { language };

/** A page's card fields: they format what is typed and show errors. */
export function cardInputs(changed: () => void = () => {}) {
  const inputs = Object.fromEntries(
    cardFields.map((field) => [field, document.getElementById(field)]),
  ) as Partial<Record<CardField, HTMLInputElement>>;
  const brand = document.getElementById("brand");

  for (const field of cardFields) {
    const input = inputs[field];
    input?.addEventListener("input", () => {
      tidy(field, input);
      say(field, undefined);
      showBrand();
      goOn(field);
      changed();
    });
    // Error text makes the form taller, which would move a button while it is being pressed.
    input?.addEventListener("blur", ({ relatedTarget }) => {
      if (input.value !== "" && relatedTarget instanceof HTMLInputElement) say(field, problems()[field]);
    });
  }
  showBrand();

  function entered(): Entered {
    const { number, expiry, cvc } = inputs;
    return { number: number?.value ?? "", expiry: expiry?.value ?? "", cvc: cvc?.value ?? "" };
  }

  function problems(): Problems {
    return problemsWith(entered(), new Date());
  }

  /** Shows an error beside a field; null clears it. */
  function say(field: CardField, problem: Problems[CardField]) {
    const error = document.getElementById(`${field}-error`);
    if (error) error.textContent = problem ? text.problems[problem] : "";
    if (problem) inputs[field]?.setAttribute("aria-invalid", "true");
    else inputs[field]?.removeAttribute("aria-invalid");
  }

  /** Moves the focus to the next field once this one is full. */
  function goOn(field: CardField) {
    const next = cardFields[cardFields.indexOf(field) + 1];
    const input = inputs[field];
    const atEnd = input?.selectionStart === input?.value.length;
    if (next && atEnd && !problems()[field] && inputs[next]?.value === "") inputs[next].focus();
  }

  function showBrand() {
    if (brand) brand.textContent = brandName(inputs.number?.value ?? "");
  }

  function fill(card: Entered) {
    for (const field of cardFields) {
      const input = inputs[field];
      if (input) input.value = field === "number" ? writtenNumber(card.number) : card[field];
      say(field, undefined);
    }
    showBrand();
    changed();
  }

  return {
    entered,
    problems,
    fill,
    /** Shows every error and focuses the first one. */
    sayAll(found: Problems = problems()): Problems {
      for (const field of cardFields) say(field, found[field]);
      const first = cardFields.find((field) => found[field]);
      if (first) inputs[first]?.focus();
      return found;
    },
    focus: () => inputs.number?.focus(),
    readOnly(readOnly: boolean) {
      for (const field of cardFields) if (inputs[field]) inputs[field].readOnly = readOnly;
    },
  };
}

/** Formats only at the end of the input, so that an edit in the middle keeps the cursor in place. */
function tidy(field: CardField, input: HTMLInputElement) {
  const { value, selectionStart } = input;
  if (selectionStart !== value.length) return;
  if (field === "number") input.value = writtenNumber(value);
  else if (field === "expiry") input.value = writtenExpiry(value);
  else input.value = value.replace(/\D/g, "");
}

/** A press on a test card fills in its number, a future expiry date and a code. */
export function onTestCard(fill: (card: Entered) => void): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[name=testCard]")) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      fill(testCardEntered(button.value));
    });
  }
}
