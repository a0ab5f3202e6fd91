// Draws every chart of the page from the specification that stands beside it. Works under script-src 'self':
// expressions run through Vega's interpreter (ast), nothing is evaluated.
"use strict";
function drawCharts() {
  for (const place of document.querySelectorAll("[data-chart]:not([data-drawn])")) {
    const source = document.getElementById(place.dataset.chart);
    if (!source || !window.vegaEmbed) continue;
    place.dataset.drawn = "";
    const options = { ast: true, renderer: "svg", actions: false, defaultStyle: false, tooltip: { disableDefaultStyle: true } };
    window.vegaEmbed(place, JSON.parse(source.textContent), options).catch((error) => {
      place.textContent = document.documentElement.lang.startsWith("en") ? "The chart cannot be drawn; its figures stand in the table." : "图形无法绘制，数据见表格。";
      console.error(error);
    });
  }
}
document.addEventListener("DOMContentLoaded", drawCharts);
document.addEventListener("htmx:afterSettle", drawCharts);
