// In the page: a place to draw, and beside it the image of 8 x 8 squares that a network sees of it.
// `strokes` goes to the kernel while one draws, which answers with `value`; a square that is
// pressed changes `value` at once. The buttons go the same way, so they cannot overtake a stroke.
const SIDE = 1000, INK = 16, SQUARES = 8;
const MILLISECONDS = 50;  // between two messages to the kernel
const LEAST_MOVE = 6;  // thousandths of the side

export default {
  render({model, el}) {
    el.classList.add("nn-canvas");
    el.innerHTML = `
      <div><h4>Write here</h4> <span>mouse, finger or pen</span>
        <svg viewBox="0 0 ${SIDE} ${SIDE}" role="img"
          aria-label="Write a digit here with mouse, finger or pen. With the keyboard, paint the squares beside it."></svg></div>
      <div><h4>What the network sees</h4> <span></span>
        <div role="grid" aria-label="What the network sees: 8 by 8 squares from 0, paper, to 16, ink. Arrows move, space paints."></div></div>`;
    letPress(model, el);
    const undo = [letDraw(model, el.querySelector("svg")), letPaint(model, el.querySelector("[role=grid]"))];
    const name = el.querySelectorAll("span")[1];
    const tell = () => { name.textContent = model.get("name"); };
    model.on("change:name", tell);
    tell();
    return () => {
      undo.forEach(each => each());
      model.off("change:name", tell);
    };
  },
};

function letPress(model, el) {
  const row = el.appendChild(document.createElement("p"));
  row.className = "nn-row nn-tight";
  const titles = {Undo: "take back the last stroke or square", Clear: "begin with empty paper"};
  for (const [name, title] of Object.entries(titles)) {
    const button = row.appendChild(document.createElement("button"));
    button.className = "jupyter-button widget-button";  // as those of ipywidgets look
    button.textContent = name;
    button.title = title;
    button.onclick = () => {
      model.set("pressed", [...model.get("pressed"), name]);
      model.save_changes();
    };
  }
}

function letDraw(model, paper) {
  let stroke = null, pointer = null, timer = null;

  function place(event) {
    const {left, top, width, height} = paper.getBoundingClientRect();
    const inside = share => Math.round(SIDE * Math.min(Math.max(share, 0), 1));
    return [inside((event.clientX - left) / width), inside((event.clientY - top) / height)];
  }

  function add(event) {
    const [x, y] = place(event), [beforeX, beforeY] = stroke.slice(-2);
    if (Math.hypot(x - beforeX, y - beforeY) >= LEAST_MOVE) stroke.push(x, y);
  }

  function draw() {
    const strokes = [...model.get("strokes"), ...(stroke ? [stroke] : [])];
    const grid = Array.from({length: 7}, (_, i) => `M${125 * (i + 1)} 0V1000M0 ${125 * (i + 1)}H1000`);
    const lines = strokes.map(each => `M${each.slice(0, 2)}L${each.length > 2 ? each.slice(2) : each}`);
    paper.innerHTML = `<path class="nn-squares" d="${grid.join("")}"/><path d="${lines.join("")}"/>`;
  }

  // A copy in "drawing", not in "strokes": what the kernel says meanwhile cannot undo a stroke.
  function send() {
    timer = null;
    model.set("drawing", stroke ? [...stroke] : []);
    model.save_changes();
  }

  function end(event) {
    if (event.pointerId !== pointer) return;
    clearTimeout(timer);
    timer = null;
    model.set("strokes", [...model.get("strokes"), stroke]);
    model.set("drawing", []);
    stroke = pointer = null;
    model.save_changes();
    draw();
  }

  paper.onpointerdown = event => {
    if (stroke || event.button) return;  // a second finger, another button
    event.preventDefault();
    pointer = event.pointerId;
    paper.setPointerCapture(pointer);
    stroke = place(event);
    timer ??= setTimeout(send, MILLISECONDS);
    draw();
  };
  paper.onpointermove = event => {
    if (event.pointerId !== pointer) return;
    const all = event.getCoalescedEvents?.() ?? [];
    (all.length ? all : [event]).forEach(add);
    timer ??= setTimeout(send, MILLISECONDS);
    draw();
  };
  paper.onpointerup = paper.onpointercancel = end;
  model.on("change:strokes", draw);
  draw();
  return () => {
    clearTimeout(timer);
    model.off("change:strokes", draw);
  };
}

function letPaint(model, grid) {
  let at = 0, ink = null;
  for (let row = 0; row < SQUARES; row++) {
    const line = grid.appendChild(document.createElement("div"));
    line.setAttribute("role", "row");
    for (let column = 0; column < SQUARES; column++)
      line.appendChild(document.createElement("div")).setAttribute("role", "gridcell");
  }
  const cells = [...grid.querySelectorAll("[role=gridcell]")];

  function show() {
    model.get("value").forEach((value, place) => {
      const cell = cells[place], grey = Math.round(255 * (1 - value / INK));
      cell.textContent = value;
      cell.setAttribute(
        "aria-label", `row ${1 + Math.floor(place / SQUARES)}, column ${1 + place % SQUARES}: ${value}`);
      cell.style.background = `rgb(${grey}, ${grey}, ${grey})`;
      cell.style.color = value > INK / 2 ? "white" : value ? "black" : "#6b6b6b";
      cell.tabIndex = place === at ? 0 : -1;
    });
  }

  function paint(place, value) {
    if (model.get("value")[place] === value) return;
    model.set("value", model.get("value").with(place, value));
    model.save_changes();
    show();
  }

  const other = place => model.get("value")[place] > INK / 2 ? 0 : INK;
  const under = event => cells.indexOf(document.elementFromPoint(event.clientX, event.clientY));

  grid.onpointerdown = event => {
    const place = under(event);
    if (place < 0 || event.button) return;
    grid.setPointerCapture(event.pointerId);
    ink = other(place);
    at = place;
    paint(place, ink);
    show();
  };
  grid.onpointermove = event => {
    const place = ink === null ? -1 : under(event);
    if (place >= 0) paint(place, ink);
  };
  grid.onpointerup = grid.onpointercancel = () => { ink = null; };
  grid.onkeydown = event => {
    const step = {ArrowLeft: -1, ArrowRight: 1, ArrowUp: -SQUARES, ArrowDown: SQUARES}[event.key];
    const isPress = event.key === " " || event.key === "Enter";
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || !(step || isPress)) return;
    event.preventDefault();
    if (isPress) return paint(at, other(at));
    const column = at % SQUARES + (Math.abs(step) === 1 ? step : 0);
    if (column < 0 || column >= SQUARES || !cells[at + step]) return;
    at += step;
    show();
    cells[at].focus();
  };
  model.on("change:value", show);
  show();
  return () => model.off("change:value", show);
}
