// The words of scripts, from the same catalogues as the pages. A text that is missing is shown as it stands.
let catalog = { plural: "one-other", messages: {}, dates: null };

const PLURALS = {
  "one-other": (n) => (n === 1 ? 0 : 1),
  "one-few-other": (n) => {
    if (n % 10 === 1 && n % 100 !== 11) return 0;
    const few = n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14);
    return few ? 1 : 2;
  },
};

export async function loadWords(address) {
  const answer = await fetch(address);
  if (answer.ok) catalog = await answer.json();
}

export function gettext(text, values = {}) {
  return fill(catalog.messages[text]?.[0] || text, values);
}

export function ngettext(singular, plural, n, values = {}) {
  const forms = catalog.messages[singular];
  const chosen = forms ? forms[PLURALS[catalog.plural](n)] : n === 1 ? singular : plural;
  return fill(chosen, { num: n, ...values });
}

// A number in one of the forms of the language.
export function plural(forms, n) {
  return fill(forms[PLURALS[catalog.plural](n)], { num: n });
}

// How the language writes dates, once its words are there.
export function dates() {
  return catalog.dates;
}

function fill(text, values) {
  return text.replace(/%\((\w+)\)[sd]/g, (_whole, name) => values[name] ?? "").replaceAll("%%", "%");
}
