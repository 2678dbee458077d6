import { Frame } from "@/components/shop/frame";
import { NothingHere } from "@/components/shop/nothing-here";
import { env } from "@/lib/env";

export default function NotFound() {
  const { live, demo } = env();
  return (
    <Frame live={live} demo={demo}>
      <NothingHere />
    </Frame>
  );
}
