import type { ReactNode } from "react";

type Control = { id: string; "aria-invalid": true | undefined; "aria-describedby": string | undefined };
type Props = {
  /** Needed if a page has several controls with one name. */
  id?: string | undefined;
  name: string;
  label: string;
  fault: string | undefined;
  children: (control: Control) => ReactNode;
};

/** The classes of every control that a shopper fills in. */
export const controlLook =
  "h-13 rounded-xl border border-edge/60 bg-white text-base hover:border-edge focus-within:border-accent focus-within:outline-2 focus-within:outline-offset-0 focus-within:outline-accent aria-invalid:border-danger aria-invalid:focus-within:outline-danger";

/** A label, its control, and what is wrong and how to fix it. */
export function Labeled({ id: given, name, label, fault, children }: Props) {
  const id = given ?? `field-${name}`;
  const faultId = `${id}-fault`;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-soft">
        {label}
      </label>
      {children({
        id,
        "aria-invalid": fault ? true : undefined,
        "aria-describedby": fault ? faultId : undefined,
      })}
      {fault && (
        <p id={faultId} className="mt-1.5 text-sm font-medium text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}
