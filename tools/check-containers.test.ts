import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { checkCompose, checkContainerfile, checkContainers } from "./check-containers.ts";

const root = path.dirname(import.meta.dirname);
const container = readFileSync(path.join(root, "Containerfile"), "utf8");
const compose = readFileSync(path.join(root, "compose.yaml"), "utf8");

/** The text with one thing made worse; fails when that thing is not there. */
function worsen(text: string, from: string | RegExp, to: string): string {
  const worse = text.replace(from, to);
  assert.notEqual(worse, text, `${from} is not in the file`);
  return worse;
}

test("the files of this repository are right", () => {
  assert.deepEqual(checkContainers(root), { files: 2, problems: [] });
});

const containerDefects: [string, string | RegExp, string, RegExp][] = [
  ["root", "USER node\n", "", /runs as root/],
  ["root by name", "USER node", "USER root", /runs as root/],
  ["no health check", /HEALTHCHECK.*?\n(?=CMD)/s, "", /no HEALTHCHECK/],
  ["a shell around the program", 'CMD ["undersigned", "serve"]', "CMD undersigned serve", /not a list of words/],
  ["no volume", 'VOLUME ["/data"]\n', "", /no VOLUME/],
  ["not the slim image", /24-bookworm-slim\n/, "24\n", /slim variant/],
  ["an image without version", /24-bookworm-slim\n/, "latest\n", /name the registry, a version/],
  ["ADD", "COPY . .", "ADD . .", /use COPY/],
  ["an unknown instruction", "EXPOSE 8080", "EXPOSED 8080", /Unknown instruction/i],
  ["a relative folder", "WORKDIR /src", "WORKDIR src", /absolute/],
];
for (const [name, from, to, message] of containerDefects) {
  test(`Containerfile: ${name}`, () => {
    const problems = checkContainerfile(worsen(container, from, to));
    assert.ok(
      problems.some((problem) => message.test(problem.message)),
      JSON.stringify(problems),
    );
  });
}

const composeDefects: [string, string | RegExp, string, RegExp][] = [
  ["a tab", "    restart", "\trestart", /tab/i],
  ["a key twice", "    init: true", "    init: true\n    init: true", /unique/],
  ["a port open to all", '"127.0.0.1:8080:8080"', '"8080:8080"', /open to every network/],
  ["a password in the open", "POSTGRES_PASSWORD_FILE: /run", "POSTGRES_PASSWORD: /run", /is a secret/],
  ["an unknown setting", "BASE_URL:", "BASE_ADDRESS:", /BASE_ADDRESS is no setting/],
  ["an unknown secret", "secrets: [database-url]", "secrets: [database]", /uses database, which is not among secrets/],
  [
    "an unused volume",
    "  database:\n\nsecrets",
    "  database:\n  spare:\n\nsecrets",
    /no service uses the volume spare/,
  ],
  ["an image without version", "postgres:17-bookworm", "postgres", /has no version/],
  ["an unknown service", /database:\n( +)condition/, "store:\n$1condition", /depends on store/],
  ["no health check to wait for", / {4}healthcheck:.*?\n\n/s, "\n", /has no healthcheck/],
];
for (const [name, from, to, message] of composeDefects) {
  test(`compose.yaml: ${name}`, () => {
    const settings = ["BASE_URL", "DATABASE_URL_FILE", "SMTP_URL", "MAIL_FROM", "TRUST_PROXY"];
    const problems = checkCompose(worsen(compose, from, to), (key) => settings.includes(key));
    assert.ok(
      problems.some((problem) => message.test(problem.message)),
      JSON.stringify(problems),
    );
  });
}
