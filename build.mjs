// Bundles gonghui/site/assets into gonghui/site/static/dist (git-ignored).
// The oldest engines we promise: Chrome 89 and Safari 15, the browsers of Kylin and UOS desktops and of old phones.
import * as esbuild from "esbuild";

const started = Date.now();
await esbuild.build({
  entryPoints: {
    app: "gonghui/site/assets/app.js", hall: "gonghui/site/assets/hall.js",
    effort: "gonghui/site/assets/effort.js", field: "gonghui/site/assets/field.js",
  },
  outdir: "gonghui/site/static/dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome89", "safari15"],
  logLevel: "warning",
});
await esbuild.build({
  entryPoints: { app: "gonghui/site/assets/app.css", hall: "gonghui/site/assets/hall.css", field: "gonghui/site/assets/field.css", icon: "gonghui/site/assets/icon.svg" },
  outdir: "gonghui/site/static/dist",
  bundle: true,
  minify: true,
  loader: { ".svg": "copy" },
  target: ["chrome89", "safari15"],
  logLevel: "warning",
});
console.log(`built in ${Date.now() - started} ms`);
