/** Yours: the site's mark and name, at the top of every page. */
import { brand } from "./brand";

/** The mark with the site's name, or the logo in brand.ts. Leads to `href`. */
export function SiteMark({ href }: { href: string }) {
  const { logo, name } = brand;
  return (
    <a href={href} className="mark">
      {logo ? (
        <>
          <Logo src={logo.light} className="dark:hidden" />
          <Logo src={logo.dark} className="light:hidden" />
        </>
      ) : (
        <>
          <svg viewBox="0 0 32 32" aria-hidden="true" className="size-8 shrink-0">
            <use href="/brand/scenes.svg#mark" />
          </svg>
          <span className="truncate">{name}</span>
        </>
      )}
    </a>
  );
}

function Logo({ src, className }: { src: string; className: string }) {
  return (
    // biome-ignore lint/performance/noImgElement: a small file, served as it is.
    <img src={src} alt={brand.name} width={brand.logo?.width} height={brand.logo?.height} className={className} />
  );
}
