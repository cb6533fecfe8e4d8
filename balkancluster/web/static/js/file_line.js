// A file by its name and size, as a line of the composer or of a message on its way.
import { icon } from "./icon.js";

const UNITS = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"], [1, "B"]];

// The same units as on the server's pages; only the mark of decimals differs by language.
export function fileSize(bytes) {
  const [each, unit] = UNITS.find(([each]) => bytes >= each) ?? UNITS[UNITS.length - 1];
  const value = bytes / each;
  const digits = { maximumFractionDigits: value < 10 ? 1 : 0 };
  return `${new Intl.NumberFormat(document.documentElement.lang, digits).format(value)}\u00a0${unit}`;
}

export function drawFiles(files) {
  const list = document.createElement("ul");
  list.className = "files";
  list.setAttribute("role", "list");
  list.append(...files.map(draw));
  return list;
}

function draw({ name, size }) {
  const [item, line, words, said, small] = ["li", "span", "span", "bdi", "small"].map((tag) => document.createElement(tag));
  line.className = "attachment";
  said.lang = "und";
  said.textContent = name;
  small.textContent = fileSize(size);
  words.append(said, " ", small);
  line.append(icon("file"), words);
  item.append(line);
  return item;
}
