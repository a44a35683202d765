// Lays a cell's text out by Prettier, which is loaded when it is first asked for.
import type { Options } from "prettier";
import type { Language } from "#document/notebook.ts";

const parsers: Partial<Record<Language, string>> = { ts: "babel-ts", js: "babel", yaml: "yaml" };

export function canFormat(language: Language): boolean {
  return parsers[language] !== undefined;
}

/** @throws Error whose message says what cannot be read, with line and column in brackets */
export async function formatText(text: string, language: Language): Promise<string> {
  const parser = parsers[language];
  if (parser === undefined) return text;
  const [{ format }, ...plugins] = await Promise.all([
    import("prettier/standalone"),
    ...(language === "yaml"
      ? [import("prettier/plugins/yaml")]
      : [import("prettier/plugins/babel"), import("prettier/plugins/estree")]),
  ]);
  const options: Options = { parser, plugins: plugins as Options["plugins"] & object, printWidth: 100 };
  try {
    return (await format(text, options)).replace(/\n$/, "");
  } catch (error) {
    // The frame of the source that Prettier adds is not needed beside the source itself.
    const [message = "it cannot be read"] = (error instanceof Error ? error.message : String(error)).split(
      "\n",
    );
    throw new Error(message, { cause: error });
  }
}
