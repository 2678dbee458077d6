import type { InputHTMLAttributes, ReactNode } from "react";

type Props = Omit<InputHTMLAttributes<HTMLInputElement>, "type" | "className"> & {
  /** A tile has one or two centered words; a line has more text, aligned to the start. */
  look: "tile" | "line";
  children: ReactNode;
};

const looks = {
  tile: "items-center justify-center px-2 text-center",
  line: "items-start justify-center px-4",
} as const;

/** One of several options, large enough for a thumb. Its content is its accessible name. */
export function Choice({ look, children, ...input }: Props) {
  return (
    <label
      className={`relative flex min-h-15 flex-col rounded-xl border border-edge/60 py-2 font-medium hover:border-edge has-checked:border-accent has-checked:bg-accent-wash has-checked:text-accent-deep has-checked:outline has-checked:outline-accent has-disabled:border-line has-disabled:bg-ground has-disabled:text-soft ${looks[look]}`}
    >
      <input
        {...input}
        type="radio"
        className="absolute inset-0 size-full cursor-pointer appearance-none rounded-xl disabled:cursor-default"
      />
      {children}
    </label>
  );
}
