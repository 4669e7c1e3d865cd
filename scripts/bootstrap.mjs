// Runs a script of package.json on Node 24 with every package installed; needs nothing but Node >= 20 and npm.
//   node scripts/bootstrap.mjs <script> [arguments]
// The script is one or more `node …` commands joined by `&&`; the arguments go to the last one.
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './bootstrap/child.mjs';
import { requireNode, requireOpenFolders } from './bootstrap/demands.mjs';
import { install } from './bootstrap/install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const startPostgres = ['start:inner', 'test:inner', 'bench:inner'];

/** Each command as the words that follow `node`. No shell reads them, so an argument may hold any character. */
function commandsOf(script, args) {
  const text = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts[script];
  if (!text) throw new Error(`package.json has no script "${script}".`);
  const commands = text.split(' && ').map((command) => command.trim().split(/\s+/));
  if (commands.some(([program]) => program !== 'node')) throw new Error(`"${script}" may only run node: ${text}`);
  commands.at(-1).push(...args);
  return commands.map(([, ...words]) => words);
}

async function main([script, ...args]) {
  requireNode();
  if (startPostgres.includes(script)) requireOpenFolders(root);
  const commands = commandsOf(script, args);
  const node = await install(root);
  const binaries = join(root, 'node_modules', '.bin');
  const env = { ...process.env, PATH: [dirname(node), binaries, process.env.PATH].join(delimiter) };
  const follow = new URL(`./bootstrap/follow.mjs?${process.pid}`, import.meta.url).href;
  for (const words of commands) {
    // A session of its own: Ctrl-C in a terminal then comes once, from here, and not also from the terminal and npm.
    const code = await run(node, ['--import', follow, ...words], {
      cwd: root,
      env,
      detached: process.platform !== 'win32',
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    });
    if (code !== 0) return code;
  }
  return 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`bootstrap: ${error.message}`);
  process.exitCode = 1;
}
