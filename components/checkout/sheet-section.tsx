import { type ReactNode, useId } from "react";

export function SheetSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="border-t border-line pt-7 first:border-0 first:pt-0">
      <h2 id={id} className="mb-5 text-lg font-bold">
        {title}
      </h2>
      <div className="grid gap-4">{children}</div>
    </section>
  );
}
