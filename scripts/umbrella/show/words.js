/* The words of a text as they are searched: small, without accents, other words for a thing as the book's word for it. */
const umbrellaWords = (wording) => {
  "use strict";
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean).join(" ");
  const words = new Map(Object.entries(wording).map(([other, word]) => [plain(other), plain(word)]));
  // A word of the book stays whole, also where another word for it is part of it.
  for (const word of [...words.values()]) words.set(word, words.get(word) || word);
  const longest = [...words.keys()].sort((a, b) => b.length - a.length).join("|");
  const pattern = longest && new RegExp(`(?<= )(?:${longest})(?= )`, "g");
  return (text) => (pattern ? ` ${plain(text)} `.replace(pattern, (form) => words.get(form)) : plain(text)).split(" ").filter(Boolean);
};
