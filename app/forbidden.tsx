/** Shown when a page's guard refuses. Next includes it in every page, so it must be small. */
import ErrorPage from "./error";
import { brokenWords } from "./theme/words/broken";

export const metadata = { title: brokenWords.closed.heading, robots: { index: false } };

export default function Forbidden() {
  return <ErrorPage kind="closed" />;
}
