import type { ReactNode } from "react";

type Props = { title: string; id: string; children: ReactNode };

/** A section of a desk page, with its heading. */
export const Section = ({ title, id, children }: Props) => (
  <section aria-labelledby={id} className="mt-8 rounded-2xl border border-line bg-white p-5 sm:p-6">
    <h2 id={id} className="text-lg font-bold">
      {title}
    </h2>
    {children}
  </section>
);
