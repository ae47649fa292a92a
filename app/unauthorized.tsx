/** Never shown by this product. Next's own page, five times its size, would be in every page. */
export { default } from "./forbidden";
