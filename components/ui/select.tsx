import type { Ref, SelectHTMLAttributes } from "react";
import { controlLook, Labeled } from "./labeled";

type Props = SelectHTMLAttributes<HTMLSelectElement> & {
  ref?: Ref<HTMLSelectElement>;
  name: string;
  label: string;
  fault?: string | undefined;
};

/** A dropdown with its label and fault. */
export const Select = ({ label, fault, ...select }: Props) => (
  <Labeled id={select.id} name={select.name} label={label} fault={fault}>
    {(control) => <select {...select} {...control} className={`${controlLook} w-full px-3.5`} />}
  </Labeled>
);
