/** Shown when a page's guard refuses. Next includes it in every page, so it must be small. */
import ErrorPage from "./error";

export const metadata = { robots: { index: false } };

export default function Forbidden() {
  return <ErrorPage kind="closed" />;
}
