// Keeps the bar of an import's page moving: the page itself is asked for anew every other
// second and its bar put in place of ours. Without scripts a link on the page does the same.
"use strict";

const PAUSE = 2000;
const shown = document.getElementById("work");
const said = document.getElementById("work-said");
let told = "";

// To a screen reader each tenth of the way is news, and not every row.
function announce(work) {
    const bar = work.querySelector("progress");
    const tenths = bar && bar.hasAttribute("value") ? Math.floor((10 * bar.value) / bar.max) : -1;
    const news = tenths < 0 ? work.querySelector("p:not(:has(progress))").textContent : `${10 * tenths} %`;
    if (news !== told) {
        told = said.textContent = news;
    }
}

async function look() {
    try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const work = page.getElementById("work");
        if (!work || "interrupted" in work.dataset) {
            location.reload();
            return;
        }
        announce(work);
        // The Cancel button keeps its place, and whoever is on it keeps theirs.
        const here = shown.querySelectorAll("h2, p");
        const there = work.querySelectorAll("h2, p");
        const sameButtons =
            shown.querySelectorAll("form").length === work.querySelectorAll("form").length;
        if (here.length === there.length && sameButtons) {
            here.forEach((one, place) => one.replaceChildren(...there[place].childNodes));
        } else {
            shown.replaceChildren(...work.childNodes);
        }
    } catch {
        // The site may just be starting anew.
    }
    setTimeout(look, PAUSE);
}

setTimeout(look, PAUSE);
