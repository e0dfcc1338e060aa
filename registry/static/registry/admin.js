// The page of a record says that it is open, and tells who else has it open. Without this
// file all works; only the notice is as old as the page.
(() => {
  const notice = document.getElementById("others-here");
  if (!notice) return;
  const field = (name) => document.querySelector(`#content-main form [name=${name}]`)?.value ?? "";

  const say = (message) => {
    if (notice.textContent !== message) notice.textContent = message;
    notice.hidden = !message;
  };

  const tell = async (more = {}) => {
    const body = new URLSearchParams({ _seen: field("_seen"), ...more });
    const headers = { "X-CSRFToken": field("csrfmiddlewaretoken") };
    const sent = { method: "POST", body, headers, keepalive: true, redirect: "manual" };
    const answer = await fetch(notice.dataset.here, sent);
    if (!answer.headers.get("Content-Type")?.includes("json")) {
      say("Your session has ended. Go on typing and save: you are asked to sign in, and nothing is lost.");
      return;
    }
    const { others = [], overtaken } = await answer.json();
    const lines = others.map((one) => `${one}.`);
    if (overtaken) lines.push("Somebody saved this record since you opened it; if you save, you see both versions and choose.");
    say(lines.join(" "));
  };

  const quietly = (more) => tell(more).catch(() => {}); // the server may be away for a moment
  quietly();
  setInterval(quietly, 30_000);
  addEventListener("pagehide", () => quietly({ left: 1 }));
  addEventListener("pageshow", (event) => event.persisted && quietly());
})();
