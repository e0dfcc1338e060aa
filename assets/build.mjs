// Makes registry/static/registry/site.css and the pictures that it names, from USWDS and the
// two files beside this one. `make css` runs it; CI shows that what is committed is current.
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "lightningcss";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const uswds = join(here, "node_modules/@uswds/uswds");
const root = dirname(here);
const built = join(root, "registry/static/registry");
// Where classes and tags of public pages are written.
const pages = [
  "templates/*.html",
  "templates/registry/**/*.html",
  "registry/{prose,templatetags}/*.py",
  "registry/static/registry/page.js",
];
// What templates show as <img>.
const pictures = ["us_flag_small.png", "icon-dot-gov.svg", "icon-https.svg"];

const compiled = sass.compile(join(here, "site.scss"), {
  loadPaths: [join(uswds, "packages")],
  quietDeps: true,
}).css;

const [used] = await new PurgeCSS().purge({
  content: pages.map((place) => join(root, place)),
  css: [{ raw: compiled }],
  defaultExtractor: (text) => text.match(/[\w:-]+/g) ?? [],
});

const small = transform({
  code: Buffer.from(used.css),
  filename: "site.css",
  minify: true,
}).code.toString();

const css = postcss.parse(small);
const names = new Map();
const daylight = css.nodes.find((rule) => rule.selector === ":root");
daylight.walkDecls(/^--/, ({ prop, value: written }) => {
  const value = written === "white" ? "#fff" : written;
  if (names.has(value)) throw new Error(`${prop} and ${names.get(value)} are both ${value}.`);
  names.set(value, prop);
});
// A shadow that hid the focus ring of old Firefox, in a colour of its own.
css.walkDecls("text-shadow", (declaration) => declaration.remove());
css.walkAtRules("font-face", (rule) => rule.remove());
css.walkDecls(/^(?!--)/, (declaration) => {
  declaration.value = declaration.value.replace(/#[0-9a-f]{3,8}\b/g, (color) => {
    if (color === "#0000") return color;
    const [solid, alpha] = color.length === 9 ? [color.slice(0, 7), color.slice(7)] : [color];
    const name = names.get(solid);
    if (!name) {
      const place = `${declaration.parent.selector}: ${declaration.prop}`;
      throw new Error(`${place} is ${color}, which is not in theme.scss.`);
    }
    if (!alpha) return `var(${name})`;
    const share = Math.round((parseInt(alpha, 16) / 255) * 100);
    return `color-mix(in srgb,var(${name}) ${share}%,transparent)`;
  });
});
const unused = [...names.values()].filter((name) => !css.toString().includes(`var(${name})`));
css.walkDecls(/^--/, (declaration) => unused.includes(declaration.prop) && declaration.remove());
css.walkDecls((declaration) => {
  declaration.value = declaration.value.replace(/url\("?([^")]+)"?\)/g, (_, address) => {
    pictures.push(address.replace(/^img\//, ""));
    return `url(img/${basename(address)})`;
  });
});

rmSync(join(built, "img"), { recursive: true, force: true });
mkdirSync(join(built, "img"));
for (const picture of new Set(pictures)) {
  copyFileSync(join(uswds, "dist/img", picture), join(built, "img", basename(picture)));
}
writeFileSync(
  join(built, "site.css"),
  `/* Made by \`make css\` from assets/; do not edit. Contains parts of the U.S. Web Design System. */\n${css}\n`,
);
