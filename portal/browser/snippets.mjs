import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT = { timeout: 90_000, maxBuffer: 10_000_000 };

const onPath = (program) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
const java = () => [process.env.JAVA_HOME && join(process.env.JAVA_HOME, 'bin', 'java'), '/usr/bin/java'].find((path) => path && existsSync(path)) ?? 'java';

/** The engine that the hub itself uses, called as the command line of DuckDB is. */
function duckdbCommand(folder) {
  const place = join(homedir(), '.m2/repository/org/duckdb/duckdb_jdbc');
  const version = existsSync(place) ? readdirSync(place).sort().at(-1) : undefined;
  if (!version) return false;
  writeFileSync(join(folder, 'Shell.java'), `import java.sql.DriverManager;
public class Shell {
    public static void main(String[] args) throws Exception {
        try (var rows = DriverManager.getConnection("jdbc:duckdb:").createStatement().executeQuery(args[1])) {
            while (rows.next()) {
                var line = new StringBuilder();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) line.append(rows.getString(i)).append('|');
                System.out.println(line);
            }
        }
    }
}
`);
  writeFileSync(join(folder, 'duckdb'), `#!/bin/sh\nexec '${java()}' -Dstdout.encoding=UTF-8 -cp '${join(place, version, `duckdb_jdbc-${version}.jar`)}' '${join(folder, 'Shell.java')}' "$@"\n`, { mode: 0o755 });
  return true;
}

/** Runs a code example as a reader would, and gives what it prints; undefined when its program is not installed. */
export async function printed(language, code) {
  const folder = mkdtempSync(join(tmpdir(), 'jiaohui-snippet-'));
  const file = (name) => {
    writeFileSync(join(folder, name), code);
    return name;
  };
  const options = { ...LIMIT, cwd: folder, env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, PYTHONIOENCODING: 'utf-8' } };
  const commands = {
    curl: () => onPath('curl') && ['sh', [file('records.sh')]],
    Python: () => onPath('python3') && ['python3', [file('records.py')]],
    Java: () => [java(), ['-Dstdout.encoding=UTF-8', '-Dfile.encoding=UTF-8', file('Records.java')]],
    JavaScript: () => [process.execPath, [file('records.mjs')]],
    DuckDB: () => onPath('curl') && (onPath('duckdb') || duckdbCommand(folder)) && ['sh', [file('records.sh')]],
  };
  try {
    const command = commands[language]();
    return command ? (await run(...command, options)).stdout : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
