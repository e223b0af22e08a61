// Replaces what changed as the server sends it; without this the page reloads itself.
const live = document.getElementById("live");
const pause = document.getElementById("pause");
let paused = false;
pause.hidden = false;
pause.addEventListener("click", () => {
  paused = !paused;
  pause.textContent = paused ? "Go on" : "Pause";
});
const source = new EventSource("events" + location.search);
source.addEventListener("update", (event) => {
  // A selection in the text would be lost under the reader's hand.
  if (paused || !getSelection().isCollapsed) return;
  const sent = document.createElement("template");
  sent.innerHTML = event.data;
  for (const now of sent.content.querySelectorAll("[id]")) {
    const shown = document.getElementById(now.id);
    // What stays the same is left alone, or a screen reader would tell it again; so is where the keyboard is.
    if (shown && !shown.isEqualNode(now) && !shown.contains(document.activeElement)) shown.replaceWith(now);
  }
});
source.addEventListener("error", () => {
  const state = document.getElementById("state");
  state.className = "state bad";
  state.textContent = "no connection to the worker";
});
