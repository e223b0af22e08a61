
(() => {
  "use strict";
  // One line for each quote, from its note to the mention of its speaker in the text.
  const NS = "http://www.w3.org/2000/svg";
  const svg = document.body.appendChild(document.createElementNS(NS, "svg"));
  svg.id = "lines";
  const notes = [...document.querySelectorAll("[data-quote]")];
  const parts = (n) => document.querySelectorAll(`[data-q="${n}"],[data-s="${n}"],[data-cue="${n}"]`);
  const draw = () => {
    svg.replaceChildren();
    const base = document.body.getBoundingClientRect();
    const taken = new Map();
    for (const note of notes) {
      const speaker = document.querySelector(`[data-s="${note.dataset.quote}"]`);
      if (!speaker) continue;
      const from = note.getBoundingClientRect();
      const boxes = speaker.getClientRects();
      const to = boxes[boxes.length - 1];
      const [x1, y1] = [from.left - base.left, from.top - base.top + 9];
      // Lines under one line of text lie side by side.
      const level = Math.round(to.bottom - base.top);
      const [x2, y2] = [to.right - base.left + 2, level - 1 + 3 * (taken.get(level) ?? 0)];
      taken.set(level, (taken.get(level) ?? 0) + 1);
      const path = document.createElementNS(NS, "path");
      path.setAttribute("class", note.className);
      path.dataset.line = note.dataset.quote;
      // Along the gutter first, then under the line of text: words stay readable.
      const gutter = x1 - 14 - 3 * (note.dataset.quote % 4);
      path.setAttribute("d", `M${x1} ${y1} H${gutter} V${y2} H${x2}`);
      svg.append(path);
    }
  };
  const light = (n, on) => {
    for (const part of parts(n)) part.classList.toggle("lit", on && part.dataset.s === n);
    svg.querySelector(`[data-line="${n}"]`)?.classList.toggle("lit", on);
  };
  for (const note of notes) {
    const n = note.dataset.quote;
    const both = [note, ...document.querySelectorAll(`[data-q="${n}"]`)];
    for (const part of both) {
      part.addEventListener("mouseenter", () => light(n, true));
      part.addEventListener("mouseleave", () => light(n, false));
    }
    note.addEventListener("focus", () => light(n, true));
    note.addEventListener("blur", () => light(n, false));
  }
  addEventListener("resize", draw);
  addEventListener("load", draw);
  draw();
})();
