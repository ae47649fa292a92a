/** Shown when a page calls notFound(). Next includes it in every page, so it must be small. */
import ErrorPage from "./error";

export const metadata = { robots: { index: false } };

export default function NotFound() {
  return <ErrorPage kind="missing" />;
}
