import { Spinner } from "@/components/ui/spinner";
import type { Sign as Look } from "./order-page";

const looks = {
  good: { ring: "bg-accent text-white", path: "m7 12.5 3.5 3.5L17 9" },
  quiet: { ring: "bg-ground text-soft", path: "M12 4a8 8 0 1 1 0 16a8 8 0 0 1 0-16M12 8v4.5l3 1.8" },
  back: { ring: "bg-ground text-soft", path: "M10.5 7.5 6 12l4.5 4.5M6.5 12H18" },
  bad: { ring: "bg-danger-wash text-danger", path: "M12 7v6m0 3.5v.01" },
} as const satisfies Record<Exclude<Look, "busy">, unknown>;

/** Decorative: the words below say the same. */
export function Sign({ look }: { look: Look }) {
  if (look === "busy") return <Spinner className="mx-auto size-14 text-accent" />;
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
