"use client";

/** A quantity: two big buttons and the number between them. */
export function Stepper({
  quantity,
  least = 1,
  limit,
  onChange,
  names,
}: {
  quantity: number;
  least?: number;
  limit: number;
  onChange: (quantity: number) => void;
  names: { group: string; less: string; more: string };
}) {
  const side = "grid size-11 place-items-center text-xl not-disabled:hover:bg-ground disabled:text-line";
  return (
    <fieldset className="inline-flex items-center overflow-hidden rounded-xl border border-line">
      <legend className="sr-only">{names.group}</legend>
      <button
        type="button"
        className={side}
        disabled={quantity <= least}
        onClick={() => onChange(quantity - 1)}
        aria-label={names.less}
      >
        −
      </button>
      <output className="min-w-9 text-center font-semibold tabular-nums">{quantity}</output>
      <button
        type="button"
        className={side}
        disabled={quantity >= limit}
        onClick={() => onChange(quantity + 1)}
        aria-label={names.more}
      >
        +
      </button>
    </fieldset>
  );
}
