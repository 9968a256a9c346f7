// Who is here, asked for while the page is still loading; the header waits for it.
export const session = fetch("/session", { headers: { accept: "application/json" } })
  .then((reply) => (reply.ok ? reply.json() : Promise.reject()))
  .catch(() => ({ links: [], name: "" }));
