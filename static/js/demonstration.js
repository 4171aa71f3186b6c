// A button beside each demonstration account that fills in the form. Without this script the accounts can be read and typed.
const email = document.querySelector("input[name=login]");
const password = document.querySelector("input[name=password]");

function fill(account) {
  email.value = account.email;
  password.value = account.password;
  email.form.querySelector("button[type=submit]").focus();
}

for (const row of email && password ? document.querySelectorAll("[data-account]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary govuk-!-margin-bottom-0";
  button.textContent = "Use this account";
  button.setAttribute("aria-label", `Use this account: ${row.dataset.account}`);
  button.addEventListener("click", () => fill({ email: row.dataset.account, password: row.dataset.password }));
  const cell = document.createElement("dd");
  cell.className = "govuk-summary-list__actions";
  cell.append(button);
  row.append(cell);
}
