// The words of scripts, from the same catalogues as the pages. A text that is missing is shown as it stands.
let catalog = { plural: "", messages: {}, dates: null };

export async function loadWords(address) {
  const answer = await fetch(address);
  if (answer.ok) catalog = await answer.json();
}

export function gettext(text, values = {}) {
  return fill(catalog.messages[text]?.[0] || text, values);
}

export function ngettext(singular, plural, n, values = {}) {
  const forms = catalog.messages[singular];
  const chosen = forms ? forms[formOf(n)] : n === 1 ? singular : plural;
  return fill(chosen, { num: n, ...values });
}

// A number in one of the forms of the language.
export function plural(forms, n) {
  return fill(forms[formOf(n)], { num: n });
}

// The form that a number takes: the catalogue says it of those below 200, and the rest counts by its last digits.
function formOf(n) {
  return Number(catalog.plural[n < 200 ? n : 100 + (n % 100)]);
}

// How the language writes dates, once its words are there.
export function dates() {
  return catalog.dates;
}

function fill(text, values) {
  return text.replace(/%\((\w+)\)[sd]/g, (_whole, name) => values[name] ?? "").replaceAll("%%", "%");
}
