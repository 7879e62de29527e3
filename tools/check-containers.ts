import { readFileSync } from "node:fs";
import path from "node:path";
import type { Dockerfile } from "dockerfile-ast";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { LineCounter, parseDocument } from "yaml";

/** Something wrong in Containerfile or compose.yaml. */
export type ContainerProblem = { readonly file: string; readonly line: number; readonly message: string };

/** Checks the files that this repository cannot try by itself: nothing here builds or runs a container. */
export function checkContainers(root: string): { files: number; problems: ContainerProblem[] } {
  const container = readFileSync(path.join(root, "Containerfile"), "utf8");
  const compose = readFileSync(path.join(root, "compose.yaml"), "utf8");
  const settings = readFileSync(path.join(root, "packages/server/src/config.ts"), "utf8");
  const isSetting = (name: string) => settings.includes(`"${name.replace(/_FILE$/, "")}"`);
  return { files: 2, problems: [...checkContainerfile(container), ...checkCompose(compose, isSetting)] };
}

/** A general linter first, then what this project promises: Debian slim, not root, a health check, one plain process. */
export function checkContainerfile(text: string): ContainerProblem[] {
  const file = "Containerfile";
  const problems: ContainerProblem[] = validate(text).map(({ range, message }) => {
    return { file, line: range.start.line + 1, message: typeof message === "string" ? message : message.value };
  });
  const dockerfile = DockerfileParser.parse(text);
  const report = (line: number, message: string) => problems.push({ file, line: line + 1, message });
  for (const from of dockerfile.getFROMs()) {
    const image = from.getImage() ?? "";
    const line = from.getRange().start.line;
    if (!/^[a-z0-9.-]+\.[a-z]+\/.+:\d[\w.-]*-slim$/.test(image)) {
      report(
        line,
        `${image}: name the registry, a version and the slim variant, such as docker.io/library/node:24-bookworm-slim`,
      );
    }
  }
  for (const instruction of dockerfile.getInstructions()) {
    if (instruction.getKeyword() === "ADD")
      report(instruction.getRange().start.line, "ADD unpacks and downloads: use COPY");
  }
  for (const message of missingAtTheEnd(dockerfile)) report(text.split("\n").length - 1, message);
  return problems;
}

/** What the last stage, the one that is shipped, lacks. */
function missingAtTheEnd(dockerfile: Dockerfile): string[] {
  const start = dockerfile.getFROMs().at(-1)?.getRange().start.line ?? 0;
  const last = dockerfile.getInstructions().filter((instruction) => instruction.getRange().start.line >= start);
  const argument = (keyword: string) =>
    last.findLast((one) => one.getKeyword() === keyword)?.getArgumentsContent() ?? "";
  const missing: string[] = [];
  if (/^(|root|0)(:|$)/.test(argument("USER"))) missing.push("the last stage runs as root: set USER");
  if (!argument("HEALTHCHECK").includes("/healthz")) missing.push("the last stage has no HEALTHCHECK on /healthz");
  if (!argument("CMD").startsWith("["))
    missing.push("CMD is not a list of words, so that signals would end in a shell");
  if (argument("VOLUME") === "") missing.push("the last stage names no VOLUME for its data");
  return missing;
}

type Service = {
  image?: string;
  build?: unknown;
  environment?: Record<string, string>;
  secrets?: string[];
  volumes?: string[];
  ports?: string[];
  healthcheck?: unknown;
  depends_on?: Record<string, { condition?: string }>;
};
type Compose = {
  services?: Record<string, Service>;
  volumes?: Record<string, unknown>;
  secrets?: Record<string, unknown>;
};

/** @param isSetting whether the server knows a setting of this name, with or without `_FILE` */
export function checkCompose(text: string, isSetting: (name: string) => boolean): ContainerProblem[] {
  const file = "compose.yaml";
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return faults.map(({ pos, message }) => ({ file, line: lines.linePos(pos[0]).line, message }));
  }
  const compose = document.toJS() as Compose;
  const messages = Object.entries(compose.services ?? {}).flatMap(([name, service]) =>
    checkService(name, service, compose, isSetting).map((message) => ({ key: name, message })),
  );
  for (const kind of ["volumes", "secrets"] as const) {
    const used = Object.values(compose.services ?? {}).flatMap((service) => namesOf(service, kind));
    for (const name of Object.keys(compose[kind] ?? {})) {
      if (!used.includes(name))
        messages.push({ key: name, message: `no service uses the ${kind.slice(0, -1)} ${name}` });
    }
  }
  return messages.map(({ key, message }) => ({ file, line: lineOfKey(text, key), message }));
}

function checkService(
  name: string,
  service: Service,
  compose: Compose,
  isSetting: (name: string) => boolean,
): string[] {
  const messages: string[] = [];
  const { image, build, environment = {}, ports = [], depends_on: needs = {} } = service;
  if (image === undefined && build === undefined) messages.push(`${name} has neither image nor build`);
  if (image !== undefined && !/:\d/.test(image)) messages.push(`${name}: ${image} has no version`);
  for (const kind of ["volumes", "secrets"] as const) {
    for (const used of namesOf(service, kind)) {
      if (!Object.hasOwn(compose[kind] ?? {}, used)) messages.push(`${name} uses ${used}, which is not among ${kind}`);
    }
  }
  for (const [key, value] of Object.entries(environment)) {
    if (/PASSWORD|SECRET|DATABASE_URL/.test(key) && !key.endsWith("_FILE"))
      messages.push(`${name}: ${key} is a secret: use ${key}_FILE`);
    if (build !== undefined && !isSetting(key)) messages.push(`${name}: ${key} is no setting of the server`);
    if (/^\/run\/secrets\//.test(value) && !namesOf(service, "secrets").includes(path.basename(value))) {
      messages.push(`${name}: ${key} names ${value}, which is not among its secrets`);
    }
  }
  for (const port of ports) {
    if (!port.startsWith("127.0.0.1:"))
      messages.push(`${name}: ${port} is open to every network: begin with 127.0.0.1:`);
  }
  for (const [other, { condition }] of Object.entries(needs)) {
    const needed = compose.services?.[other];
    if (needed === undefined) messages.push(`${name} depends on ${other}, which is no service`);
    else if (condition === "service_healthy" && needed.build === undefined && needed.healthcheck === undefined) {
      messages.push(`${name} waits until ${other} is healthy, but that has no healthcheck`);
    }
  }
  return messages;
}

/** Names of the volumes or secrets that a service uses; a volume that is a path of the host has none. */
function namesOf(service: Service, kind: "volumes" | "secrets"): string[] {
  if (kind === "secrets") return service.secrets ?? [];
  return (service.volumes ?? []).map((volume) => volume.split(":")[0] ?? "").filter((name) => /^\w/.test(name));
}

function lineOfKey(text: string, key: string): number {
  return text.split("\n").findIndex((line) => line.trimStart().startsWith(`${key}:`)) + 1;
}
