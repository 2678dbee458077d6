import type { InputHTMLAttributes } from "react";
import { controlLook, Labeled } from "./labeled";

type Props = InputHTMLAttributes<HTMLInputElement> & {
  name: string;
  label: string;
  fault?: string | undefined;
  /** For something short, such as a postcode. */
  narrow?: boolean;
};

/** A text field with its label and fault. */
export const Field = ({ label, fault, narrow = false, ...input }: Props) => (
  <Labeled id={input.id} name={input.name} label={label} fault={fault}>
    {(control) => (
      <input {...input} {...control} className={`${controlLook} ${narrow ? "w-40" : "w-full"} px-4`} />
    )}
  </Labeled>
);
