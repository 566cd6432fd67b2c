// The landing page: a neuron to move, what has been done, what comes next, and what is missing.
import { isRight, learn, picture, signed, work } from "./neuron.js";

const course = JSON.parse(document.body.dataset.course);
const WIDEST = 10; // of a weight, on its slider
const EPOCHS_A_SECOND = 50;
const SECONDS = 5;
const SHOWN = 2; // the row 1 0 1 of the table

moveTheNeuron(course.neuron);
tellWhatIsMissing();
keepThisPage();
showProgress(course.lessons);

function moveTheNeuron(table) {
  const sliders = [...document.querySelectorAll(".row input")];
  const place = document.getElementById("picture");
  const inputs = table.inputs[SHOWN];
  const target = table.targets[SHOWN];
  let weights = table.weights;
  let lesson = 0; // the training under way has this number; another one ends it

  function show() {
    place.innerHTML = picture(weights, table.names, inputs, target);
    const { output } = work(weights, inputs);
    const isDone = isRight(output, target);
    const words = isDone ? "✔ done" : "";
    const done = document.getElementById("done");
    if (done.textContent !== words) done.textContent = words;
    sliders.forEach((slider, at) => showSlider(slider, weights[at]));
  }

  function teach() {
    const mine = (lesson += 1);
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      for (let epoch = 0; epoch < SECONDS * EPOCHS_A_SECOND; epoch += 1) {
        weights = learn(weights, table);
      }
      show();
      return;
    }
    const began = performance.now();
    let epoch = 0;
    requestAnimationFrame(function frame(now) {
      if (mine !== lesson) return;
      const seconds = Math.min((now - began) / 1000, SECONDS);
      for (; epoch < seconds * EPOCHS_A_SECOND; epoch += 1) weights = learn(weights, table);
      show();
      if (seconds < SECONDS) requestAnimationFrame(frame);
    });
  }

  sliders.forEach((slider, at) => {
    slider.addEventListener("input", () => {
      lesson += 1;
      weights = weights.map((weight, other) => (other === at ? Number(slider.value) : weight));
      show();
    });
  });
  document.getElementById("learn").addEventListener("click", teach);
  show();
}

function showSlider(slider, weight) {
  slider.value = weight;
  slider.setAttribute("aria-valuetext", signed(weight));
  const row = slider.closest(".row");
  row.querySelector("output").textContent = signed(weight);
  const bar = row.querySelector(".bar");
  bar.setAttribute("x2", `${50 + (50 * Math.min(Math.max(weight, -WIDEST), WIDEST)) / WIDEST}%`);
  bar.classList.toggle("negative", weight < 0);
}

function tellWhatIsMissing() {
  const words = [];
  if (!("Suspending" in WebAssembly)) {
    words.push(
      "This browser is too old to run Python. Chrome or Edge 137, Firefox 153, Safari 27 or newer can.",
    );
  }
  if (!("serviceWorker" in navigator)) {
    words.push(
      "Python cannot run here: the address must begin with https, and the window must not be a private one.",
    );
  }
  if (!words.length) return;
  const line = document.getElementById("missing");
  line.textContent = `${words.join(" ")} You can read every lesson, or take the course to your computer.`;
  line.hidden = false;
}

/** Keep what was loaded for the next time: JupyterLite's pages take the same worker over. */
async function keepThisPage() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register("service-worker.js?enableCache=false").catch(() => {});
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage([]); // it knows what this page needs
}

async function showProgress(lessons) {
  const kept = await storedFiles().catch(() => new Map());
  const exercises = exercisesIn(kept.get("my_course/progress.json"));
  const all = lessons.flatMap(namesOf);
  let last = null; // in which somebody has worked
  for (const lesson of lessons) {
    const names = namesOf(lesson);
    const right = names.filter((name) => entryOf(name, exercises, all)?.right === true);
    lesson.isDone = right.length === names.length && right.length > 0;
    showLesson(lesson, right);
    const worked = Date.parse(kept.get(`my_course/${lesson.file}`)?.last_modified);
    if (worked > (last?.worked ?? 0)) last = { worked, lesson };
  }
  if (last === null) return;
  const at = lessons.indexOf(last.lesson);
  const next = last.lesson.isDone ? (lessons[at + 1] ?? last.lesson) : last.lesson;
  const go = document.getElementById("next");
  go.href = `notebooks/index.html?path=my_course/${next.file}`;
  go.textContent = `Go on with ${next.label}`;
  const run = document.querySelector(`[data-file="${CSS.escape(last.lesson.file)}"] .run`);
  run.textContent = "Go on";
  run.setAttribute("aria-label", `Go on with ${last.lesson.label}`);
}

function showLesson(lesson, right) {
  const row = document.querySelector(`[data-file="${CSS.escape(lesson.file)}"]`);
  const bar = row.querySelector("progress");
  if (!bar || !right.length) return;
  bar.value = right.length;
  const rightOf = (kind) => lesson.kinds[kind].filter((name) => right.includes(name)).length;
  row.querySelector(".count").textContent = lesson.progress.replace(/{(\w+)}/g, (_, kind) => rightOf(kind));
}

function namesOf(lesson) {
  return Object.values(lesson.kinds).flat();
}

/** Return what is kept of an exercise; one that has moved is known by the word after its dot. */
function entryOf(name, exercises, all) {
  if (Object.hasOwn(exercises, name)) return exercises[name];
  const word = name.split(".").pop();
  const old = Object.keys(exercises).filter((each) => each.split(".").pop() === word);
  const alike = all.filter((each) => each.split(".").pop() === word);
  const hasMoved = old.length === 1 && alike.length === 1 && !all.includes(old[0]);
  return hasMoved ? exercises[old[0]] : undefined;
}

function exercisesIn(file) {
  try {
    const { exercises } = contentOf(file);
    return typeof exercises === "object" && exercises ? exercises : {};
  } catch {
    return {};
  }
}

/** Return what a JSON file of JupyterLite holds; what a kernel has written is in base64. */
function contentOf({ content, format }) {
  if (typeof content !== "string") return content;
  if (format !== "base64") return JSON.parse(content);
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Return what JupyterLite keeps in this browser, by its path; nothing is made where nothing is. */
async function storedFiles() {
  const name = `JupyterLite Storage - ${new URL("./", location.href).pathname}`;
  const known = await indexedDB.databases();
  if (!known.some((each) => each.name === name)) return new Map();
  const database = await answered(indexedDB.open(name));
  try {
    const store = database.transaction("files").objectStore("files");
    const [keys, values] = await Promise.all([answered(store.getAllKeys()), answered(store.getAll())]);
    return new Map(keys.map((key, at) => [key, values[at]]));
  } finally {
    database.close();
  }
}

function answered(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
