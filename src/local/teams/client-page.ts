import { acmeTenant } from "./acme-tenant.ts";

/** The page around Microsoft's client, which itself knows one person alone: whom to act as, and the client below. */
export function clientPage(clientUrl: string | undefined, actingAs: string): string {
  const options = acmeTenant.members
    .map(({ id, name }) => `<option value="${id}"${id === actingAs ? " selected" : ""}>${name}</option>`)
    .join("");
  const client =
    clientUrl === undefined
      ? "<p>No client is open. Type <code>npm run teams</code> in another terminal, then load this page again.</p>"
      : `<iframe src="${clientUrl}" title="Microsoft 365 Agents Playground"></iframe>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Acme in Teams</title>
<style>
body { margin: 0; height: 100vh; display: flex; flex-direction: column; font: 14px/1.4 "Segoe UI", system-ui, sans-serif; }
header { display: flex; gap: 0.75rem; align-items: center; padding: 0.5rem 1rem; background: #1f3a5f; color: #fff; }
header select { font: inherit; padding: 0.15rem 0.4rem; }
header small { color: #c9d7ea; }
iframe { flex: 1; border: 0; }
p { padding: 2rem; }
</style>
</head>
<body>
<header>
<label>Act as <select id="act-as">${options}</select></label>
<small>What you press and type counts as theirs. The client writes ${acmeTenant.owner.name}'s name beside it all the same.</small>
</header>
${client}
<script>
document.getElementById("act-as").addEventListener("change", ({ target }) =>
  fetch("/act-as", { method: "PUT", headers: { "content-type": "application/json" }, body: JSON.stringify({ id: target.value }) }),
);
</script>
</body>
</html>
`;
}
