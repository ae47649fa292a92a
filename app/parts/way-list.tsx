/** A list of links. */

/** A link with its words. */
export type Way = { href: string; label: string };

/** The list; with `row` the links stand side by side. */
export function WayList({ ways, row = false }: { ways: readonly Way[]; row?: boolean }) {
  return (
    <ul className={row ? "mt-5 flex flex-wrap gap-x-6" : undefined}>
      {ways.map((way) => (
        <li key={way.label}>
          <a href={way.href} className="link">
            {way.label}
          </a>
        </li>
      ))}
    </ul>
  );
}
