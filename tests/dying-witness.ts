import { answerRequest, makeAnswer } from "../packages/cli/src/witness/answer.ts";
import { openWitnessFile } from "../packages/cli/src/witness/file.ts";
import { serveWitness } from "../packages/cli/src/witness/server.ts";

/**
 * A witness that is killed, as by a power cut, at one point of its first request that would be cosigned: before it is stored,
 * within the transaction that stores it, or after its commit and before its answer.
 */
const [path = "", at] = process.argv.slice(2);
const { database, cosigner } = openWitnessFile(path, {});

function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("it lives on");
}

if (at === "within") {
  database.function("die", die);
  database.exec("create temp trigger dying after update on main.log begin select die(); end");
}
const witness = {
  database,
  cosigner: at === "after" ? { ...cosigner, sign: die } : cosigner,
  clock: at === "before" ? die : Date.now,
  onEvidence() {},
};
const server = await serveWitness(
  {
    addCheckpoint: (body) => answerRequest(witness, body),
    page: () => makeAnswer(200, "dying"),
    health: () => makeAnswer(200, "dying"),
  },
  { host: "127.0.0.1", port: 0, onFailure: console.error },
);
console.log(JSON.stringify({ address: `http://127.0.0.1:${server.port}` }));
