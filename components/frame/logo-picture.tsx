import type { Logo } from "@/lib/shop/shop";

/** The shop's logo beside its name, 32 pixels high. The name says what it is. */
export function LogoPicture({ logo: { id, width, height } }: { logo: Logo }) {
  return (
    // biome-ignore lint/performance/noImgElement: nothing resizes pictures here.
    <img
      src={`/logo?id=${id}`}
      alt=""
      width={Math.round((32 * width) / height)}
      height={32}
      className="h-8 w-auto max-w-28 object-contain object-left sm:max-w-40"
    />
  );
}
