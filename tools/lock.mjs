// Makes package-lock.json again after package.json was changed: node tools/lock.mjs
//
// Some packages are taken for one file in them (a model, a library, a header, a source
// file). What they would need to run as JavaScript is not wanted: it is cut from the lock,
// so that `npm ci` installs the files and nothing else, with npm 9 and later.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const carriers = [
  "@ricky0123/vad-web", "@siteed/sherpa-onnx.rn", "@usefulsensors/moonshine-js",
  "better-sqlite3-multiple-ciphers", "llama-tokenizer-js", "sherpa-onnx-linux-x64",
];

execFileSync("npm", ["install", "--package-lock-only", "--ignore-scripts", "--legacy-peer-deps"], { stdio: "inherit" });
const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
const packages = lock.packages;

for (const name of carriers) {
  for (const field of ["dependencies", "optionalDependencies", "peerDependencies", "peerDependenciesMeta", "hasInstallScript", "engines"]) {
    delete packages[`node_modules/${name}`][field];
  }
}

// Keeps what can still be reached from the root, as npm resolves names: nearest first.
const kept = new Set([""]);
const waiting = [""];
while (waiting.length) {
  const at = waiting.pop();
  const entry = packages[at];
  const wanted = { ...entry.dependencies, ...entry.optionalDependencies, ...(at === "" ? entry.devDependencies : {}) };
  for (const name of Object.keys(wanted)) {
    for (let base = at; ; base = base.slice(0, Math.max(base.lastIndexOf("/node_modules/"), 0))) {
      const place = base ? `${base}/node_modules/${name}` : `node_modules/${name}`;
      if (packages[place]) {
        if (!kept.has(place)) { kept.add(place); waiting.push(place); }
        break;
      }
      if (!base) break;
    }
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).filter(([place]) => kept.has(place)));
for (const entry of Object.values(lock.packages)) delete entry.resolved;
writeFileSync("package-lock.json", `${JSON.stringify(lock, null, 2)}\n`);
