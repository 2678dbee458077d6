import type { SelectHTMLAttributes } from "react";

type Props = SelectHTMLAttributes<HTMLSelectElement> & {
  name: string;
  label: string;
  fault?: string | undefined;
};

/** A label, a choice from a list, and beside them what is wrong; the look of a field. */
export function Select({ label, fault, children, ...select }: Props) {
  const id = `field-${select.name}`;
  const faultId = `${id}-fault`;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-soft">
        {label}
      </label>
      <select
        {...select}
        id={id}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? faultId : undefined}
        className="h-13 w-full rounded-xl border border-edge/60 bg-white px-3.5 text-base hover:border-edge focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent aria-invalid:border-danger aria-invalid:focus:outline-danger"
      >
        {children}
      </select>
      {fault && (
        <p id={faultId} className="mt-1.5 text-sm font-medium text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}
