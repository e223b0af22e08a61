// Replaces what changes as the server sends it; without this the page reloads itself.
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
  if (!paused && getSelection().isCollapsed) live.innerHTML = event.data;
});
source.addEventListener("error", () => {
  const state = live.querySelector(".state");
  state.className = "state bad";
  state.textContent = "no connection to the worker";
});
