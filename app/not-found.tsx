/** Shown when a page calls notFound(). Next includes it in every page, so it must be small. */
import ErrorPage from "./error";
import { brokenWords } from "./theme/words/broken";

export const metadata = { title: brokenWords.missing.heading, robots: { index: false } };

export default function NotFound() {
  return <ErrorPage kind="missing" />;
}
