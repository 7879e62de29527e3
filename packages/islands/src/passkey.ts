import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from "@simplewebauthn/browser";

/*
 * Adds a passkey, or signs in by one: fetches the challenge, asks the authenticator, and sends the answer by the form itself.
 * Without this script the form shows a sentence that says so, and the other ways in work.
 */

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if (browserSupportsWebAuthn()) prepare(form);
}

function prepare(form: HTMLFormElement): void {
  form.querySelector("[data-passkey-fallback]")?.remove();
  const parts = form.querySelector<HTMLElement>("[data-passkey-parts]");
  if (parts !== null) parts.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void ask(form);
  });
}

async function ask(form: HTMLFormElement): Promise<void> {
  const answer = form.querySelector<HTMLInputElement>("input[name=response]");
  const told = form.querySelector("[data-passkey-told]");
  if (answer === null || told === null) return;
  told.textContent = "";
  try {
    const options: unknown = await begin(form);
    const response =
      form.dataset.passkey === "add"
        ? await startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON })
        : await startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON });
    answer.value = JSON.stringify(response);
  } catch {
    // Refused, cancelled, or no device at hand: browsers do not say which, so that sites cannot find out.
    told.textContent = form.dataset.failed ?? "";
    return;
  }
  form.submit();
}

async function begin(form: HTMLFormElement): Promise<unknown> {
  const csrf = form.querySelector<HTMLInputElement>("input[name=csrf]")?.value ?? "";
  const response = await fetch(form.dataset.begin ?? "", { method: "POST", body: new URLSearchParams({ csrf }) });
  if (!response.ok) throw new Error(`the challenge was refused: ${response.status}`);
  return await response.json();
}
