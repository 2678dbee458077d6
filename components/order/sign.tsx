const looks = {
  good: { ring: "bg-accent text-white", path: "m7 12.5 3.5 3.5L17 9" },
  quiet: { ring: "bg-ground text-soft", path: "M12 7.5v5l3 2" },
  bad: { ring: "bg-danger-wash text-danger", path: "M12 7v6m0 3.5v.01" },
} as const;

export type Look = keyof typeof looks;

/** The words below it say the same. */
export function Sign({ look }: { look: Look }) {
  return (
    <span className={`mx-auto grid size-14 place-items-center rounded-full ${looks[look].ring}`}>
      <svg viewBox="0 0 24 24" className="size-8" aria-hidden="true" focusable="false">
        <path
          d={looks[look].path}
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </span>
  );
}
