/* Sphinx's search, asked in the words of the book too, and quoting pages without what is not their text. */
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const wordsOf = umbrellaWords(UMBRELLA_WORDING);
  const chapters = new Map(Object.entries(UMBRELLA_CHAPTERS).map(([thing, chapter]) => [wordsOf(thing).join(" "), chapter]));
  const TITLE = 40; // more than any other reason to be found

  Search.query = (query) => {
    const asked = [...new Set([query, wordsOf(query).join(" ")])].map((words) => Search._parseQuery(words));
    const best = new Map(), words = wordsOf(query), chapter = chapters.get(words.join(" "));
    for (const one of asked)
      for (const found of Search._performSearch(...one)) {
        const named = wordsOf(found[1].split(" > ").pop());
        const whole = words.every((word) => named.includes(word));
        // First the chapter on a thing and a page named so, then a section named so, the shortest name first, then a page that says so.
        const first = !found[2] && whole;
        const score = found[4] + (found[0] === chapter && !found[2] ? 3 * TITLE : first ? 2 * TITLE : whole ? TITLE - named.length : 0);
        const key = found[0] + found[2];
        if (!best.has(key) || best.get(key)[4] < score) best.set(key, [...found.slice(0, 4), score, found[5]]);
      }
    const results = [...best.values()].sort(_orderResultsByScoreThenName);
    const terms = (place) => new Set(asked.flatMap((one) => [...one[place]]));
    _displayNextItem(results, results.length, terms(1), terms(3));
  };

  const quoted = Search.htmlToText;
  Search.htmlToText = (page, anchor) => {
    const whole = new DOMParser().parseFromString(page, "text/html");
    whole.querySelectorAll("svg, nav, noscript, .umb-meaning, .contents, .umb-cite, details").forEach((element) => element.remove());
    return quoted(whole.documentElement.outerHTML, anchor);
  };
});
