type Props = { image: string; eager?: boolean; className: string };

/** A product's square picture. Its alt text is empty because the name is always beside it. */
export function ProductPicture({ image, eager = false, className }: Props) {
  return (
    // biome-ignore lint/performance/noImgElement: a drawing of a few kilobytes fits every screen as it is.
    <img
      src={image}
      alt=""
      width={800}
      height={800}
      loading={eager ? "eager" : "lazy"}
      className={`aspect-square bg-ground object-cover ${className}`}
    />
  );
}
