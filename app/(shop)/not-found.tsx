export { NothingHere as default } from "@/components/shop/nothing-here";
