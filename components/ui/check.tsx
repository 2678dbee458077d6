type Props = {
  name: string;
  label: string;
  /** Says more, in small print. */
  note?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

/** A box to tick, with its label large enough for a thumb. */
export const Check = ({ name, label, note, checked, onChange }: Props) => (
  <div>
    <label className="flex min-h-11 w-fit cursor-pointer items-center gap-3 pr-2">
      <input
        type="checkbox"
        name={name}
        checked={checked}
        onChange={({ target }) => onChange(target.checked)}
        aria-describedby={note && `${name}-note`}
        className="size-5 shrink-0 accent-accent"
      />
      <span>{label}</span>
    </label>
    {note && (
      <p id={`${name}-note`} className="pl-8 text-[0.8125rem] leading-snug text-soft">
        {note}
      </p>
    )}
  </div>
);
