import { looks, type Series } from "./series";

/** A bar's color and outline, beside its name. */
export const Swatch = ({ of }: { of: Series }) => (
  <span
    className="size-2.5 rounded-xs border"
    style={{ background: looks[of].fill, borderColor: looks[of].stroke }}
  />
);
