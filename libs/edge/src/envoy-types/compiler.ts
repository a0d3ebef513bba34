import ts from 'typescript';

/** TypeScript's compiler on a project. */
export class Compiler {
  readonly #parsed: ts.ParsedCommandLine;
  readonly #service: ts.LanguageService;
  #changed: ReadonlyMap<string, string> = new Map();
  #version = 0;

  constructor(configFile: string) {
    this.#parsed = parse(configFile);
    this.#service = ts.createLanguageService({
      getCompilationSettings: () => this.#parsed.options,
      getScriptFileNames: () => this.files,
      getScriptVersion: (file) => (this.#changed.has(file) ? String(this.#version) : ''),
      getScriptSnapshot: (file) => {
        const text = this.#changed.get(file) ?? ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => ts.sys.getCurrentDirectory(),
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
    });
  }

  get files(): string[] {
    return this.#parsed.fileNames;
  }

  /** In which statements of these files it finds an error once each has the text given here, which is not written. */
  wrongStatements(changed: ReadonlyMap<string, string>): ReadonlyMap<string, readonly number[]> {
    this.#changed = changed;
    this.#version++;
    return new Map([...changed.keys()].map((file) => [file, this.#wrongIn(file)]));
  }

  #wrongIn(file: string): number[] {
    const statements = this.#service.getProgram()?.getSourceFile(file)?.statements ?? [];
    return this.#service
      .getSemanticDiagnostics(file)
      .map(({ start = 0 }) => statements.findIndex(({ pos, end }) => pos <= start && start < end));
  }
}

function parse(configFile: string): ts.ParsedCommandLine {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: refuse };
  const alone = { composite: false, incremental: false, tsBuildInfoFile: undefined, noEmit: true };
  const parsed = ts.getParsedCommandLineOfConfigFile(configFile, alone, host);
  if (!parsed) throw new Error(`${configFile}: cannot be read`);
  return parsed;
}

const refuse = ({ messageText }: ts.Diagnostic): never => {
  throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
};
