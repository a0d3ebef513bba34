/** Each runs in a container of this one image, and loads only what it runs. */
const commands: Record<string, () => Promise<void>> = {
  serve: async () => (await import('./serve.ts')).serve(),
  guard: async () => (await import('./guard.ts')).guard(),
};

const [name = ''] = process.argv.slice(2);
const command = commands[name];
if (!command) {
  console.error(`agent: unknown command "${name}"; write one of ${Object.keys(commands).join(', ')}`);
  process.exit(2);
}
// A CommonJS bundle has no top-level await.
command().catch((error) => {
  console.error(error);
  process.exit(1);
});
