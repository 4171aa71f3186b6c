// Passkeys: shows the forms that need one if the browser supports them, and fills in its response.
const passkeys = window.webauthnJSON;
const forms = passkeys?.supported() ? document.querySelectorAll("form[data-passkey]") : [];

async function optionsOf(form) {
  const address = form.dataset.passkeyFrom;
  if (!address) return JSON.parse(form.dataset.passkeyOptions);
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return (await response.json()).request_options;
}

// A passkey that replaces the password must be stored on the device and verify the person, not only a touch.
function choosing(options, alone) {
  const selection = options.publicKey.authenticatorSelection;
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return options;
}

async function answer(form) {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "get") return passkeys.get(options);
  return passkeys.create(choosing(options, form.elements.passwordless?.checked ?? false));
}

for (const form of forms) {
  const error = form.querySelector("[data-passkey-error]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    error.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await answer(form));
      form.submit();
    } catch {
      error.hidden = false;
    }
  });
}
if (forms.length) {
  for (const notice of document.querySelectorAll("[data-passkey-missing]")) notice.hidden = true;
}
