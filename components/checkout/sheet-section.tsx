import { type ReactNode, useId } from "react";

type Props = {
  title: string;
  id?: string;
  /** False if the content brings its own visible title. */
  titled?: boolean;
  children: ReactNode;
};

export function SheetSection({ title, id, titled = true, children }: Props) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      id={id}
      className="border-t border-line pt-7 first:border-0 first:pt-0"
    >
      <h2 id={titleId} className={titled ? "mb-5 text-lg font-bold" : "sr-only"}>
        {title}
      </h2>
      <div className="grid gap-4">{children}</div>
    </section>
  );
}
