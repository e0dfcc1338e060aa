// Two things that only a script can do for who shares a page: copy its address, and print it.
// Without scripts the address stands there to be copied by hand.
"use strict";

const tools = document.querySelector(".page-tools");
const address = tools.querySelector(".page-tools__address");
const said = document.createElement("span");
said.setAttribute("role", "status");

function put(element) {
    const item = document.createElement("li");
    item.append(element);
    tools.append(item);
}

function offer(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "usa-button usa-button--unstyled";
    button.textContent = words;
    button.addEventListener("click", act);
    put(button);
}

offer("Copy the link", async () => {
    try {
        await navigator.clipboard.writeText(address.href);
        said.textContent = "Copied.";
    } catch {
        // Not every browser lets a page do so: mark it, so that one key copies it.
        getSelection().selectAllChildren(address);
        said.textContent = "The link is marked: copy it with your keyboard or menu.";
    }
});
offer("Print", () => print());
put(said);
