// An icon of the same sheet that the pages use; the words stand beside it.
const SHEET = new URL("../icons/icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

export function icon(name, isSmall = false) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", isSmall ? "icon small" : "icon");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${SHEET}#i-${name}`);
  svg.append(use);
  return svg;
}
