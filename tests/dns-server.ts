import type { Server } from "node:net";
import { createServer } from "node:net";
import { Packet, TCPServer, UDPServer } from "dns2";

export type DnsType = "A" | "AAAA" | "TXT";

/** What is answered: records (a text longer than 255 bytes in pieces), a refusal, or nothing at all. */
export type DnsAnswer = readonly string[] | "nxdomain" | "servfail" | "silence";

/** A real DNS server on loopback, over UDP and TCP, for the setting RESOLVERS. What it was not told of does not exist. */
export type DnsServer = {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /**
   * What is answered from now on. A function is told which asking of this name and type it is, from 1: so that answers
   * change, as those of an attacker do.
   */
  answer(name: string, type: DnsType, answer: DnsAnswer | ((nth: number) => DnsAnswer)): void;
  /** `NAME TYPE` of each question since this was asked last. */
  asked(): string[];
  close(): Promise<void>;
};

const TYPES = new Map<number, DnsType>([
  [Packet.TYPE.A, "A"],
  [Packet.TYPE.AAAA, "AAAA"],
  [Packet.TYPE.TXT, "TXT"],
]);

export async function openDnsServer(): Promise<DnsServer> {
  const answers = new Map<string, (nth: number) => DnsAnswer>();
  const counts = new Map<string, number>();
  let asked: string[] = [];

  function find(name: string, type: DnsType | undefined): DnsAnswer {
    const question = `${name} ${type ?? "other"}`;
    const nth = (counts.get(question) ?? 0) + 1;
    counts.set(question, nth);
    asked.push(question);
    const known = answers.get(question);
    if (known !== undefined) return known(nth);
    return [...answers.keys()].some((key) => key.startsWith(`${name} `)) ? [] : "nxdomain";
  }
  function respond(request: Packet, send: (response: Packet) => unknown): void {
    const [question] = request.questions;
    const name = (question?.name ?? "").toLowerCase();
    const type = TYPES.get(Number(question?.type));
    const found = find(name, type);
    if (found === "silence") return;
    const response = Packet.createResponseFromRequest(request);
    if (found === "nxdomain") response.header.rcode = Packet.RCODE.NXDOMAIN;
    else if (found === "servfail") response.header.rcode = Packet.RCODE.SERVFAIL;
    else response.answers.push(...found.map((record) => resourceOf(name, type ?? "TXT", record)));
    send(response);
  }

  const { udp, tcp, port } = await listen(respond);
  return {
    address: `127.0.0.1:${port}`,
    answer(name, type, answer) {
      const question = `${name} ${type}`;
      counts.delete(question);
      answers.set(question, typeof answer === "function" ? answer : () => answer);
    },
    asked() {
      const questions = asked;
      asked = [];
      return questions;
    },
    async close() {
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise((resolve) => tcp.close(resolve)),
      ]);
    },
  };
}

function resourceOf(name: string, type: DnsType, record: string) {
  const common = { name, type: Packet.TYPE[type], class: Packet.CLASS.IN, ttl: 60 };
  if (type !== "TXT") return new Packet.Resource({ ...common, address: record });
  return new Packet.Resource({ ...common, data: record.match(/.{1,255}/gs) ?? [""] });
}

/** Both protocols on one port: a port that TCP was given may be taken for UDP, so it is tried again. */
async function listen(respond: (request: Packet, send: (response: Packet) => unknown) => void) {
  for (;;) {
    const port = await freePort();
    const udp = new UDPServer(respond);
    const tcp = new TCPServer(respond);
    try {
      await Promise.all([
        begin(udp, () => udp.bind(port, "127.0.0.1")),
        begin(tcp, () => tcp.listen(port, "127.0.0.1")),
      ]);
      return { udp, tcp, port };
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    }
  }
}

function begin(server: UDPServer | TCPServer, start: () => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const { once }: { once(event: string, listener: (error: Error) => void): unknown } = server;
    once.call(server, "error", reject);
    once.call(server, "listening", () => resolve());
    start();
  });
}

async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
