// Native charts, drawn as SVG where they lie on the sheet.
import { sizes } from "./sizes.js";

const NS = "http://www.w3.org/2000/svg";
const COLORS = ["#0f766e", "#6b7280", "#c2410c", "#1d4ed8"];
const EDGE = { left: 54, right: 16, top: 44, bottom: 74 };

function svg(kind, attributes, text) {
  const one = document.createElementNS(NS, kind);
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  if (text !== undefined) one.textContent = text;
  return one;
}

export function drawCharts(layer, charts, topOf) {
  layer.replaceChildren();
  for (const chart of charts) {
    const holder = document.createElement("div");
    holder.className = "chart";
    holder.style.left = `${(sizes.left[chart.column] ?? 0) + chart.dx}px`;
    holder.style.top = `${topOf(chart.row) + chart.dy}px`;
    holder.style.width = `${chart.width}px`;
    holder.style.height = `${chart.height}px`;
    holder.append(picture(chart));
    layer.append(holder);
  }
}

function said(chart) {
  const parts = chart.series.map((one) => {
    const values = one.values.filter((value) => value !== null);
    return values.length ? `${one.name || "series"}: ${values.length} values, last ${values[values.length - 1]}` : "";
  });
  return [chart.title, ...parts.filter(Boolean)].join(". ");
}

function picture(chart) {
  const { width, height } = chart;
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Chart: ${said(chart)}` });
  root.append(svg("text", { x: 16, y: 26, class: "chart-title" }, chart.title));
  const all = chart.series.flatMap((one) => one.values).filter((value) => value !== null);
  const at = chart.points.map((point, index) => (point === null ? null : index)).filter((index) => index !== null);
  if (!all.length || !at.length) {
    root.append(svg("text", { x: width / 2, y: height / 2, class: "chart-note", "text-anchor": "middle" }, "No values yet"));
    return root;
  }
  const points = at.map((index) => chart.points[index]);
  const x = scale(Math.min(...points), Math.max(...points), EDGE.left, width - EDGE.right);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  // Counts that begin near nothing begin at nothing; others use the height they have.
  const [low, high, step] = ticks(least > 0 && least < most / 3 ? 0 : least, most);
  const y = scale(low, high, height - EDGE.bottom, EDGE.top);
  for (let value = low; value <= high + step / 2; value += step) {
    const tidy = Math.round(value * 1e6) / 1e6;
    root.append(svg("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value), class: "chart-grid" }));
    root.append(svg("text", { x: EDGE.left - 8, y: y(value) + 4, class: "chart-note", "text-anchor": "end" }, tidy));
  }
  const shown = at.filter((_, place) => place % Math.max(1, Math.ceil(at.length / 5)) === 0);
  for (const index of shown) {
    root.append(svg("text", { x: x(chart.points[index]), y: height - EDGE.bottom + 18, class: "chart-note", "text-anchor": "middle" }, chart.labels[index]));
  }
  chart.series.forEach((one, number) => drawSeries(root, chart, one, number, x, y));
  legend(root, chart);
  if (chart.y) root.append(svg("text", { transform: `translate(14 ${(height - EDGE.bottom + EDGE.top) / 2}) rotate(-90)`, class: "chart-note", "text-anchor": "middle" }, chart.y));
  return root;
}

const scale = (from, to, low, high) => (value) => (to === from ? (low + high) / 2 : low + ((value - from) / (to - from)) * (high - low));

function ticks(least, most) {
  const rough = (most - least || 1) / 4;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * unit).find((one) => one >= rough);
  return [Math.floor(least / step) * step, Math.ceil(most / step) * step, step];
}

function drawSeries(root, chart, one, number, x, y) {
  const color = one.color || COLORS[number % COLORS.length];
  const places = one.values
    .map((value, index) => (value === null || chart.points[index] === null ? null : [x(chart.points[index]), y(value)]))
    .filter(Boolean);
  if (!places.length) return;
  const path = places.map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`).join(" ");
  root.append(svg("polyline", { points: path, fill: "none", stroke: color, "stroke-width": number ? 2 : 2.5, "stroke-dasharray": number ? "6 4" : "none" }));
  if (number === 0) for (const [cx, cy] of places) root.append(svg("circle", { cx, cy, r: 3.5, fill: color }));
}

function legend(root, chart) {
  const y = chart.height - 16;
  let x = EDGE.left;
  chart.series.forEach((one, number) => {
    if (!one.values.some((value) => value !== null)) return;
    const color = one.color || COLORS[number % COLORS.length];
    root.append(svg("line", { x1: x, x2: x + 22, y1: y - 4, y2: y - 4, stroke: color, "stroke-width": 3, "stroke-dasharray": number ? "6 4" : "none" }));
    const name = one.name || `Series ${number + 1}`;
    root.append(svg("text", { x: x + 28, y, class: "chart-note" }, name));
    x += 46 + name.length * 7;
  });
}
