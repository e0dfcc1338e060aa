"""What a page is held to in a browser. Each gate tells the faults of the page that is open,
a sentence each; a page without faults passes. `LISTEN` must run before any page loads."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
AXE = ROOT / "assets/node_modules/axe-core/axe.min.js"
RULES = "wcag2a wcag2aa wcag21a wcag21aa wcag22aa best-practice".split()
COLORS = ["color-contrast", "link-in-text-block"]

LISTEN = """
window.heard = [];
window.moves = [];
document.addEventListener("securitypolicyviolation", (event) => window.heard.push(
  `${event.effectiveDirective} forbids ${event.blockedURI} ${event.sourceFile ?? ""}:${event.lineNumber}`
));
document.addEventListener("DOMContentLoaded", () => requestAnimationFrame(() =>
  requestAnimationFrame(() => { window.laidOut = performance.now(); })
));
new PerformanceObserver((list) => {
  window.moves.push(...list.getEntries());
}).observe({ type: "layout-shift", buffered: true });
"""


def forbidden(page) -> list[str]:
    """What the content security policy stopped."""
    return page.evaluate("heard")


def shifts(page) -> list[str]:
    """By how much the page moved once its HTML was there and laid out: when a picture came,
    or a style. (While a long table is still coming in, its columns find their widths.) Less
    than a hundredth of the window is no more than a rounding."""
    moved = page.evaluate(
        """async () => {
          const painted = () => new Promise((done) => requestAnimationFrame(done));
          await painted();
          await painted();
          const late = window.moves.filter((one) => one.startTime > laidOut && !one.hadRecentInput);
          return late.reduce((sum, one) => sum + one.value, 0);
        }"""
    )
    return [f"the page moved by {moved:.3f}"] if moved >= 0.01 else []


def barriers(page) -> list[str]:
    """What axe-core finds, as the page looks now."""
    # The size of targets is off unless asked for.
    return _axe(page, {"type": "tag", "values": RULES}, {"target-size": {"enabled": True}})


def pale(page) -> list[str]:
    """What axe-core finds of colors: by night nothing else of a page is another."""
    return _axe(page, {"type": "rule", "values": COLORS}, {})


def _axe(page, asked: dict, rules: dict) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async ([runOnly, rules]) => {
          const { violations } = await axe.run({ runOnly, rules, resultTypes: ["violations"] });
          return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html}`));
        }""",
        [asked, rules],
    )
    return [one[:300] for one in found]


def too_wide(page) -> list[str]:
    """Does the window scroll sideways? And what sticks out."""
    return page.evaluate(
        """() => {
          const { scrollWidth, clientWidth } = document.scrollingElement;
          if (scrollWidth <= clientWidth) return [];
          const out = [...document.body.querySelectorAll("*")].filter(
            (one) => one.getBoundingClientRect().right > clientWidth
          );
          const what = out.slice(0, 3).map((one) => one.outerHTML.slice(0, 80));
          return [`${scrollWidth} wide in ${clientWidth}: ${what.join(" | ")}`];
        }"""
    )


# Of a long page the keyboard is tried on so many: its rows are all alike.
MANY = 100
# A box that scrolls is reached too; it is none of these.
REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"


def unreached(page) -> list[str]:
    """What Tab does not reach in the order of the page, with a ring around it, in view."""
    expected = page.evaluate(
        """([reached, many]) => {
          const all = [...document.querySelectorAll(reached)];
          const there = all.filter((one) => one.checkVisibility() && !one.disabled);
          window.stops = there.slice(0, many);
          window.went = [];
          addEventListener("keyup", ({ key }) => {
            const one = document.activeElement;
            // A box for a date has stops of its own.
            if (key !== "Tab" || !one.matches(reached) || one === window.last) return;
            window.last = one;
            for (const moving of document.getAnimations()) moving.finish();
            const { outlineStyle, outlineWidth } = getComputedStyle(one);
            const { left, top, right, bottom } = [...one.getClientRects()].find((line) => line.width);
            const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
            const on_top = [left + 2, (left + right) / 2, right - 2]
              .map((x) => document.elementFromPoint(x, y))
              .find((it) => one.contains(it) || (it?.contains(one) && it !== document.body));
            window.went.push({
              place: stops.indexOf(one),
              ringed: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
              seen: Boolean(on_top),
            });
          });
          document.activeElement.blur();
          getSelection().removeAllRanges();
          scrollTo(0, 0);
          return stops.map((one) => one.outerHTML.slice(0, 120));
        }""",
        [REACHED, MANY],
    )
    for _ in range(10):
        for _ in range(len(expected) - page.evaluate("went.length")):
            page.keyboard.press("Tab")
    went = page.evaluate("went")
    faults = []
    if not expected or "usa-skipnav" not in expected[0]:
        faults.append("the link to the content is not first")
    for place, name in enumerate(expected):
        if place >= len(went) or went[place]["place"] != place:
            faults.append(f"not reached in its order: {name}")
            break
        if not went[place]["ringed"]:
            faults.append(f"no ring around {name}")
        if not went[place]["seen"]:
            faults.append(f"hidden while it has the focus: {name}")
    return faults


def kept(page) -> list[str]:
    """What the site left behind in the reader's browser."""
    stored = page.evaluate("Object.keys({ ...localStorage, ...sessionStorage })")
    return [f"a cookie: {one['name']}" for one in page.context.cookies()] + [
        f"stored: {one}" for one in stored
    ]
