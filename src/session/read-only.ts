// When a notebook can only be read, and how that is said.
import { FORMAT_VERSION } from "#document/front-matter.ts";
import type { Notebook } from "#document/notebook.ts";
import type { SessionView } from "./session-view.ts";

type Why = NonNullable<SessionView["readOnly"]>;

const TEXTS: Readonly<Record<Why, string>> = {
  followed: "This notebook is being written in another tab. “Edit here” takes it over.",
  "newer-format":
    "This notebook was made by a newer Cairn: this one would lose what it does not know. Open it with that one to change it.",
};

export function readOnlyOf({ frontMatter }: Notebook, isFollowing: boolean): Why | undefined {
  if (isFollowing) return "followed";
  return frontMatter.cairn > FORMAT_VERSION ? "newer-format" : undefined;
}

export function readOnlyText(why: Why): string {
  return TEXTS[why];
}
