// Charts in the page's colours. Chart.js stands beside this module, as a script of its own.

import { byId, el } from "./dom.js";

const probe = el("span", { hidden: true });
document.body.append(probe);

/** A colour of the style sheet as the theme has it now. */
export function colour(name) {
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

export const SERIES = 8;
export const seriesColour = (at) => colour(`s${at % SERIES}`);

function options(given) {
  const line = colour("line");
  const ink = colour("faint");
  const axis = (more) => ({
    border: { color: line }, grid: { color: line, drawTicks: false, lineWidth: 0.6 },
    ticks: { color: ink, maxRotation: 0, autoSkipPadding: 24, font: { size: 12, family: "system-ui, sans-serif" }, padding: 6, ...more.ticks },
    ...more.axis,
  });
  return {
    animation: false, responsive: true, maintainAspectRatio: false, normalized: true,
    interaction: { mode: "index", intersect: false },
    onClick: given.clicked ? (event, items) => items.length && given.clicked(items[0].index) : undefined,
    onHover: given.clicked ? (event, items) => event.native?.target.classList.toggle("points", items.length > 0) : undefined,
    scales: {
      x: axis({ axis: { stacked: given.stacked, grid: { display: false } }, ticks: { align: given.type === "bar" ? "center" : "inner" } }),
      y: axis({ axis: { stacked: given.stacked, beginAtZero: true, suggestedMax: given.least }, ticks: { callback: given.unit, maxTicksLimit: 6, precision: given.precision } }),
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        backgroundColor: colour("ink"), titleColor: colour("paper"), bodyColor: colour("paper"), padding: 10, cornerRadius: 6,
        usePointStyle: true, boxPadding: 4, filter: (item) => item.raw > 0,
        callbacks: { title: (items) => items.length ? given.title(items[0].dataIndex) : "", label: (item) => `${item.dataset.label}: ${given.unit(item.raw)}` },
      },
    },
  };
}

const drawn = new Set();

/** A chart in the element of that id; {@code given}: type, stacked, unit (a number as text), title (of an index), clicked. */
export class Picture {
  #given;
  #chart = null;
  #canvas;

  constructor(id, given) {
    this.#given = given;
    this.#canvas = el("canvas", { role: "img", "aria-label": given.label });
    byId(id).append(this.#canvas);
    drawn.add(this);
  }

  /** Shows other data: texts of the axis, and datasets of {label, data, colour}. */
  show(labels, sets) {
    if (document.hidden) return;
    const bar = this.#given.type === "bar";
    const datasets = sets.map((set) => ({
      label: set.label, data: set.data, backgroundColor: bar ? set.colour : set.fill ?? "transparent", borderColor: set.colour,
      borderWidth: bar ? 0 : 2, borderDash: set.dash, fill: set.fill ? "origin" : false, pointRadius: 0, pointHitRadius: 8,
      tension: 0.2, spanGaps: false, categoryPercentage: 0.96, barPercentage: 0.92, maxBarThickness: 90, borderRadius: bar ? 2 : 0,
    }));
    if (this.#chart) {
      this.#chart.data.labels = labels;
      this.#chart.data.datasets = datasets;
      this.#chart.update("none");
    } else {
      this.#chart = new globalThis.Chart(this.#canvas, { type: this.#given.type, data: { labels, datasets }, options: options(this.#given) });
    }
  }

  /** Points at one bar, as the mouse would. */
  point(index) {
    if (!this.#chart) return;
    const items = this.#chart.data.datasets.map((set, at) => ({ datasetIndex: at, index }));
    this.#chart.setActiveElements(index < 0 ? [] : items);
    this.#chart.tooltip.setActiveElements(index < 0 ? [] : items, { x: 0, y: 0 });
    this.#chart.update("none");
  }

  says(text) {
    this.#canvas.setAttribute("aria-label", text);
  }

  forget() {
    this.#chart?.destroy();
    this.#chart = null;
  }
}

/** The theme is another: each is drawn anew with its next data. */
export const redraw = () => drawn.forEach((picture) => picture.forget());
