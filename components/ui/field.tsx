import type { InputHTMLAttributes } from "react";

type Props = InputHTMLAttributes<HTMLInputElement> & {
  name: string;
  label: string;
  fault?: string | undefined;
  /** For something short, such as a postcode. */
  narrow?: boolean;
};

/** A label, its input, and beside them what is wrong and what to do about it. */
export function Field({ label, fault, narrow = false, ...input }: Props) {
  const id = `field-${input.name}`;
  const faultId = `${id}-fault`;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-sm font-medium text-soft">
        {label}
      </label>
      <input
        {...input}
        id={id}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? faultId : undefined}
        className={`h-13 ${narrow ? "w-44" : "w-full"} rounded-xl border border-edge/60 bg-white px-4 text-base hover:border-edge focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent aria-invalid:border-danger aria-invalid:focus:outline-danger`}
      />
      {fault && (
        <p id={faultId} className="mt-1.5 text-sm font-medium text-danger">
          {fault}
        </p>
      )}
    </div>
  );
}
