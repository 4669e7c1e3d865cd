import { execFileSync } from 'node:child_process';
import { accessSync, constants, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
export function findProgram(names) {
    const folders = (process.env.PATH ?? '').split(delimiter);
    const paths = names.flatMap((name) => (name.includes('/') ? [name] : folders.map((folder) => join(folder, name))));
    return paths.find(isExecutable);
}
/** The path of a program, installed first when it is missing and apt can be used. */
export function needProgram(program) {
    const found = findProgram(program.names);
    if (found)
        return found;
    const missing = `${program.title} was not found: install it (apt-get install ${program.packages.join(' ')})${program.otherwise}.`;
    if (process.getuid?.() !== 0 || !findProgram(['apt-get']))
        throw new Error(missing);
    installPackages(program.packages);
    const installed = findProgram(program.names);
    if (!installed)
        throw new Error(missing);
    return installed;
}
function installPackages(packages) {
    console.error(`engines: installing ${packages.join(', ')} with apt-get`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = (...args) => execFileSync('apt-get', args, { env, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 26 });
    const forbid = forbidServices();
    try {
        apt('update', '-qq');
        apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
    }
    catch (cause) {
        const reason = String(cause.stderr ?? cause)
            .trim()
            .split('\n')
            .at(-1);
        throw new Error(`apt-get could not install ${packages.join(', ')} (${reason}): install them by hand.`, { cause });
    }
    finally {
        forbid.lift();
    }
}
/** The distribution starts a service as soon as it is installed; ours are started on ports of their own instead. */
function forbidServices() {
    const policy = '/usr/sbin/policy-rc.d';
    try {
        writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755, flag: 'wx' });
    }
    catch {
        return { lift: () => undefined };
    }
    return { lift: () => rmSync(policy, { force: true }) };
}
function isExecutable(path) {
    try {
        accessSync(path, constants.X_OK);
        return statSync(path).isFile();
    }
    catch {
        return false;
    }
}
//# sourceMappingURL=programs.js.map