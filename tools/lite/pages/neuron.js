// The neuron on the landing page: the picture that nnlib/pictures/neuron.py draws, to the last
// stroke, and the training that nnlib/training.py does. A test compares them.
const WIDTH = 430, HEIGHT = 324, HEAD = 34, INPUTS = 44, SUM = 196, OUTPUT = 382;
const CURVE = [254, 328], HALF = 46, TALLEST = 0.92, FURTHEST = 6, NAME = 6, SHARE_OF_LINE = 0.46;
const RADII = [26, 30, 34], WIDEST = 9, PALE = 0.35, PILL = 20, LETTER = 0.64;
const FONT_SIZE = 15, SMALL = 14, MINUS = "\u2212", TOLERANCE = 0.1;
const INK = "var(--jp-content-font-color1,var(--vscode-editor-foreground,CanvasText))";
const PAGE = "var(--jp-layout-color0,var(--vscode-editor-background,Canvas))";
const COLOURS = {
  ink: INK, page: PAGE, positive: "var(--nn-positive,#2486C4)",
  negative: "var(--nn-negative,#D55E00)", "blue tint": "var(--nn-blue-tint,#74ADDB)",
  "orange tint": "var(--nn-orange-tint,#F0C4A2)",
};

export function sigmoid(sum) {
  return 1 / (1 + Math.exp(-sum));
}

/** Return what a neuron makes of a row: what is added up, the sum, the output. */
export function work(weights, inputs) {
  const added = inputs.map((value, place) => value * weights[place]);
  const sum = added.reduce((total, each) => total + each, 0);
  return { added, sum, output: sigmoid(sum) };
}

/** Return whether an output is within 0.1 of its target. */
export function isRight(output, target) {
  return Math.abs(output - target) <= TOLERANCE + 1e-12;
}

/** Return the weights after one epoch of gradient descent over all rows, with half the squares. */
export function learn(weights, { inputs, targets }, rate = 1) {
  const deltas = inputs.map((row, at) => {
    const { output } = work(weights, row);
    return (targets[at] - output) * output * (1 - output);
  });
  return weights.map((weight, place) =>
    inputs.reduce((total, row, at) => total + rate * deltas[at] * row[place], weight),
  );
}

/** Return the picture of a neuron at a row, as SVG. */
export function picture(weights, names, inputs, target) {
  const { added, sum, output } = work(weights, inputs);
  const middle = (HEAD + HEIGHT) / 2;
  const mark = isRight(output, target) ? "✔" : "✘";
  const parts = [
    words(2, 22, heading(inputs), "start", { bold: true }),
    words(WIDTH - 20, 22, "dashed: negative", "end", { size: SMALL }),
    ...weightedInputs(weights, names, inputs, middle),
    line(SUM, middle, OUTPUT, middle, "ink", 2),
    ...circle(SUM, middle, RADII[2], "weighted sum", signed(sum)),
    ...curve(sum, output, middle),
    ...circle(OUTPUT, middle, RADII[2], "output", fixed(output, 2), output),
    words(OUTPUT, middle + RADII[2] + 18, `${mark} target ${target}`, "middle", { size: SMALL }),
    words(WIDTH - 8, HEIGHT - 12, `${addition(added)} = ${plain(sum)}`, "end", { size: SMALL }),
  ];
  const heard = `${heading(inputs)}: ${inWords(weights, names, inputs, target)}`;
  return (
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${heard}" ` +
    `font-size="${FONT_SIZE}" font-family="sans-serif" fill="${INK}">${parts.join("")}</svg>`
  );
}

/** Say the same in words. */
export function inWords(weights, names, inputs, target) {
  const { added, sum, output } = work(weights, inputs);
  const said = names.map((name, place) => `${name} ${signed(weights[place])}`).join(", ");
  const given = names.map((name, place) => `${name} ${inputs[place]}`).join(", ");
  return (
    `Inputs: ${given}. Weights: ${said}. Weighted sum ${addition(added)} = ${plain(sum)}; output ` +
    `${fixed(output, 2)}, target ${target}, ${isRight(output, target) ? "right" : "not right"}`
  );
}

/** Write a weight with its sign; what rounds to 0 is +0.00. */
export function signed(value, decimals = 2) {
  const text = fixed(Math.abs(value), decimals);
  return `${value < 0 && Number(text) ? MINUS : "+"}${text}`;
}

function heading(inputs) {
  return `The neuron at row ${inputs.join(" ")}`;
}

function plain(value) {
  return signed(value).replace(/^\+/, "");
}

function addition(added) {
  return added
    .map(plain)
    .reduce((text, next) =>
      next.startsWith(MINUS) ? `${text} ${MINUS} ${next.slice(1)}` : `${text} + ${next}`,
    );
}

function weightedInputs(weights, names, inputs, middle) {
  const pitch = (HEIGHT - HEAD) / weights.length;
  const radius = Math.min(RADII[0], pitch / 2 - 14);
  const lines = [], circles = [], numbers = [];
  weights.forEach((weight, place) => {
    const y = HEAD + pitch * (place + 0.5) + NAME;
    const width = 1 + ((WIDEST - 1) * Math.abs(weight)) / (Math.abs(weight) + 4);
    const colour = weight >= 0 ? "positive" : "negative";
    const opacity = inputs[place] ? 1 : PALE;
    lines.push(line(INPUTS, y, SUM, middle, colour, width, weight < 0 ? "9 6" : "", opacity));
    circles.push(
      ...circle(INPUTS, y, radius, names[place], String(inputs[place]), (1 + inputs[place]) / 2),
    );
    const [from, to] = [INPUTS + RADII[0], SUM - RADII[2]];
    numbers.push(
      ...pill(between(from, to, SHARE_OF_LINE), between(y, middle, SHARE_OF_LINE), weight, colour),
    );
  });
  return [...lines, ...circles, ...numbers];
}

function between(start, end, share) {
  return (1 - share) * start + share * end;
}

function pill(x, y, weight, colour) {
  const text = signed(weight);
  const width = textWidth(text, SMALL) + 8;
  const look = { corner: PILL / 2, fill: "page", stroke: colour, line: 1.5 };
  return [
    box(x - width / 2, y - PILL / 2, width, PILL, look),
    words(x, y + 5, text, "middle", { size: SMALL }),
  ];
}

function circle(x, y, radius, name, text, share = null) {
  const size = Math.min(FONT_SIZE, 1.3 * radius, (1.8 * radius) / textWidth(text, 1));
  const parts = [
    words(x, y - radius - NAME, name, "middle", { halo: true, size: SMALL }),
    ring(x, y, radius, "page", "ink", 2),
  ];
  if (share !== null) {
    const look = { corner: radius, fill: share >= 0.5 ? "blue tint" : "orange tint", stroke: "ink",
      line: 2, opacity: Math.min(Math.abs(2 * share - 1), 1) };
    parts.push(box(x - radius, y - radius, 2 * radius, 2 * radius, look));
  }
  return [...parts, words(x, y + 0.36 * size, text, "middle", { bold: true, size })];
}

function curve(sum, output, middle) {
  const [left, right] = CURVE;
  const [top, bottom, zero] = [middle - HALF, middle + HALF, (left + right) / 2];
  const across = (at) =>
    left + ((right - left) * (Math.min(Math.max(at, -FURTHEST), FURTHEST) / FURTHEST + 1)) / 2;
  const up = (share) => middle - 2 * HALF * TALLEST * (share - 0.5);
  const [x, y] = [across(sum), up(output)];
  const colour = sum >= 0 ? "positive" : "negative";
  const points = Array.from({ length: 49 }, (_, at) => -FURTHEST + at / 4);
  return [
    box(left, top, right - left, bottom - top, { corner: 6, fill: "page", stroke: "ink", line: 1 }),
    line(left, middle, right, middle, "ink", 1, "", 0.25),
    line(zero, top, zero, bottom, "ink", 1, "", 0.25),
    polyline(points.map((at) => [across(at), up(sigmoid(at))]), "ink", 2),
    polyline([[x, bottom], [x, y], [right, y]], colour, 1.5, "9 6"),
    ring(x, y, 6, colour, null, 0),
    words(zero, top - NAME, "sigmoid", "middle", { size: SMALL }),
    ...[[left, `${MINUS}${FURTHEST}`], [zero, "0"], [right, `${FURTHEST}`]].map(([at, text]) =>
      words(at, bottom + 18, text, "middle", { size: SMALL }),
    ),
  ];
}

function line(x1, y1, x2, y2, colour, width, dashes = "", opacity = 1) {
  const places = `x1="${one(x1)}" y1="${one(y1)}" x2="${one(x2)}" y2="${one(y2)}"`;
  return `<line ${places} ${stroke(colour, width, dashes, opacity)}/>`;
}

function polyline(points, colour, width, dashes = "") {
  const corners = points.map(([x, y]) => `${one(x)},${one(y)}`).join(" ");
  return `<polyline points="${corners}" fill="none" ${stroke(colour, width, dashes, 1)}/>`;
}

function stroke(colour, width, dashes, opacity) {
  const dashed = dashes ? ` stroke-dasharray="${dashes}"` : "";
  const pale = opacity < 1 ? ` stroke-opacity="${opacity}"` : "";
  return `stroke="${COLOURS[colour]}" stroke-width="${figures(width)}"${dashed}${pale}`;
}

function box(x, y, width, height, { corner, fill, stroke, line, opacity = 1 }) {
  const places = `x="${one(x)}" y="${one(y)}" width="${one(width)}" height="${one(height)}"`;
  const pale = opacity < 1 ? ` fill-opacity="${figures(opacity)}"` : "";
  const look = `fill="${COLOURS[fill]}" stroke="${COLOURS[stroke]}" stroke-width="${line}"`;
  return `<rect ${places} ${look} rx="${one(corner)}"${pale}/>`;
}

function ring(x, y, radius, fill, edge, width) {
  const look = `fill="${COLOURS[fill]}" stroke="${edge ? COLOURS[edge] : "none"}"`;
  const place = `cx="${one(x)}" cy="${one(y)}" r="${one(radius)}"`;
  return `<g ${look} stroke-width="${width}"><circle ${place}/></g>`;
}

function words(x, y, text, anchor, { bold = false, halo = false, size = FONT_SIZE } = {}) {
  let look = bold ? ' font-weight="bold"' : "";
  if (size !== FONT_SIZE) look += ` font-size="${Number(size.toPrecision(6))}"`;
  if (halo) {
    look += ` stroke="${PAGE}" stroke-width="9.0" stroke-linejoin="round" paint-order="stroke"`;
  }
  return `<text x="${one(x)}" y="${one(y)}" text-anchor="${anchor}"${look}>${text}</text>`;
}

function textWidth(text, size) {
  return LETTER * size * text.length;
}

function figures(value) {
  return String(Number(value.toPrecision(3)));
}

function one(value) {
  return fixed(value, 1);
}

/** Write a number with so many decimals; a half goes to the even digit, as in Python. */
function fixed(value, decimals) {
  const halves = value * 2 ** (decimals + 1);
  if (Number.isInteger(halves) && halves % 2) {
    const low = Math.floor(value * 10 ** decimals);
    return ((low % 2 ? low + 1 : low) / 10 ** decimals).toFixed(decimals);
  }
  return value.toFixed(decimals);
}
