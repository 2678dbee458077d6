import type { ReactNode } from "react";

type Props = { action: string; children: ReactNode; lang?: string; label?: string };

/** A header switch as a plain form, so that it works without JavaScript. */
export function Switch({ action, children, lang, label }: Props) {
  return (
    <form action={action} method="post">
      <button
        type="submit"
        lang={lang}
        aria-label={label}
        className="min-h-11 whitespace-nowrap rounded-lg px-2 text-[0.9375rem] font-medium text-soft hover:text-ink sm:px-2.5"
      >
        {children}
      </button>
    </form>
  );
}
